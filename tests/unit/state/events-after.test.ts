// A client that follows the events gets each once and in order, and is told what it can not get any more.
import { describe, expect, it } from 'vitest';
import type { OrchEvent } from '../../../src/core/model/event.js';
import { eventsAfter } from '../../../src/core/state/events-after.js';

const notice = (seq: number, text = `notice ${seq}`): OrchEvent => ({
  seq,
  at: '2026-11-21T12:00:00.000Z',
  type: 'notice.raised',
  text,
});
const kept = [3, 4, 5].map((seq) => notice(seq));
const seqs = (events: readonly OrchEvent[]) => events.map(({ seq }) => seq);

describe('events after a number', () => {
  it.each([
    ['all that are newer', 3, [4, 5], 0, 5],
    ['none where there is none', 5, [], 0, 5],
    ['none for a client that is ahead, as after a lost state', 9, [], 0, 9],
    ['all that are kept, with no gap where the first is the next', 2, [3, 4, 5], 0, 5],
    ['a gap where older ones are gone', 0, [3, 4, 5], 2, 5],
  ])('are %s', (_sentence, seq, events, missed, last) => {
    const answer = eventsAfter(kept, seq);
    expect([seqs(answer.events), answer.missed, answer.seq]).toEqual([events, missed, last]);
  });

  it('are none where none is kept', () => {
    expect(eventsAfter([], 7)).toEqual({ seq: 7, events: [], missed: 0 });
  });

  it('come in as many answers as it takes, each once', () => {
    const long = [1, 2, 3, 4, 5].map((seq) => notice(seq, 'x'.repeat(400_000)));
    const got: number[] = [];
    for (let seq = 0; seq < 5; ) {
      const answer = eventsAfter(long, seq);
      expect(JSON.stringify(answer.events).length).toBeLessThan(1_100_000);
      got.push(...seqs(answer.events));
      seq = answer.seq;
    }
    expect(got).toEqual([1, 2, 3, 4, 5]);
  });

  it('leave out what no answer can carry, and say so where it stood', () => {
    const huge = [notice(1), notice(2, 'x'.repeat(3_000_000)), notice(3)];
    const first = eventsAfter(huge, 0);
    expect([seqs(first.events), first.missed]).toEqual([[1], 0]);
    const second = eventsAfter(huge, first.seq);
    expect([seqs(second.events), second.missed, second.seq]).toEqual([[3], 1, 3]);
  });
});
