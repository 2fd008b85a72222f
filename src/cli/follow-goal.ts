// `run --wait`: what the agents of goals do goes to standard error as it happens; how it ended becomes the exit code of the contract.
import type { Connection } from '../client/connection.js';
import { errorLine, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { PullRequest } from '../core/model/pull-request.js';
import type { AgentStatus, GoalStatus, Status } from '../core/model/status.js';
import { endSentences, phaseLine, questionSentence } from './goal-progress.js';
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
  tell({ goals: [ended.value], agents }, told);
  const say = (text: string) => process.stderr.write(`orch-tui: ${text}\n`);
  for (const agent of agents) {
    if (agent.error !== null) say(errorLine(agent.error));
    else if (agent.question !== null) say(questionSentence(agent));
  }
  for (const sentence of endSentences(ended.value)) say(sentence);
  const pulls = [ended.value, ...agents].flatMap(({ pull }) => (pull?.plan.merge === 'auto' ? [pull] : []));
  for (const { error } of pulls) if (error !== null) say(errorLine(error));
  return ok({ goal, state: ended.value, exitCode: Math.max(exitCodeOf(ended.value, agents), ...pulls.map(exitCodeOfPull)) });
}

function exitCodeOf({ state, limit, plan, finish, tries }: GoalStatus, agents: readonly AgentStatus[]): number {
  if (limit !== undefined) return 5;
  if (state === 'done') return 0;
  // Held, not ended: a person may let it go on.
  if (state === 'waiting' && agents.some((agent) => agent.state === 'waiting' && agent.why.rule === 'budget.hit')) return 5;
  // Its own turns, time or budget; what a provider has refused is told beside it as `limit`.
  if (agents.some((agent) => isUnfinished(agent) && agent.error?.kind === 'limit' && agent.limit === null)) return 5;
  if (state === 'waiting' && (plan?.state === 'proposed' || finish?.state === 'asked' || tries?.state === 'choosing')) return 4;
  // Exit 4 is for approvals and questions only: a conflict or a failed check is work that failed (decision 25).
  return state === 'waiting' &&
    agents.some((agent) => agent.state === 'waiting' && (agent.error === null || agent.error.kind === 'needs-person'))
    ? 4
    : 1;
}

/** Of one that was to be merged by itself. */
function exitCodeOfPull({ state, follow }: PullRequest): number {
  if (state === 'open') return follow === 'paused' ? 4 : 0;
  return state === 'closed' ? 1 : 0;
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
    tell({ goals: status.goals.filter(({ id }) => goals.has(id)), agents: status.agents.filter((agent) => goals.has(agent.goal)) }, told);
  }
}

/** A line for each goal and each agent that is another than it was told last. */
function tell({ goals, agents }: Pick<Status, 'goals' | 'agents'>, told: Map<string, string>): void {
  const tellOnce = (id: string, { now, line }: { readonly now: string; readonly line: string }) => {
    if (told.get(id) === now) return;
    told.set(id, now);
    process.stderr.write(`${line}\n`);
  };
  const begun = goals.filter(({ finish }) => finish === undefined);
  for (const goal of begun) tellPhase(goal);
  for (const agent of agents) {
    const note = noteTold(agent);
    tellOnce(agent.id, { now: agent.state, line: `${agent.name}  ${agent.state}${note === '' ? '' : `  ${plainText(note, 300)}`}` });
  }
  for (const goal of goals) if (!begun.includes(goal)) tellPhase(goal);

  function tellPhase(goal: GoalStatus) {
    const line = phaseLine(goal);
    if (line !== null) tellOnce(goal.id, { now: line, line });
  }
}

/** What may pass is told as it happens; what ended it at the end, once. */
function noteTold(agent: AgentStatus): string {
  return agent.state === 'done' || agent.state === 'waiting' || agent.state === 'limited' ? noteOf(agent) : '';
}
