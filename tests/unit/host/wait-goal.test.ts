// Waiting for the end of a goal: over when it has ended or only a person could mend it; a yes that is asked for is waited for, unless nobody may be asked.
import { expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { hostAnswers } from '../../../src/host/answers/host-answers.js';
import { anError, atWork, created, exited, fold, newAgent, shows, started } from '../../helpers/fold-events.js';
import { carriedOut, plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';
import { opened, PULL_ID, pullRequest } from '../../helpers/pulls.js';
import { bothEnded, UNJUDGED } from '../../helpers/tries.js';

const plan = proposed(plannedTask('a'));
const asksForPlan = [plannedGoal({ approvals: ['plan'] }), plan];
const asksForFinish = [plannedGoal({ approvals: ['finish'] }), plan, ...carriedOut('a')];
const agentAsks = [...atWork('a', { plan: { unattended: true, asks: true } }), exited('a', 0)];
const stuck: readonly EventBody[] = [
  ...atWork('a', { plan: { unattended: true } }),
  exited('a', 0),
  { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' },
];
const asksByTool: readonly EventBody[] = [
  { type: 'goal.submitted', goal: 'g1', text: 'a goal', agents: [newAgent('b')] },
  created('b'),
  started('b'),
  shows('b', 'working'),
  { type: 'agent.inquired', agent: 'b', inquiry: { id: 'm1', text: 'Which?', options: [], with: 'person', at: '' } },
];
const triesReady = [...bothEnded({ isUnattended: false }), UNJUDGED];
const done: readonly EventBody[] = [
  ...asksForFinish,
  { type: 'goal.finishApproved', goal: 'g1' },
  { type: 'goal.finished', goal: 'g1', result: null, notes: [] },
];
const merges = { agent: null, plan: { ...pullRequest().plan, merge: 'auto' as const } };
const merged: EventBody = { type: 'pull.merged', pull: PULL_ID, commit: null };
const leftToPerson: EventBody = { type: 'pull.stuck', pull: PULL_ID, error: anError, handled: [] };

it.each([
  ['its plan waits for a yes', asksForPlan, { person: false, nobody: true }],
  ['its finish waits for a yes', asksForFinish, { person: false, nobody: true }],
  ['the finish of an agent waits for a yes', agentAsks, { person: false, nobody: true }],
  ['one of its tries is to be picked', triesReady, { person: false, nobody: true }],
  ['an agent asks by its tool, while another waits to be mended', [...stuck, ...asksByTool], { person: false, nobody: true }],
  ['its work is to be mended', stuck, { person: true, nobody: true }],
  ['it is done', done, { person: true, nobody: true }],
  ['its pull request is to be merged by itself', [...done, opened(merges)], { person: false, nobody: false }],
  ['that is merged', [...done, opened(merges), merged], { person: true, nobody: true }],
  ['that is left to a person', [...done, opened(merges), leftToPerson], { person: true, nobody: true }],
])('%s', async (_what, bodies, isOver) => {
  const seen: boolean[] = [];
  const until = async (holds: () => boolean) => void seen.push(holds());
  const world = { store: { state: fold(bodies) }, until, workspaces: { flush: async () => undefined } } as unknown as AnswerWorld;
  const { waitGoal } = hostAnswers(world);
  await waitGoal({ goal: 'g1', untilWaiting: false });
  await waitGoal({ goal: 'g1', untilWaiting: true });
  expect(seen).toEqual([isOver.person, isOver.nobody]);
});
