// `list` and `show GOAL`: goals of the state, and ended ones that live on in their workspaces.

import { join } from 'node:path';
import type { Place } from '../client/place.js';
import { listWorkspaces, readText, readWorkflow, workspaceAt } from '../core/adapters/workspace-files.js';
import { ok, type Result } from '../core/model/error.js';
import { plainLines, plainText } from '../core/model/plain-text.js';
import type { GoalStatus, Status } from '../core/model/status.js';
import { WORKSPACE_FILES } from '../core/model/workspace.js';
import { findGoalIn } from '../core/state/find.js';
import { agentStatus, goalStatus } from '../core/state/status.js';
import { ageAt, ageText } from '../core/view/age.js';
import { storedOrHost } from './host-call.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { agentRows, lineWidth } from './status-text.js';
import { table } from './table.js';
import { workspacePlace } from './workspaces.js';

/** Of a task text of 100 KB: enough to know it by. */
const TEXT = 300;
/** Ended goals shown: the newest. */
const MOST_ENDED = 100;
const MOST_SEARCHED = 1000;
const CONTEXT = 100_000;

interface Goals extends Pick<Status, 'host' | 'agents'> {
  readonly goals: readonly GoalStatus[];
}

/** Newest first. */
export function listGoals(invocation: Invocation): Promise<Result<Outcome>> {
  return withStatus(invocation, async ({ host, goals }, place) => {
    const ended = await endedGoals(place, { known: goals, limit: MOST_ENDED });
    if (!ended.ok) return ended;
    const all = [...goals, ...ended.value.map(({ goal }) => goal)].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    return ok(() => {
      const rows = all.map((goal) => [goal.id, goal.state, ageText(ageAt(goal.createdAt, Date.now())), plainText(goal.text, TEXT)]);
      return done(rows.length === 0 ? 'no goals yet' : table(rows, lineWidth(process.stdout)), { host, goals: all });
    });
  });
}

/** By id, the beginning of its text, or the path of its workspace. */
export function showGoal(invocation: Invocation): Promise<Result<Outcome>> {
  const typed = invocation.args[0] ?? '';
  return withStatus(invocation, async (status, place) => {
    const found = await findShown(typed, status, place);
    if (!found.ok) return found;
    const { goal, agents } = found.value;
    const context = goal.workspace === null ? null : await textOf(goal.workspace, WORKSPACE_FILES.context);
    const summary = goal.workspace === null ? null : await textOf(goal.workspace, WORKSPACE_FILES.summary);
    return ok(() => done(describe({ goal, agents, context, summary }), { host: status.host, ...goal, agents, context, summary }));
  });
}

interface Shown {
  readonly goal: GoalStatus;
  readonly agents: Status['agents'];
}

async function findShown(typed: string, { goals, agents }: Goals, place: Place): Promise<Result<Shown>> {
  const ofState = (goal: GoalStatus): Shown => ({ goal, agents: agents.filter((agent) => agent.goal === goal.id) });
  const named = typed.includes('/') ? await workspaceAt(typed) : null;
  const wanted = named?.info.id ?? typed;
  const known = findGoalIn(goals, wanted);
  if (known.ok) return ok(ofState(known.value));
  if (named !== null) {
    const shown = await shownAt(named.path);
    if (shown !== null) return ok(shown);
  }
  const ended = await endedGoals(place, { known: goals, limit: MOST_SEARCHED });
  if (!ended.ok) return ended;
  const all = [...goals.map(ofState), ...ended.value];
  const found = findGoalIn(
    all.map(({ goal }) => goal),
    wanted,
  );
  if (!found.ok) return found;
  return ok(all.find(({ goal }) => goal === found.value) ?? { goal: found.value, agents: [] });
}

async function endedGoals(
  place: Place,
  { known, limit }: { readonly known: readonly GoalStatus[]; readonly limit: number },
): Promise<Result<readonly Shown[]>> {
  const where = await workspacePlace(place);
  if (!where.ok) return where;
  const listed = new Set(known.map(({ id }) => id));
  const all = await listWorkspaces(where.value.base, { repository: place.commonDir, limit });
  const ended = await Promise.all(all.filter(({ info }) => !listed.has(info.id)).map(({ path }) => shownAt(path)));
  return ok(ended.filter((shown) => shown !== null));
}

/** The folder may have been moved: it is where it was found. */
async function shownAt(path: string): Promise<Shown | null> {
  const workflow = await readWorkflow(path);
  if (workflow === null) return null;
  const goal = { ...workflow.goal, workspace: path };
  const goals = { [goal.id]: goal };
  return { goal: goalStatus(goal, {}), agents: workflow.agents.map((agent) => agentStatus(agent, { goals })) };
}

async function textOf(workspace: string, name: string): Promise<string | null> {
  const text = await readText(join(workspace, name));
  return text === null ? null : plainLines(text.slice(0, CONTEXT), CONTEXT).trimEnd();
}

interface Described extends Shown {
  readonly context: string | null;
  readonly summary: string | null;
}

function describe({ goal, agents, context, summary }: Described): string {
  const head = `${goal.id}  ${goal.state}  ${ageText(ageAt(goal.createdAt, Date.now()))}`;
  const rows = agents.length > 0 ? table(agentRows(agents, Date.now()), lineWidth(process.stdout)) : 'its agents are removed';
  if (context === null) return [head, plainText(goal.text, 4000), rows].join('\n');
  const where = [`workspace: ${plainText(goal.workspace ?? '', 1000)}`];
  return [head, ...where, rows, '', context, ...(summary === null ? [] : ['', summary])].join('\n');
}

/** What is shown is made ready before the connection is closed. */
function withStatus(
  invocation: Invocation,
  prepare: (status: Goals, place: Place) => Promise<Result<() => Result<Outcome>>>,
): Promise<Result<Outcome>> {
  const from = async (status: Result<Status>, place: Place) => (status.ok ? prepare(status.value, place) : status);
  return storedOrHost(invocation, {
    live: async (connection, place) => from(await connection.request('status', {}), place),
    stored: async (stored, place) => from(await stored.status(), place),
    tell: (show) => show(),
  });
}
