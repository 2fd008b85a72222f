// From what a person ordered to agents with names, branches and a way to be run. Nothing is made here; every doubt is an error before anything is.
import { randomUUID } from 'node:crypto';
import { branchesOf } from '../../core/adapters/git/branch-name.js';
import type { FinishPlan } from '../../core/model/agent.js';
import type { Config } from '../../core/model/config.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { NewAgent } from '../../core/model/event.js';
import type { GoalOrder } from '../../core/model/goal.js';
import type { RunParams } from '../../core/model/requests.js';
import type { Tries } from '../../core/model/tries.js';
import { managedFrom } from '../../core/state/managed-from.js';
import { refusedElsewhere } from '../remote/remote-offer.js';
import { namesFor } from './agent-names.js';
import { finishOf, followed, isLeftOpen } from './order-finish.js';
import { approvalsOf, planOf, policyOf } from './order-plan.js';
import { roleWork } from './order-role.js';
import { runnersOf, triesOf } from './order-tries.js';
import type { OrderWorld } from './order-world.js';
import { unusedOptions } from './unused-options.js';

export interface OrderedGoal {
  readonly goal: string;
  readonly agents: readonly NewAgent[];
  /** With one it is planned first, and `agents` is empty. */
  readonly order?: GoalOrder;
  /** They compete: one of them is picked. */
  readonly tries?: Pick<Tries, 'isUnattended'>;
  /** What was ordered and has no effect. */
  readonly notes: readonly string[];
}

export async function orderGoal(params: RunParams, world: OrderWorld): Promise<Result<OrderedGoal>> {
  if (params.goal !== undefined && world.state.goals[params.goal] !== undefined) return fail(IS_THERE);
  const runners = await runnersOf(params, world);
  if (!runners.ok) return runners;
  const [{ launch, harness }] = runners.value;
  const base = params.base === null ? await world.repository.defaultBase() : ok(params.base);
  if (!base.ok) return base;
  const commit = await world.repository.resolveBase(base.value);
  if (!commit.ok) return commit;
  const finish = await finishOf(params, world, base.value);
  if (!finish.ok) return finish;
  const names = await namesFor({ name: params.name, count: runners.value.length, text: params.text }, world);
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
    ...(params.part?.hasWork === true ? { hasWork: true as const } : {}),
    ...(world.config.finish.require === 'pr' ? { mustDeliver: true as const } : {}),
  };
  const policy = policyOf(params, world.config);
  const delegates = params.delegate === undefined || params.delegate === 'auto' ? {} : { delegates: params.delegate };
  const elsewhere =
    params.placement === undefined || params.placement.on === 'here'
      ? null
      : refusedElsewhere({ name: 'an agent', launch, text: params.text, policy });
  if (elsewhere !== null) return fail(elsewhere);
  const placed = params.placement === undefined ? {} : { placement: params.placement };
  const run = { limits: world.config.limits, ...(policy === undefined ? {} : { policy }), ...delegates, ...placed };
  const notes = unusedOptions(params, { harness, finish: finish.value, verify, follows: world.config.pulls.follow });
  const goal = params.goal ?? world.createId('g');
  if (planned.value !== null) {
    const branch = await branchOf(names.value[0], world);
    if (!branch.ok) return branch;
    const order: GoalOrder = { launch, base: base.value, branch: branch.value, finish: plan, planned: planned.value, ...run };
    return ok({ goal, order, agents: [], notes });
  }
  const work = await roleWork(params, plan, world);
  if (!work.ok) return work;
  const tries = triesOf(params, { count: runners.value.length, finish: work.value.finish, config: world.config });
  const competing = tries === null ? work.value : { ...work.value, finish: { ...work.value.finish, competes: true as const } };
  const agents = runners.value.map(
    (runner, at): NewAgent => ({
      id: world.createId('a'),
      name: names.value[at] ?? '',
      ...competing,
      launch: runner.launch,
      role: params.part?.role ?? params.role,
      parent: null,
      task: null,
      ...delegatedElsewhere(params),
      ...(params.home === undefined ? {} : { home: params.home }),
      ...run,
      ...managedFrom(world.config, world.model.available('manager'), {
        launch: runner.launch,
        isPlanned: false,
        isUnattended: params.unattended,
      }),
      branch: branchesOf(names.value[at] ?? '').branch,
      base: base.value,
      worktree: `${world.worktrees}/${names.value[at] ?? ''}`,
      conversation: runner.harness.choosesConversation ? randomUUID() : null,
    }),
  );
  return ok({ goal, agents, notes, ...(tries === null ? {} : { tries }) });
}

/** What it delegates itself is counted on from the level that it has on its own machine. */
function delegatedElsewhere({ part }: RunParams): Pick<NewAgent, 'delegation'> {
  if (part === undefined || part.depth === 0) return {};
  return { delegation: { depth: part.depth, waits: false, message: '', maxDepth: part.maxDepth } };
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

const IS_THERE: OrchError = { kind: 'conflict', tried: 'begin a goal', said: 'there is one with that id', next: 'Leave the id out' };
