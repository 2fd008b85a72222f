// Whatever fails, and however often the host is killed: each message is taken, or given up and known to be; none is taken twice by one life of a CLI, and each pair keeps its order.
import { expect, test } from 'vitest';
import { fail, type OrchError, ok } from '../../../src/core/model/error.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { FakeMessageLog } from '../../helpers/fake-message-log.js';
import { LIMITS, openTestPost, readAll } from '../../helpers/post-fixture.js';

const AGENTS = ['a1', 'a2', 'a3'];
const STEPS = 400;
const FULL = fail({ kind: 'storage', tried: 'write', said: 'no space', next: 'Free some' } as OrchError);
const ERROR: OrchError = { kind: 'harness', tried: 'type', said: 'it did not take it', next: 'Look' };

/** The same numbers for the same seed (mulberry32). */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

test.each(Array.from({ length: 25 }, (_, at) => at + 1))('seed %i', async (seed) => {
  const next = chance(seed);
  const pick = () => AGENTS[next(AGENTS.length)] as string;
  const clock = new FakeClock();
  const log = new FakeMessageLog();
  let count = 0;
  const open = async () =>
    openTestPost({
      clock,
      log,
      kept: (await log.load()).messages,
      limits: { ...LIMITS, perMinute: 10_000 },
      createId: () => `m${++count}`,
    }).post;
  let post = await open();
  const sent: string[] = [];
  /** What each CLI has taken, by receiver, with what it was told of it. */
  const taken: { readonly id: string; readonly pair: string; readonly again: boolean }[] = [];
  const underWay = new Map<string, readonly string[]>();
  const pairOf = (id: string) => `${post.find(id)?.message.from_agent} ${post.find(id)?.message.to_agent}`;
  const takes = (ids: readonly string[], again: boolean) => {
    for (const id of ids) taken.push({ id, pair: pairOf(id), again });
  };

  for (let step = 0; step < STEPS; step++) {
    const agent = pick();
    switch (next(10)) {
      case 0:
      case 1:
      case 2: {
        const order = { from: agent, to: [pick()], type: 'message', payload: { text: `${step}` } } as const;
        const answer = await post.send(order);
        if (answer.ok) sent.push(...answer.value.map(({ id }) => id));
        break;
      }
      case 3: {
        // A delivery begins.
        if (underWay.has(agent)) break;
        const ids = post
          .due(agent)
          .slice(0, 1 + next(4))
          .map(({ message }) => message.id);
        post.begin(ids, 'terminal');
        underWay.set(agent, ids);
        break;
      }
      case 4: {
        // It ends, well or not.
        const ids = underWay.get(agent);
        if (ids === undefined) break;
        underWay.delete(agent);
        if (next(3) > 0) {
          takes(ids, false);
          post.delivered(ids);
        } else if (next(2) > 0) post.failed(ids, ERROR);
        else post.putBack(ids);
        break;
      }
      case 5:
        takes(
          (await readAll(post, agent)).map(({ message }) => message.id),
          false,
        );
        break;
      case 6:
        clock.advance(next(5000));
        break;
      case 7: {
        // What is read while nothing can be saved may come again after that: nobody can know then.
        if (next(4) > 0 || !log.answer.ok) break;
        // kill -9, with texts on their way: some were taken, and nobody could note it.
        for (const ids of underWay.values()) if (next(2) > 0) takes(ids, true);
        underWay.clear();
        post = await open();
        break;
      }
      case 8: {
        // A call waits for the next one, and its answer goes out or not.
        const ending = new AbortController();
        const waiting = post.next(agent, () => true, ending.signal);
        ending.abort();
        const kept = await waiting;
        if (kept === null) break;
        if (next(3) === 0) post.putBack([kept.message.id], next(2) === 0 ? 'untried' : 'unsure');
        else {
          takes([kept.message.id], false);
          post.delivered([kept.message.id]);
        }
        break;
      }
      case 9: {
        // The disk is full for a while.
        const before = log.answer;
        log.answer = log.answer.ok && next(4) === 0 ? FULL : ok(undefined);
        // Anything that is saved saves what could not be.
        if (log.answer.ok && log.answer !== before)
          await post.send({ from: 'person', to: ['a4'], type: 'message', payload: { text: 'room again' } });
      }
    }
  }
  log.answer = ok(undefined);
  for (let round = 0; round < 20; round++) {
    for (const agent of AGENTS) {
      const ids = underWay.get(agent) ?? post.due(agent).map(({ message }) => message.id);
      underWay.delete(agent);
      post.begin(ids, 'terminal');
      takes(ids, false);
      post.delivered(ids);
    }
    clock.advance(10_000);
  }

  const dead = post.list({ party: null, of: 'dead', limit: 10_000 }).map(({ message }) => message.id);
  const ids = new Set(taken.map(({ id }) => id));
  expect(sent.filter((id) => !ids.has(id) && !dead.includes(id))).toEqual([]);
  const certain = taken.filter(({ again }) => !again).map(({ id }) => id);
  expect(new Set(certain).size).toBe(certain.length);
  for (const pair of new Set(taken.map((each) => each.pair))) {
    const order = taken.filter((each) => each.pair === pair && !each.again).map(({ id }) => Number(id.slice(1)));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  }
});
