// What an agent on another machine writes may be brought by several at once, and again when it was read and forgotten: it is taken once.
import { expect, it } from 'vitest';
import { atHome } from '../../../src/core/model/home-party.js';
import type { Message } from '../../../src/core/model/message.js';
import { emptyState } from '../../../src/core/model/state.js';
import { remoteMailOf } from '../../../src/host/remote/remote-mail.js';
import { LIMITS, openTestPost, readAll, textsOf } from '../../helpers/post-fixture.js';

function mailWith(keep: number) {
  const { post, send } = openTestPost({ limits: { ...LIMITS, keep } });
  const mail = remoteMailOf({ post: () => post, state: () => emptyState(5), dispatch: () => undefined, manager: () => 'none' });
  const message: Message = {
    id: 'm-there',
    type: 'message',
    from_agent: 'a-1',
    to_agent: atHome('person'),
    timestamp: '2026-11-21T12:00:00.000Z',
    payload: { text: 'done' },
    retry_count: 0,
  };
  const brings = () => mail.take('a-1', { message, fromName: 'fix' });
  return { post, send, brings };
}

it('by two at the same moment', async () => {
  const { post, brings } = mailWith(1000);
  expect(await Promise.all([brings(), brings()])).toEqual([
    { ok: true, value: undefined },
    { ok: true, value: undefined },
  ]);
  expect(post.seq).toBe(1);
});

it('also after it was read and is not kept any more', async () => {
  const { post, send, brings } = mailWith(1);
  await brings();
  await readAll(post, 'person');
  for (let at = 0; at < 200; at += 1) {
    await send(`b-${at}`, 'person', `${at}`);
    await readAll(post, 'person');
  }
  expect(post.find('m-there')).toBeNull();
  expect(await brings()).toMatchObject({ ok: true });
  expect(textsOf(post.inbox('person'))).toEqual([]);
});
