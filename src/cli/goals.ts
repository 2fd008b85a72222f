// `list` and `show GOAL`.
import type { Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { GoalStatus, Status } from '../core/model/status.js';
import { findGoalIn } from '../core/state/find.js';
import { ageAt, ageText } from '../core/view/age.js';
import { storedOrHost } from './host-call.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { agentRows, lineWidth } from './status-text.js';
import { table } from './table.js';

/** Of a task text of 100 KB: enough to know it by. */
const TEXT = 300;

export function listGoals(invocation: Invocation): Promise<Result<Outcome>> {
  return withStatus(invocation, ({ host, goals }) => {
    const rows = goals.map((goal) => [goal.id, goal.state, ageText(ageAt(goal.createdAt, Date.now())), plainText(goal.text, TEXT)]);
    return done(rows.length === 0 ? 'no goals yet' : table(rows, lineWidth(process.stdout)), { host, goals });
  });
}

export function showGoal(invocation: Invocation): Promise<Result<Outcome>> {
  return withStatus(invocation, ({ host, goals, agents: all }) => {
    const goal = findGoalIn(goals, invocation.args[0] ?? '');
    if (!goal.ok) return goal;
    const agents = all.filter((agent) => agent.goal === goal.value.id);
    return done(describe(goal.value, agents), { host, ...goal.value, agents });
  });
}

function describe(goal: GoalStatus, agents: Status['agents']): string {
  return [
    `${goal.id}  ${goal.state}  ${ageText(ageAt(goal.createdAt, Date.now()))}`,
    plainText(goal.text, 4000),
    agents.length > 0 ? table(agentRows(agents, Date.now()), lineWidth(process.stdout)) : 'its agents are removed',
  ].join('\n');
}

function withStatus(invocation: Invocation, tell: (status: Status) => Result<Outcome>): Promise<Result<Outcome>> {
  return storedOrHost(invocation, {
    live: async (connection) => connection.request('status', {}),
    stored: (stored) => stored.status(),
    tell,
  });
}
