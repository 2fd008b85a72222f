// Who works on a task that was ordered: one harness or several, each once or `--count` times, and whether they compete. Nothing is made here.
import { findExecutable } from '../../core/adapters/executable-path.js';
import { MAX_WORD_BYTES } from '../../core/adapters/node-pty-spawner.js';
import { BUILTIN } from '../../core/harness/builtin.js';
import type { Harness } from '../../core/harness/harness.js';
import type { AgentLaunch, FinishPlan } from '../../core/model/agent.js';
import type { Config } from '../../core/model/config.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { RunParams } from '../../core/model/requests.js';
import type { Tries } from '../../core/model/tries.js';
import { approvalsOf } from './order-plan.js';
import type { OrderWorld } from './order-world.js';

/** More agents on one task than this is a slip of the finger. */
const MAX_COUNT = 50;

export interface Runner {
  readonly launch: AgentLaunch;
  readonly harness: Harness;
}

/** One for each agent: those of the first harness, then those of the others in their order. */
export async function runnersOf(params: RunParams, world: OrderWorld): Promise<Result<readonly [Runner, ...Runner[]]>> {
  const { count, others = [] } = params;
  const all = count * (1 + others.length);
  if (!Number.isInteger(count) || count < 1 || all > MAX_COUNT) {
    return fail({
      kind: 'usage',
      tried: `start ${all} agents`,
      said: `from 1 to ${MAX_COUNT} are allowed on one task`,
      next: others.length === 0 ? 'Give another --count' : 'Give another --count, or --try less often',
    });
  }
  const first = await launchOf(params, world);
  if (!first.ok) return first;
  const launches = [first.value, ...others.map((other) => otherLaunch(other, params, first.value))];
  const runners: Runner[] = [];
  for (const launch of launches) {
    const harness = startable(launch, params, world);
    if (!harness.ok) return harness;
    for (let of = 0; of < count; of += 1) runners.push({ launch, harness: harness.value });
  }
  return ok(runners as [Runner, ...Runner[]]);
}

interface Ordered {
  readonly count: number;
  readonly finish: FinishPlan;
  readonly config: Config;
}

/** Null where each is kept, or ends in a file of its own. Where a person agrees to the finish, it is for them to pick. */
export function triesOf(params: RunParams, { count, finish, config }: Ordered): Pick<Tries, 'isUnattended'> | null {
  if (count < 2 || finish.kind === 'keep' || finish.artifact !== undefined) return null;
  return { isUnattended: params.unattended && params.picks !== 'person' && !approvalsOf(params, config).includes('finish') };
}

/** Found, and with all that it needs. */
export function startable(launch: AgentLaunch, { text }: Pick<RunParams, 'text'>, world: OrderWorld): Result<Harness> {
  const harness = world.harness(launch);
  if (!harness.ok) return harness;
  const executable = harness.value.executable ?? launch.command?.[0] ?? null;
  if (executable !== null) {
    const found = findExecutable({ name: executable, path: world.path, cwd: world.repository.info.toplevel, kind: 'config' });
    if (!found.ok) return found;
  }
  const problem = harness.value.problem?.(world.environment) ?? null;
  if (problem !== null) return fail(problem);
  const start = harness.value.start({ prompt: text, model: launch.model, args: launch.args, conversation: null });
  return start.argv.some((word) => Buffer.byteLength(word) > MAX_WORD_BYTES) ? fail(tooLong(text)) : harness;
}

/** Told before anything is made, not by the kernel afterwards. */
function tooLong(text: string): OrchError {
  const said = `it has ${Buffer.byteLength(text)} bytes, and a program takes at most ${MAX_WORD_BYTES} as one argument`;
  return {
    kind: 'usage',
    tried: 'hand over the task',
    said,
    next: 'Put the text into a file of the repository, and name that file in the task',
  };
}

/** `--args` are words of one CLI: another one is not given them. */
function otherLaunch({ harness, model }: NonNullable<RunParams['others']>[number], params: RunParams, first: AgentLaunch): AgentLaunch {
  const args = harness === first.harness ? params.args : [];
  return { harness, command: null, args: withTurns(harness, args, params), model };
}

async function launchOf(params: RunParams, world: OrderWorld): Promise<Result<AgentLaunch>> {
  const { command, model } = params;
  if (command !== null) return ok({ harness: 'command', command, args: params.args, model });
  const name = params.harness ?? world.config.agents.default ?? (await world.installed())[0];
  if (name !== undefined) return ok({ harness: name, command: null, args: withTurns(name, params.args, params), model });
  return fail({
    kind: 'config',
    tried: 'choose an agent CLI',
    said: 'none of claude, codex, gemini, opencode, aider is on your PATH, and there is no key for the built-in agent',
    next: "Install one, set OPENROUTER_API_KEY or OPENAI_API_KEY, give any program with --command 'CMD', or try `orch-tui demo`",
  });
}

function withTurns(harness: string, args: readonly string[], { budget }: RunParams): readonly string[] {
  const turns = budget?.turns ?? null;
  return harness === BUILTIN && turns !== null ? [...args, `--turns=${turns}`] : args;
}
