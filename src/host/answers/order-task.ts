// From a task of a plan to an agent with a name, a branch and a way to be run. Nothing is made here.
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { branchesOf } from '../../core/adapters/git/branch-name.js';
import type { EffectPorts, TaskOrder } from '../../core/effects/effect-ports.js';
import type { FinishPlan } from '../../core/model/agent.js';
import { ok } from '../../core/model/error.js';
import type { NewAgent } from '../../core/model/event.js';
import { MAY_DELEGATE, speaksOfIt } from '../../core/roles/delegation-words.js';
import { managedFrom } from '../../core/state/managed-from.js';
import { namesFor } from './agent-names.js';
import { withCheck } from './order-plan.js';
import type { OrderWorld } from './order-world.js';

export function taskAgents(world: () => OrderWorld): EffectPorts['taskAgent'] {
  return async (order) => {
    const { goal, task, role, text } = order;
    const now = world();
    const names = await namesFor({ name: null, count: 1, text: task.title }, now);
    if (!names.ok) return names;
    const { launch, branch: base, policy, limits } = goal.order;
    // Who must agree to commands has agreed to none: then the goal's policy knows no check either.
    const asksForCommands = goal.approvals?.includes('command') === true;
    const own = asksForCommands ? policy : withCheck(policy, task.verify ?? goal.order.finish.verify);
    const harness = now.harness(launch);
    if (!harness.ok) return harness;
    const [name] = names.value;
    const right = rightOf(order, now);
    return ok({
      id: now.createId('a'),
      name,
      text: right.delegates === 'always' && !speaksOfIt(role) ? `${text}\n\n${MAY_DELEGATE}` : text,
      brief: { title: task.title, text: task.text },
      launch,
      role: role?.name ?? task.role,
      parent: null,
      task: task.id,
      // A goal of an older version has no folder of its own.
      ...right,
      finish: finishOf(order, goal.workspace ?? join(dirname(now.worktrees), 'workspaces', goal.id)),
      limits,
      ...(own === undefined ? {} : { policy: own }),
      ...(goal.order.placement === undefined ? {} : { placement: goal.order.placement }),
      ...managedFrom(now.config, now.model.available('manager'), { launch, isPlanned: true, isUnattended: true }),
      branch: branchesOf(name).branch,
      base,
      worktree: `${now.worktrees}/${name}`,
      conversation: harness.value.choosesConversation ? randomUUID() : null,
    });
  };
}

/** What a person has ordered for the goal comes before what its plan says, and that after what is configured. */
function rightOf({ goal, task }: TaskOrder, { config }: OrderWorld): Pick<NewAgent, 'delegates'> {
  if (goal.order.delegates !== undefined) return { delegates: goal.order.delegates };
  return task.delegate === true && config.hierarchy.delegate !== 'never' ? { delegates: 'always' } : {};
}

/** Code goes into the branch of its goal, a file into its folder; neither waits for a person to say so. */
function finishOf({ goal, task }: TaskOrder, workspace: string): FinishPlan {
  const { finish } = goal.order;
  const common = {
    unattended: true,
    whenStuck: finish.whenStuck ?? 'wait',
    attempts: finish.attempts,
    labels: [],
    reviewers: [],
    draft: false,
  };
  if (task.kind === 'code' || task.artifact === null) return { ...common, kind: 'merge', verify: task.verify ?? finish.verify };
  return { ...common, kind: 'branch', verify: null, artifact: task.artifact, artifactFolder: `${workspace}/artifacts` };
}
