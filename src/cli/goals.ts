// `list` and `show GOAL`.
import { fail, type Result } from '../core/model/error.js';
import type { GoalStatus, Status } from '../core/model/status.js';
import { storedOrHost } from './host-call.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { agentRows } from './status-text.js';
import { table } from './table.js';

export function listGoals(invocation: Invocation): Promise<Result<Outcome>> {
  return withStatus(invocation, (status) => {
    if (status.goals.length === 0) return done('no goals yet', []);
    return done(table(status.goals.map((goal) => [goal.id, goal.state, goal.createdAt, goal.text])), status.goals);
  });
}

export function showGoal(invocation: Invocation): Promise<Result<Outcome>> {
  const wanted = invocation.args[0] ?? '';
  return withStatus(invocation, (status) => {
    const found = status.goals.filter((goal) => goal.id === wanted || goal.id.startsWith(wanted));
    const goal = status.goals.find(({ id }) => id === wanted) ?? (found.length === 1 ? found[0] : undefined);
    if (goal === undefined)
      return fail({
        kind: 'not-found',
        tried: `find the goal ${wanted}`,
        said: found.length > 1 ? `${found.length} goals begin so` : 'there is none',
        next: '`orch-tui list` shows them',
      });
    const agents = status.agents.filter((agent) => agent.goal === goal.id);
    return done(describe(goal, status), { ...goal, agents });
  });
}

function describe(goal: GoalStatus, status: Status): string {
  const agents = status.agents.filter((agent) => agent.goal === goal.id);
  return [
    `${goal.id}  ${goal.state}  ${goal.createdAt}`,
    goal.text,
    ...(agents.length > 0 ? [table(agentRows(agents))] : ['its agents are removed']),
  ].join('\n');
}

function withStatus(invocation: Invocation, tell: (status: Status) => Result<Outcome>): Promise<Result<Outcome>> {
  return storedOrHost(invocation, {
    live: async (connection) => connection.request('status', {}),
    stored: (stored) => stored.status(),
    tell,
  });
}
