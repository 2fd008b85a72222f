// Agents of other nodes in the status document, and who is told when they have changed.
import { expect, it } from 'vitest';
import type { Status } from '../../../../src/core/model/status.js';
import type { AgentEntry } from '../../../../src/core/ports/broker.js';
import type { AnswerWorld } from '../../../../src/host/answers/answer-world.js';
import { hostAnswers } from '../../../../src/host/answers/host-answers.js';
import { untilHolds } from '../../../../src/host/until-holds.js';
import { expectOk } from '../../../helpers/expect-ok.js';
import { fold } from '../../../helpers/fold-events.js';
import { ASKS, anEntry, neighbourStory } from '../../../helpers/neighbours.js';

function looking(...entries: readonly AgentEntry[]) {
  const story = neighbourStory(...entries);
  const listeners = new Set<() => void>();
  const subscribe = (tell: () => void) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  };
  const store = { state: fold([]), subscribe };
  const until = (holds: () => boolean) => untilHolds(holds, store as never);
  const untilAlsoOthers = (holds: () => boolean) => untilHolds(holds, store as never, story.neighbours);
  const world = { store, neighbours: story.neighbours, host: () => null, config: { budget: { dayUsd: 1 } }, until, untilAlsoOthers };
  return { ...story, listeners, answers: hostAnswers(world as unknown as AnswerWorld), store };
}

it('they stand apart from those of here, and nothing stands there where nobody else takes part', async () => {
  const { answers, announce } = looking();
  expect(Object.hasOwn(expectOk(await answers.status({})), 'others')).toBe(false);
  announce(
    anEntry({ id: 'a-1', name: 'fix', role: 'coder', state: 'waiting', row: { question: ASKS, owner: 'here', task: 'Mend it' } }),
    anEntry({ id: 'a-2', row: null }),
  );
  const { agents, others } = expectOk(await answers.status({}));
  expect([agents, others]).toEqual<[Status['agents'], Status['others']]>([
    [],
    [
      {
        id: 'a-1',
        name: 'fix',
        node: 'far',
        owner: 'here',
        parent: null,
        harness: 'claude',
        role: 'coder',
        task: 'Mend it',
        state: 'waiting',
        since: '2026-11-21T11:00:00.000Z',
        question: ASKS,
        progress: null,
        usage: null,
        ours: true,
        open: true,
      },
      expect.objectContaining({ id: 'a-2', owner: 'far', task: '', ours: false, open: false }),
    ],
  ]);
});

it('whoever waits for them is told when they change, and whoever does not is left alone', async () => {
  const { answers, announce, store, listeners, rest } = looking(anEntry({ id: 'a-1' }));
  const { seq, others } = expectOk(await answers.statusAfter({ seq: -1, others: -1 }));
  let told = 0;
  const count = () => {
    told += 1;
  };
  void answers.statusAfter({ seq }).then(count);
  const after = answers.statusAfter({ seq, others: others ?? 0 });
  void after.then(count);
  await rest();
  expect(told).toBe(0);
  announce(anEntry({ id: 'a-1', state: 'idle' }));
  await rest();
  expect([told, expectOk(await after).status.others?.[0]?.state]).toEqual([1, 'idle']);
  store.state = { ...store.state, seq: seq + 1 };
  for (const tell of [...listeners]) tell();
  await rest();
  expect([told, listeners.size]).toEqual([2, 0]);
});
