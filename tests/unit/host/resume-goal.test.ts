// A goal is resumed: what of it has not ended goes on, and nothing is done twice.
import { expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { agentAnswers } from '../../../src/host/answers/agent-answers.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { exited, fold, newAgent } from '../../helpers/fold-events.js';
import { assigned, carriedOut, plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';

async function resumed(...bodies: readonly EventBody[]): Promise<readonly string[]> {
  const events: EventBody[] = [];
  const store = { state: fold(bodies), dispatch: (event: EventBody) => events.push(event) };
  const answer = await agentAnswers({ store } as unknown as AnswerWorld).resume({ agent: 'g1', fresh: false });
  expect(answer.ok).toBe(true);
  return events.map((event) => ('agent' in event ? `${event.type} ${event.agent}` : event.type));
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
