// A message that was sent on another machine has its id already: it is here once, and what counts there is no loop here.
import { expect, it } from 'vitest';
import { fail, ok } from '../../../src/core/model/error.js';
import type { SendMessage } from '../../../src/core/ports/post.js';
import { LIMITS, openTestPost, textsOf } from '../../helpers/post-fixture.js';

const order = (changes: Partial<SendMessage> = {}): SendMessage => ({
  from: 'a-far',
  to: ['person'],
  type: 'message',
  payload: { text: 'hello' },
  id: 'm-there',
  ...changes,
});

it('is sent once, however often it comes', async () => {
  const { post } = openTestPost();
  for (let time = 0; time < 3; time += 1) expect(await post.send(order())).toMatchObject({ ok: true, value: [{ id: 'm-there' }] });
  expect(textsOf(post.list({ party: null, of: 'all', limit: 9 }))).toEqual(['hello']);
});

it('is sent once where it comes again before it is kept, and given to one of those who wait', async () => {
  const { post } = openTestPost();
  const over = new AbortController();
  const waiting = [1, 2].map(() => post.next('person', () => true, over.signal));
  const sent = await Promise.all([post.send(order()), post.send(order()), post.send(order({ from: 'a-other' }))]);
  expect(sent.map(({ ok }) => ok)).toEqual([true, true, false]);
  over.abort();
  expect((await Promise.all(waiting)).map((kept) => kept?.message.from_agent)).toEqual(['a-far', undefined]);
});

it('one that could not be kept may come again', async () => {
  const { post, log } = openTestPost();
  log.answer = fail({ kind: 'storage', tried: 'write', said: 'no space left on device', next: 'Free some space' });
  expect(await post.send(order())).toMatchObject({ ok: false });
  log.answer = ok(undefined);
  expect(await post.send(order())).toMatchObject({ ok: true });
});

it('to several it is one for each, and found again by its own id', async () => {
  const { post } = openTestPost();
  const several = order({ to: ['person', 'a-1'] });
  expect(await post.send(several)).toMatchObject({ ok: true, value: [{ id: 'm-there' }, { id: 'm-there.2' }] });
  await post.send(several);
  expect(post.list({ party: null, of: 'all', limit: 9 })).toHaveLength(2);
});

it('by the id of another one nothing is sent', async () => {
  const { post } = openTestPost();
  await post.send(order());
  expect(await post.send(order({ from: 'a-other' }))).toMatchObject({ ok: false, error: { said: 'another message has that id' } });
});

it('many at once, as after a line was cut, are no loop; who answers them all is in one', async () => {
  const { post } = openTestPost({ limits: { ...LIMITS, perMinute: 3 } });
  for (let nth = 0; nth < 10; nth += 1) expect(await post.send(order({ id: `m-${nth}`, to: ['a-1'] }))).toMatchObject({ ok: true });
  const { id: _id, ...answer } = order({ from: 'a-1', to: ['a-far'] });
  expect(await post.send(answer)).toMatchObject({ ok: false, error: { kind: 'denied' } });
});

it('what waits is given up one by one where that is meant', async () => {
  const { post, send } = openTestPost();
  const [first, second] = [await send('a-1', 'a-2', 'one'), await send('a-1', 'a-2', 'two')];
  post.giveUp('a-2', { kind: 'harness', tried: 'type it', said: 'no', next: '' }, [first.id]);
  expect([post.find(first.id)?.state, post.find(second.id)?.state]).toEqual(['dead', 'queued']);
});
