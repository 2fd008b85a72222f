// A goal is resumed: what of it has not ended goes on, and nothing is done twice.
import { expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { GO_ON } from '../../../src/core/state/agent-limit.js';
import { agentAnswers } from '../../../src/host/answers/agent-answers.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { exited, fold, newAgent } from '../../helpers/fold-events.js';
import { assigned, carriedOut, plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';
import { bothEnded, picks, UNJUDGED } from '../../helpers/tries.js';

async function eventsOf(...bodies: readonly EventBody[]): Promise<readonly EventBody[]> {
  const events: EventBody[] = [];
  const store = { state: fold(bodies), dispatch: (event: EventBody) => events.push(event) };
  const answer = await agentAnswers({ store } as unknown as AnswerWorld).resume({ agent: 'g1', fresh: false });
  expect(answer.ok).toBe(true);
  return events;
}

async function resumed(...bodies: readonly EventBody[]): Promise<readonly string[]> {
  return (await eventsOf(...bodies)).map((event) => ('agent' in event ? `${event.type} ${event.agent}` : event.type));
}

const failedA = [plannedGoal(), proposed(plannedTask('a')), ...carriedOut('a').slice(0, 4), exited('a', 1)];

it('an agent that failed its task goes on with it', async () => {
  expect(await resumed(...failedA)).toEqual(['goal.resumeRequested', 'agent.resumeRequested a']);
});

it('an agent whose task another has by now stays as it is', async () => {
  const again: EventBody = { type: 'plan.replanRequested', goal: 'g1', wish: 'anew' };
  const other: EventBody = { type: 'task.assigned', goal: 'g1', task: 'a', order: newAgent('a2', { task: 'a' }) };
  const stop: EventBody = { type: 'goal.stopRequested', goal: 'g1' };
  const bodies = [...failedA, again, proposed(plannedTask('a'), plannedTask('b')), other, assigned('b'), stop];
  const stopped: EventBody[] = ['a2', 'b'].map((agent) => ({ type: 'agent.stopRequested', agent }));
  expect(await resumed(...bodies, ...stopped)).toEqual(['goal.resumeRequested', 'agent.resumeRequested a2', 'agent.resumeRequested b']);
});

it('an agent that had said that it is done when its host was killed is told to go on, else nobody would finish it', async () => {
  const verifying = [plannedGoal(), proposed(plannedTask('a')), ...carriedOut('a').slice(0, 5)];
  const lost: EventBody = { type: 'host.started', pid: 2, version: '1', bootId: null };
  const state = fold([...verifying, { type: 'agent.conversationFound', agent: 'a', conversation: 'c' }, lost]);
  const events = await eventsOf(...verifying, lost);
  expect(events.at(-1)).toMatchObject({ type: 'agent.resumeRequested', agent: 'a', text: GO_ON });
  expect(fold(events, state).agents.a?.run).toMatchObject({ mode: 'resume', text: GO_ON });
});

it('an agent that starts anew is told its task, not to go on', async () => {
  const before = [plannedGoal(), proposed(plannedTask('a')), assigned('a'), { type: 'goal.stopRequested', goal: 'g1' }] as const;
  const bodies: readonly EventBody[] = [...before, { type: 'agent.stopRequested', agent: 'a' }];
  const events = await eventsOf(...bodies);
  expect(fold(events, fold(bodies)).agents.a?.run).toMatchObject({ mode: 'fresh', text: null });
});

it('once one of several tries was picked, the others stay as they are', async () => {
  const stop: EventBody = { type: 'agent.stopRequested', agent: 'a' };
  expect(await resumed(...bothEnded(), UNJUDGED, picks('a'), stop)).toEqual(['agent.resumeRequested a']);
});
