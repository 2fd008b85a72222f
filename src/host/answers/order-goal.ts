// From what a person ordered to agents with names, branches and a way to be run. Nothing is made here; every doubt is an error before anything is.
import { randomUUID } from 'node:crypto';
import { findExecutable } from '../../core/adapters/executable-path.js';
import { branchesOf } from '../../core/adapters/git/branch-name.js';
import { MAX_WORD_BYTES } from '../../core/adapters/node-pty-spawner.js';
import { BUILTIN } from '../../core/harness/builtin.js';
import type { AgentLaunch, FinishPlan } from '../../core/model/agent.js';
import type { Config } from '../../core/model/config.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { NewAgent } from '../../core/model/event.js';
import type { GoalOrder } from '../../core/model/goal.js';
import type { RunParams } from '../../core/model/requests.js';
import { managedFrom } from '../../core/state/managed-from.js';
import { namesFor } from './agent-names.js';
import { finishOf, followed, isLeftOpen } from './order-finish.js';
import { approvalsOf, planOf, policyOf } from './order-plan.js';
import { roleWork } from './order-role.js';
import type { OrderWorld } from './order-world.js';
import { unusedOptions } from './unused-options.js';

/** More agents on one task than this is a slip of the finger. */
const MAX_COUNT = 50;

export interface OrderedGoal {
  readonly goal: string;
  readonly agents: readonly NewAgent[];
  /** With one it is planned first, and `agents` is empty. */
  readonly order?: GoalOrder;
  /** What was ordered and has no effect. */
  readonly notes: readonly string[];
}

export async function orderGoal(params: RunParams, world: OrderWorld): Promise<Result<OrderedGoal>> {
  if (!Number.isInteger(params.count) || params.count < 1 || params.count > MAX_COUNT) {
    return fail({
      kind: 'usage',
      tried: `start ${params.count} agents`,
      said: `from 1 to ${MAX_COUNT} are allowed on one task`,
      next: 'Give another --count',
    });
  }
  const launch = await launchOf(params, world);
  if (!launch.ok) return launch;
  const harness = world.harness(launch.value);
  if (!harness.ok) return harness;
  const executable = harness.value.executable ?? launch.value.command?.[0] ?? null;
  if (executable !== null) {
    const found = findExecutable({ name: executable, path: world.path, cwd: world.repository.info.toplevel, kind: 'config' });
    if (!found.ok) return found;
  }
  const problem = harness.value.problem?.(world.environment) ?? null;
  if (problem !== null) return fail(problem);
  const start = harness.value.start({ prompt: params.text, model: params.model, args: params.args, conversation: null });
  if (start.argv.some((word) => Buffer.byteLength(word) > MAX_WORD_BYTES)) return fail(tooLong(params.text));
  const base = params.base === null ? await world.repository.defaultBase() : ok(params.base);
  if (!base.ok) return base;
  const commit = await world.repository.resolveBase(base.value);
  if (!commit.ok) return commit;
  const finish = await finishOf(params, world, base.value);
  if (!finish.ok) return finish;
  const names = await namesFor({ name: params.name, count: params.count, text: params.text }, world);
  if (!names.ok) return names;
  const verify = params.verify ?? world.config.finish.verify;
  const planned = planOf(params, world);
  if (!planned.ok) return planned;
  const plan: FinishPlan = {
    kind: finish.value,
    unattended: params.unattended,
    whenStuck: params.whenStuck ?? 'wait',
    verify,
    attempts: params.attempts ?? world.config.finish.attempts,
    labels: params.labels,
    reviewers: params.reviewers,
    draft: params.draft,
    ...(planned.value === null && asksFirst(params, world.config) ? { asks: true as const } : {}),
    ...followed(params, world.config),
    ...(params.issue === undefined ? {} : { closes: params.issue.number }),
    ...(world.config.finish.require === 'pr' ? { mustDeliver: true as const } : {}),
  };
  const policy = policyOf(params, world.config);
  const run = { limits: world.config.limits, ...(policy === undefined ? {} : { policy }) };
  const notes = unusedOptions(params, { harness: harness.value, finish: finish.value, verify, follows: world.config.pulls.follow });
  const goal = world.createId('g');
  if (planned.value !== null) {
    const branch = await branchOf(names.value[0], world);
    if (!branch.ok) return branch;
    const order: GoalOrder = { launch: launch.value, base: base.value, branch: branch.value, finish: plan, planned: planned.value, ...run };
    return ok({ goal, order, agents: [], notes });
  }
  const work = await roleWork(params, plan, world);
  if (!work.ok) return work;
  const agents = names.value.map(
    (name): NewAgent => ({
      id: world.createId('a'),
      name,
      ...work.value,
      launch: launch.value,
      role: params.role,
      parent: null,
      task: null,
      ...run,
      ...managedFrom(world.config, world.model.available('manager'), {
        launch: launch.value,
        isPlanned: false,
        isUnattended: params.unattended,
      }),
      branch: branchesOf(name).branch,
      base: base.value,
      worktree: `${world.worktrees}/${name}`,
      conversation: harness.value.choosesConversation ? randomUUID() : null,
    }),
  );
  return ok({ goal, agents, notes });
}

/** `orch/x` can not exist beside a branch called `orch` (decision 19). */
async function branchOf(name: string, { repository }: OrderWorld): Promise<Result<string>> {
  const there = await repository.branches();
  if (!there.ok) return there;
  const { branch, fallbackBranch } = branchesOf(name);
  return ok(there.value.includes('orch') ? fallbackBranch : branch);
}

/** Where a person chooses the end, and only one counts, they are asked for that one. */
function asksFirst(params: RunParams, config: Config): boolean {
  return approvalsOf(params, config).includes('finish') || (config.finish.require !== null && isLeftOpen(params));
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

async function launchOf(params: RunParams, world: OrderWorld): Promise<Result<AgentLaunch>> {
  const { command, model } = params;
  if (command !== null) return ok({ harness: 'command', command, args: params.args, model });
  const name = params.harness ?? world.config.agents.default ?? (await world.installed())[0];
  const turns = params.budget?.turns ?? null;
  const args = name === BUILTIN && turns !== null ? [...params.args, `--turns=${turns}`] : params.args;
  if (name !== undefined) return ok({ harness: name, command: null, args, model });
  return fail({
    kind: 'config',
    tried: 'choose an agent CLI',
    said: 'none of claude, codex, gemini, opencode, aider is on your PATH, and there is no key for the built-in agent',
    next: "Install one, set OPENROUTER_API_KEY or OPENAI_API_KEY, give any program with --command 'CMD', or try `orch-tui demo`",
  });
}
