// `run GOAL`: starts a goal, prints its id, and with --wait follows it to its end. `-` takes the goal from standard input.
import { split } from 'shlex';
import { thisPlace } from '../core/adapters/runtime-paths.js';
import type { FinishKind } from '../core/model/agent.js';
import { errorLine, fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { APPROVALS, type Approval, type Budget } from '../core/model/goal.js';
import type { AgentPolicy } from '../core/model/policy.js';
import type { RunParams } from '../core/model/requests.js';
import { startingHost } from './host-call.js';
import { flag, type Invocation, list, number, text } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { locate } from './place.js';
import { policyOption } from './policy-option.js';

/** A task text longer than this is refused: no agent CLI takes it as an argument, and none reads it with profit. */
const MAX_GOAL_BYTES = 1024 * 1024;
const TOO_LONG = usage('the goal is longer than 1 MB', 'Put the text in a file of the repository and name it');

export async function run(invocation: Invocation): Promise<Result<Outcome>> {
  const goal = invocation.args[0] === '-' ? await readGoal() : ok(invocation.args[0] ?? '');
  if (!goal.ok) return goal;
  const policy = await policyOption(text(invocation, 'policy'));
  if (!policy.ok) return policy;
  const params = runParams(invocation, goal.value, policy.value);
  if (!params.ok) return params;
  const untrusted = await untrustedConfig(invocation);
  if (untrusted !== null) {
    if (untrusted.kind !== 'needs-person' || flag(invocation, 'nonInteractive')) return fail(untrusted);
    process.stderr.write(`orch-tui: ${errorLine(untrusted)} Until then it does not count.\n`);
  }
  return startingHost(invocation, async (connection) => {
    const started = await connection.request('run', params.value);
    if (!started.ok) return started;
    for (const note of started.value.notes ?? []) process.stderr.write(`orch-tui: ${note}\n`);
    if (!flag(invocation, 'wait')) return done(started.value.goal, started.value);
    process.stderr.write(`goal ${started.value.goal}\n`);
    process.prependOnceListener('SIGINT', () => process.stderr.write('\norch-tui: its agents go on; `orch-tui status` shows them\n'));
    const { followGoal } = await import('./follow-goal.js');
    return followGoal(connection, { goal: started.value.goal, untilWaiting: flag(invocation, 'nonInteractive') });
  });
}

/** For texts that no command line takes: Linux allows 128 KB for one argument. */
async function readGoal(): Promise<Result<string>> {
  if (process.stdin.isTTY) return fail(usage('the goal is to come from standard input, and that is a terminal', 'Pipe a text into it'));
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_GOAL_BYTES) return fail(TOO_LONG);
    chunks.push(chunk);
  }
  return ok(Buffer.concat(chunks).toString('utf8'));
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
  const approve = approvals(text(invocation, 'approve'));
  const budget = budgetOf(invocation);
  return ok({
    text: goal,
    harness,
    command: words.value,
    args: args.value,
    model: text(invocation, 'model'),
    role: text(invocation, 'role'),
    count: number(invocation, 'count') ?? 1,
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
    labels: list(invocation, 'label'),
    reviewers: list(invocation, 'reviewer'),
    draft: flag(invocation, 'draft'),
  });
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
