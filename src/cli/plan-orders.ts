// Orders to a planned goal: agree to what it asks, or ask for another plan.
import type { Connection } from '../client/connection.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { GoalStatus } from '../core/model/status.js';
import { findGoalIn } from '../core/state/find.js';
import { startingHost } from './host-call.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';

/** The plan where that waits, else the finish. */
export function approve(invocation: Invocation): Promise<Result<Outcome>> {
  return startingHost(invocation, async (connection) => {
    const goal = await goalNamed(connection, invocation.args[0] ?? '');
    if (!goal.ok) return goal;
    const { id, plan, finish } = goal.value;
    if (plan?.state === 'proposed') {
      const answer = await connection.request('planApprove', { goal: id, revision: plan.revision });
      return answer.ok ? done(`agreed to the plan of ${id}`, answer.value) : answer;
    }
    if (finish?.state === 'asked') {
      const answer = await connection.request('goalApprove', { goal: id });
      return answer.ok ? done(`agreed to the finish of ${id}`, answer.value) : answer;
    }
    return fail(usage(`${id} asks for nothing: it is ${goal.value.state}`, 'See `orch-tui show` for how far it is'));
  });
}

export function replan(invocation: Invocation): Promise<Result<Outcome>> {
  const [typed = '', ...words] = invocation.args;
  return startingHost(invocation, async (connection) => {
    const answer = await connection.request('planAgain', { goal: typed, wish: words.join(' ') });
    return answer.ok ? done(`the planner is asked again for ${plainText(answer.value.goal, 40)}`, answer.value) : answer;
  });
}

async function goalNamed(connection: Connection, typed: string): Promise<Result<GoalStatus>> {
  const status = await connection.request('status', {});
  if (!status.ok) return status;
  const found = findGoalIn(status.value.goals, typed);
  return found.ok ? ok(found.value) : found;
}
