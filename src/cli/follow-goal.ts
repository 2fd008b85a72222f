// `run --wait`: what the agents of goals do goes to standard error as it happens; how it ended becomes the exit code of the contract.
import type { Connection } from '../client/connection.js';
import { errorLine, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { AgentStatus, GoalStatus } from '../core/model/status.js';
import { done, type Outcome } from './outcome.js';
import { noteOf } from './status-text.js';

export interface FollowOrder {
  readonly goals: readonly string[];
  /** Nobody answers questions: the first one ends the waiting. */
  readonly untilWaiting: boolean;
}

/** Of one goal: its outcome, with the goal itself for `--json`. */
export async function followGoal(
  connection: Connection,
  { goal, untilWaiting }: Omit<FollowOrder, 'goals'> & { readonly goal: string },
): Promise<Result<Outcome>> {
  const ended = await followGoals(connection, { goals: [goal], untilWaiting });
  return ended.ok ? goalsOutcome(ended.value, ([only]) => only) : ended;
}

/** The highest of their exit codes. */
export function goalsOutcome(
  ended: readonly EndedGoal[],
  asJson: (goals: readonly GoalStatus[]) => unknown = (goals) => ({ goals }),
): Result<Outcome> {
  const told = ended.map(({ goal, state }) => `${goal} ${state.state}`).join('\n');
  return done(told, asJson(ended.map(({ state }) => state)), Math.max(...ended.map(({ exitCode }) => exitCode)));
}

export interface EndedGoal {
  readonly goal: string;
  readonly state: GoalStatus;
  readonly exitCode: number;
}

/** All at once; what is to be said of one is said when it has ended. */
export async function followGoals(connection: Connection, { goals, untilWaiting }: FollowOrder): Promise<Result<readonly EndedGoal[]>> {
  const told = new Map<string, string>();
  void progress(connection, new Set(goals), told);
  const ended = await Promise.all(goals.map((goal) => follow(connection, { goal, untilWaiting, told })));
  const failed = ended.find((each) => !each.ok);
  return failed?.ok === false ? failed : ok(ended.flatMap((each) => (each.ok ? [each.value] : [])));
}

interface Following {
  readonly goal: string;
  readonly untilWaiting: boolean;
  readonly told: Map<string, string>;
}

async function follow(connection: Connection, { goal, untilWaiting, told }: Following): Promise<Result<EndedGoal>> {
  const ended = await connection.request('waitGoal', { goal, untilWaiting });
  if (!ended.ok) return ended;
  const status = await connection.request('status', {});
  if (!status.ok) return status;
  const agents = status.value.agents.filter((agent) => agent.goal === goal);
  tell(agents, told);
  for (const { name, error, question } of agents) {
    if (error !== null) process.stderr.write(`orch-tui: ${errorLine(error)}\n`);
    else if (question !== null)
      process.stderr.write(`orch-tui: ${name} asks: ${plainText(question.text, 500)}. Answer it in \`orch-tui attach ${name}\`.\n`);
  }
  tellPlan(ended.value, told);
  return ok({ goal, state: ended.value, exitCode: exitCodeOf(ended.value, agents) });
}

/** What ended a planned goal, or what it waits for. */
function tellPlan(goal: GoalStatus, told: Map<string, string>): void {
  tellAsked(goal, told);
  const { plan, finish, tasks } = goal;
  for (const error of [plan?.error, finish?.error, ...tasks.map((task) => (task.agent === null ? task.error : null))]) {
    if (error != null) process.stderr.write(`orch-tui: ${errorLine(error)}\n`);
  }
}

/** What a person has to agree to, once each time that it is asked. */
function tellAsked({ id, plan, finish }: GoalStatus, told: Map<string, string>): void {
  const asked =
    plan?.state === 'proposed'
      ? `the plan of ${id} waits for a person: look at it with \`orch-tui show ${id}\`, then \`orch-tui approve ${id}\`, or press t on the screen`
      : finish?.state === 'asked'
        ? `the finish of ${id} waits for a person: agree to it with \`orch-tui approve ${id}\`, or in the tasks of the screen (t)`
        : '';
  if (told.get(id) === asked) return;
  told.set(id, asked);
  if (asked !== '') process.stderr.write(`orch-tui: ${asked}\n`);
}

function exitCodeOf({ state, limit, plan, finish }: GoalStatus, agents: readonly AgentStatus[]): number {
  if (limit !== undefined) return 5;
  if (state === 'done') return 0;
  // Held, not ended: a person may let it go on.
  if (state === 'waiting' && agents.some((agent) => agent.state === 'waiting' && agent.why.rule === 'budget.hit')) return 5;
  // Its own turns, time or budget; what a provider has refused is told beside it as `limit`.
  if (agents.some((agent) => isUnfinished(agent) && agent.error?.kind === 'limit' && agent.limit === null)) return 5;
  if (state === 'waiting' && (plan?.state === 'proposed' || finish?.state === 'asked')) return 4;
  // Exit 4 is for approvals and questions only: a conflict or a failed check is work that failed (decision 25).
  return state === 'waiting' &&
    agents.some((agent) => agent.state === 'waiting' && (agent.error === null || agent.error.kind === 'needs-person'))
    ? 4
    : 1;
}

function isUnfinished({ state }: AgentStatus): boolean {
  return state === 'waiting' || state === 'failed';
}

/** Until the connection closes. */
async function progress(connection: Connection, goals: ReadonlySet<string>, told: Map<string, string>): Promise<void> {
  for (let seq = -1; ; ) {
    const answer = await connection.request('statusAfter', { seq });
    if (!answer.ok) return;
    seq = answer.value.seq;
    const { status } = answer.value;
    tell(
      status.agents.filter((agent) => goals.has(agent.goal)),
      told,
    );
    for (const one of status.goals) if (goals.has(one.id)) tellAsked(one, told);
  }
}

/** A line for each agent whose state is another than it was told last. */
function tell(agents: readonly AgentStatus[], told: Map<string, string>): void {
  for (const agent of agents) {
    if (told.get(agent.id) === agent.state) continue;
    told.set(agent.id, agent.state);
    const note = agent.error === null && (agent.state === 'done' || agent.state === 'waiting') ? `  ${plainText(noteOf(agent), 300)}` : '';
    process.stderr.write(`${agent.name}  ${agent.state}${note}\n`);
  }
}
