// Messages to agents of other hosts: carried while there is a way, kept here while there is none.
import { expect, test } from 'vitest';
import { HandOver } from '../../../src/core/messaging/hand-over.js';
import { fail, type OrchError, ok, type Result } from '../../../src/core/model/error.js';
import { emptyState } from '../../../src/core/model/state.js';
import { LIMITS, openTestPost } from '../../helpers/post-fixture.js';

const AWAY: OrchError = { kind: 'broker', tried: 'use Redis', said: 'nothing listens there', next: 'Look whether Redis runs' };

function world() {
  const opened = openTestPost({ limits: LIMITS });
  const carried: string[] = [];
  let isReady = true;
  let answer: () => Result<void> | Promise<Result<void>> = () => ok(undefined);
  const handOver = new HandOver({
    post: opened.post,
    state: () => emptyState(5),
    send: async () => fail(AWAY),
    isAttended: () => false,
    dispatch: () => undefined,
    manager: { take: async () => ok(null) },
    elsewhere: {
      has: (party) => party === 'a2',
      get isReady() {
        return isReady;
      },
      async carry({ message }) {
        carried.push(message.payload.text);
        return answer();
      },
    },
  });
  opened.post.listen(() => handOver.check());
  const settled = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return {
    ...opened,
    carried,
    settled,
    handOver,
    answers(by: () => Result<void> | Promise<Result<void>>) {
      answer = by;
    },
    /** Redis goes, in the middle of what is carried where `during` is said. */
    goes(during: 'before' | 'during') {
      if (during === 'before') isReady = false;
      else
        answer = () => {
          isReady = false;
          return fail(AWAY);
        };
    },
    comes() {
      isReady = true;
      answer = () => ok(undefined);
      handOver.check();
    },
  };
}

test('a message to an agent of another host goes there, in order', async () => {
  const { post, send, carried, settled } = world();
  const { id } = await send('person', 'a2', 'first');
  await send('person', 'a2', 'second');
  await settled();
  expect(carried).toEqual(['first', 'second']);
  expect(post.find(id)).toMatchObject({ state: 'acknowledged', via: 'node' });
});

test.each(['before', 'during'] as const)('it waits here while Redis is away, and no try counts (%s)', async (when) => {
  const { post, send, carried, settled, goes, comes } = world();
  goes(when);
  const { id } = await send('person', 'a2', 'first');
  await send('person', 'a2', 'second');
  await settled();
  expect(post.find(id)).toMatchObject({ state: 'queued', message: { retry_count: 0 } });
  comes();
  await settled();
  expect(carried.slice(-2)).toEqual(['first', 'second']);
  expect(post.find(id)?.state).toBe('acknowledged');
});

test('what was dropped, or came to its end otherwise, while an earlier one was carried is not carried', async () => {
  const { post, send, carried, settled, answers } = world();
  let go: (result: Result<void>) => void = () => undefined;
  answers(() => new Promise((resolve) => (go = resolve)));
  await send('person', 'a2', 'first');
  const { id } = await send('person', 'a2', 'second');
  await settled();
  expect(carried).toEqual(['first']);
  await post.drop([id]);
  answers(() => ok(undefined));
  go(ok(undefined));
  await settled();
  expect(carried).toEqual(['first']);
});

test('nothing more is carried once the host ends', async () => {
  const { post, send, carried, settled, answers, handOver } = world();
  let go: (result: Result<void>) => void = () => undefined;
  answers(() => new Promise((resolve) => (go = resolve)));
  await send('person', 'a2', 'first');
  const { id } = await send('person', 'a2', 'second');
  await settled();
  handOver.end();
  go(ok(undefined));
  await settled();
  expect(carried).toEqual(['first']);
  expect(post.find(id)).toMatchObject({ state: 'queued', via: null });
  await post.flush();
});

test('a bug on the way is one failed try, and holds up nothing', async () => {
  const { post, send, carried, settled, answers, clock } = world();
  answers(() => Promise.reject(new Error('a bug')));
  const { id } = await send('person', 'a2', 'first');
  await settled();
  expect(post.find(id)).toMatchObject({ state: 'queued', error: { kind: 'internal' }, message: { retry_count: 1 } });
  answers(() => ok(undefined));
  clock.advance(2000);
  await settled();
  expect(carried).toEqual(['first', 'first']);
  expect(post.find(id)?.state).toBe('acknowledged');
});
