// `run GOAL`, `run --issue N`, `run --goals FILE`: starts goals, prints their ids, and with --wait follows them to their end. `-` is standard input.
import { split } from 'shlex';
import type { Connection } from '../client/connection.js';
import { thisPlace } from '../core/adapters/runtime-paths.js';
import type { FinishKind } from '../core/model/agent.js';
import { errorLine, fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { APPROVALS, type Approval, type Budget } from '../core/model/goal.js';
import type { AgentPolicy } from '../core/model/policy.js';
import type { MergeMethod } from '../core/model/pull-request.js';
import type { RunParams } from '../core/model/requests.js';
import { type GoalLine, readGoals } from './goals-file.js';
import { startingHost } from './host-call.js';
import { flag, type Invocation, list, number, text } from './invocation.js';
import { issueOrder } from './issue-order.js';
import { done, type Outcome, usage } from './outcome.js';
import { locate } from './place.js';
import { policyOption } from './policy-option.js';
import { inClone } from './repo-url.js';
import { readText } from './standard-input.js';
import { type LineOrder, ofLine, startGoals } from './start-goals.js';

/** A task text longer than this is refused: no agent CLI takes it as an argument, and none reads it with profit. */
const MAX_GOAL_BYTES = 1024 * 1024;
/** Stands where the text of an issue is not known yet. */
const ISSUE_ALONE = 'issue';
const TOO_LONG = usage('the goal is longer than 1 MB', 'Put the text in a file of the repository and name it');

export async function run(invocation: Invocation): Promise<Result<Outcome>> {
  const ordered = await orderedGoals(invocation);
  if (!ordered.ok) return ordered;
  const policy = await policyOption(text(invocation, 'policy'));
  if (!policy.ok) return policy;
  const orders: LineOrder[] = [];
  for (const { line, text: goal } of ordered.value) {
    const params = runParams(invocation, goal || ISSUE_ALONE, policy.value);
    if (!params.ok) return fail(isOfFile(invocation) ? ofLine(line, params.error) : params.error);
    orders.push({ line, params: params.value });
  }
  const placed = await inClone(invocation);
  if (!placed.ok) return placed;
  const untrusted = await untrustedConfig(placed.value);
  if (untrusted !== null) {
    if (untrusted.kind !== 'needs-person' || flag(invocation, 'nonInteractive')) return fail(untrusted);
    process.stderr.write(`orch-tui: ${errorLine(untrusted)} Until then it does not count.\n`);
  }
  const [{ text: own }] = ordered.value as readonly [GoalLine];
  return startingHost(placed.value, async (connection) => {
    const ready = await withIssue(invocation, connection, { own, orders });
    return ready.ok ? start(invocation, connection, ready.value) : ready;
  });
}

async function withIssue(
  invocation: Invocation,
  connection: Connection,
  { own, orders }: { readonly own: string; readonly orders: readonly LineOrder[] },
): Promise<Result<readonly LineOrder[]>> {
  const issue = number(invocation, 'issue');
  const [order] = orders;
  if (issue === null || order === undefined) return ok(orders);
  const plan = text(invocation, 'plan') === null ? 'open' : 'chosen';
  const params = await issueOrder(connection, { number: issue, own, params: order.params, plan });
  return params.ok ? ok([{ ...order, params: params.value }]) : params;
}

async function start(invocation: Invocation, connection: Connection, orders: readonly LineOrder[]): Promise<Result<Outcome>> {
  const [{ params }] = orders as readonly [LineOrder];
  const one = isOfFile(invocation) ? null : await connection.request('run', params);
  const started = one === null ? await startGoals(connection, orders) : one.ok ? ok([one.value]) : one;
  if (!started.ok) return started;
  const ids = started.value.map(({ goal }) => goal);
  for (const note of new Set(started.value.flatMap(({ notes }) => notes ?? []))) process.stderr.write(`orch-tui: ${note}\n`);
  if (!flag(invocation, 'wait')) {
    const told = started.value.map(({ goal, agents }) => ({ goal, agents }));
    return done(ids.join('\n'), one === null ? { goals: told } : started.value[0]);
  }
  for (const id of ids) process.stderr.write(`goal ${id}\n`);
  process.prependOnceListener('SIGINT', () => process.stderr.write('\norch-tui: its agents go on; `orch-tui status` shows them\n'));
  const { followGoal, followGoals, goalsOutcome } = await import('./follow-goal.js');
  const untilWaiting = flag(invocation, 'nonInteractive');
  if (one !== null) return followGoal(connection, { goal: ids.join(), untilWaiting });
  const ended = await followGoals(connection, { goals: ids, untilWaiting });
  return ended.ok ? goalsOutcome(ended.value) : ended;
}

function isOfFile(invocation: Invocation): boolean {
  return text(invocation, 'goals') !== null;
}

/** One, or those of a file. `-` is standard input, for texts that no command line takes: Linux allows 128 KB for one argument. */
async function orderedGoals(invocation: Invocation): Promise<Result<readonly GoalLine[]>> {
  const [goal] = invocation.args;
  const file = text(invocation, 'goals');
  const hasIssue = number(invocation, 'issue') !== null;
  if (goal === undefined && file === null && !hasIssue) {
    return fail(usage('there is no goal', 'Say what is to be done: orch-tui run "fix the login", or give --issue or --goals'));
  }
  if (file !== null && hasIssue) return fail(usage('--issue and --goals exclude each other', 'Use one of them'));
  if (goal !== undefined && file !== null) return fail(usage('GOAL and --goals exclude each other', 'Use one of them'));
  if (file !== null && text(invocation, 'name') !== null) {
    return fail(usage('--name and --goals exclude each other: each goal has a name of its own', 'Leave --name out'));
  }
  if (file !== null) return readGoals(file);
  const read = goal === '-' ? await readText('-', { what: 'the goal', maxBytes: MAX_GOAL_BYTES, tooLong: TOO_LONG }) : ok(goal ?? '');
  return read.ok ? ok([{ line: 1, text: read.value }]) : read;
}

/** Whether the repository's settings may count is for a person to say; nobody is asked with --non-interactive (decision 29). */
async function untrustedConfig(invocation: Invocation): Promise<OrchError | null> {
  const place = await locate(invocation);
  if (!place.ok) return place.error;
  const { configCheckout, loadConfig, needsTrust } = await import('../core/adapters/config-files.js');
  const { configFile } = place.value;
  const repoDir = configCheckout(place.value);
  const loaded = await loadConfig({ place: thisPlace(), repoDir, configFile });
  const error = loaded.ok ? needsTrust(loaded.value) : loaded.error;
  if (error !== null) return error;
  const { loadTrustedRoles, rolesNeedTrust } = await import('../core/adapters/role-files.js');
  const roles = await loadTrustedRoles(thisPlace(), repoDir);
  return roles.ok ? rolesNeedTrust(roles.value.untrusted) : roles.error;
}

/** The options of `run` as the host takes them. Names of branches and harnesses are checked there, against what is. */
export function runParams(invocation: Invocation, ordered: string, policy?: AgentPolicy): Result<RunParams> {
  const goal = ordered.trim();
  if (goal === '') return fail(usage('the goal is empty', 'Say what is to be done: orch-tui run "fix the login"'));
  if (Buffer.byteLength(goal) > MAX_GOAL_BYTES) return fail(TOO_LONG);
  const command = text(invocation, 'command');
  const harness = text(invocation, 'agent');
  if (command !== null && harness !== null) return fail(usage('--agent and --command exclude each other', 'Use one of them'));
  const words = command === null ? ok(null) : splitWords('--command', command);
  if (!words.ok) return words;
  if (words.value?.length === 0) return fail(usage('--command is empty', 'Name a program'));
  const args = splitWords('--args', text(invocation, 'args') ?? '');
  if (!args.ok) return args;
  const finish = text(invocation, 'finish') as FinishKind | null;
  const merge = text(invocation, 'merge') as 'ask' | 'auto' | null;
  const method = text(invocation, 'mergeMethod') as MergeMethod | null;
  const others = list(invocation, 'try').map(otherTry);
  const approve = approvals(text(invocation, 'approve'));
  const budget = budgetOf(invocation);
  const delegate = text(invocation, 'delegate') as 'always' | 'auto' | 'never' | null;
  return ok({
    text: goal,
    harness,
    command: words.value,
    args: args.value,
    model: text(invocation, 'model'),
    role: text(invocation, 'role'),
    ...(delegate === null ? {} : { delegate }),
    count: number(invocation, 'count') ?? 1,
    ...(others.length === 0 ? {} : { others }),
    base: text(invocation, 'base'),
    name: text(invocation, 'name'),
    verify: text(invocation, 'verify'),
    attempts: number(invocation, 'attempts'),
    finish,
    unattended: finish !== null || flag(invocation, 'wait') || flag(invocation, 'nonInteractive'),
    whenStuck: flag(invocation, 'nonInteractive') ? 'fail' : 'wait',
    timeoutSeconds: number(invocation, 'timeout'),
    ...(policy === undefined ? {} : { policy }),
    plan: (text(invocation, 'plan') ?? 'auto') as RunParams['plan'] & string,
    ...(approve === null ? {} : { approve }),
    ...(budget === null ? {} : { budget }),
    ...(merge === null ? {} : { merge }),
    ...(method === null ? {} : { mergeMethod: method }),
    labels: list(invocation, 'label'),
    reviewers: list(invocation, 'reviewer'),
    draft: flag(invocation, 'draft'),
    ...placementOf(text(invocation, 'on')),
  });
}

function placementOf(on: string | null): Pick<RunParams, 'placement'> {
  if (on === null) return {};
  return { placement: on === 'here' || on === 'any' ? { on } : { on: 'label', label: on } };
}

/** `HARNESS:MODEL`; names of models may hold colons themselves. */
function otherTry(named: string): NonNullable<RunParams['others']>[number] {
  const at = named.indexOf(':');
  return at < 0 ? { harness: named, model: null } : { harness: named.slice(0, at), model: named.slice(at + 1) };
}

/** Null where it is left to the configuration. */
function approvals(listed: string | null): readonly Approval[] | null {
  if (listed === null) return null;
  return APPROVALS.filter((name) => listed.split(',').some((word) => word.trim() === name));
}

function budgetOf(invocation: Invocation): Budget | null {
  const usd = number(invocation, 'budget');
  const turns = number(invocation, 'maxTurns');
  return usd === null && turns === null ? null : { usd, tokens: null, turns };
}

/** Words as a shell splits them; nothing is expanded. */
function splitWords(option: string, line: string): Result<string[]> {
  try {
    return ok(split(line));
  } catch (error) {
    return fail(usage(`${option} has ${(error as Error).message.toLowerCase()}`, 'Close every quote'));
  }
}
