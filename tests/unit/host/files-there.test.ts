// Lines of an agent that works at another node are looked at here and changed there: a hunk of them is refused with what to do.
import { expect, it } from 'vitest';
import { REMOTE_PROCESS } from '../../../src/core/model/remote.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { reviewAnswers } from '../../../src/host/answers/review-answers.js';
import { created, fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';

it('a hunk is neither staged nor taken back while its lines are there', async () => {
  const state = fold([
    submitted(newAgent('a', { placement: { on: 'any' } })),
    created('a'),
    { type: 'agent.offered', agent: 'a', fence: 1 },
    { type: 'agent.placed', agent: 'a', node: 'far', fence: 1 },
    { type: 'agent.started', agent: 'a', process: REMOTE_PROCESS, conversation: null },
    shows('a', 'working'),
  ]);
  const done: unknown[] = [];
  const world = { store: { state }, repository: { applyHunk: async (order: unknown) => done.push(order) }, now: () => 0 };
  const { hunk } = reviewAnswers(world as unknown as AnswerWorld);
  expect(await hunk({ agent: 'a', what: 'revert', hunk: { path: 'a.ts', patch: '@@ -1 +1 @@\n-a\n+b' } })).toMatchObject({
    ok: false,
    error: { said: 'it works on far, and its lines are there', next: 'Comment on them, or finish it first: then they are here' },
  });
  expect(done).toEqual([]);
});
