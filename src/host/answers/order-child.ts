// From a task that an agent delegates to a new agent below it: role, harness, what it is told, how its work ends. Never freer than its parent; nothing is made here.

import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { branchesOf } from '../../core/adapters/git/branch-name.js';
import type { Agent, AgentLaunch, FinishPlan } from '../../core/model/agent.js';
import type { DelegateParams } from '../../core/model/agent-methods.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { NewAgent } from '../../core/model/event.js';
import { MAX_TASK_TEXT } from '../../core/model/goal.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import { judge } from '../../core/policy/judge.js';
import type { Role } from '../../core/roles/role.js';
import { byOthers, taskText } from '../../core/roles/task-text.js';
import { managedFrom } from '../../core/state/managed-from.js';
import { depthOf, levelBelow } from '../../core/state/may-delegate.js';
import { namesFor } from './agent-names.js';
import { withCheck } from './order-plan.js';
import { startable } from './order-tries.js';
import type { OrderWorld } from './order-world.js';

const TITLE = 100;
/** A command, or a configuration, is not for an agent to give. */
const NAME_ANOTHER = 'Name one of these, or none: then it is the one of its level, or yours';

/** A parent that has its branch: the child starts from it, and is merged into it. */
export type Parent = Agent & { readonly branch: string };

export async function orderChild(parent: Parent, params: DelegateParams, world: OrderWorld): Promise<Result<NewAgent>> {
  const text = plainLines(params.text, params.text.length).trim();
  if (text === '') return refused('the task has no words', 'Say what is to be done');
  if (text.length > MAX_TASK_TEXT)
    return refused(
      `the task has ${text.length} characters, and ${MAX_TASK_TEXT} are allowed`,
      'Write it into a file of your worktree, commit it, and name that file',
    );
  const role = await roleOf(parent, params, world);
  if (!role.ok) return role;
  const launch = launchOf(parent, params, { role: role.value, world });
  const known = world.harness(launch);
  if (!known.ok) return fail({ ...known.error, next: NAME_ANOTHER });
  const harness = startable(launch, { text }, world);
  if (!harness.ok) return harness;
  const verify = verifyOf(parent, params, world);
  if (!verify.ok) return verify;
  const title = plainText(text.split('\n').find((line) => plainText(line) !== '') ?? '', TITLE);
  const names = await namesFor({ name: null, count: 1, text: title }, world);
  if (!names.ok) return names;
  const [name] = names.value;
  const { kind, artifact } = endOf(role.value);
  const task = { title, text, done: null, kind, artifact } as const;
  const check = kind === 'code' ? verify.value : null;
  const goal = world.state.goals[parent.goal];
  const policy = withCheck(parent.policy, check);
  return ok({
    id: world.createId('a'),
    name,
    text: taskText(role.value, { goal: goal?.text ?? null, task: byOthers(task), verify: check, results: [] }),
    brief: { title, text },
    launch,
    role: role.value?.name ?? null,
    parent: parent.id,
    task: null,
    delegation: {
      depth: depthOf(parent) + 1,
      waits: params.wait,
      message: '',
      ...(parent.delegation?.maxDepth === undefined ? {} : { maxDepth: parent.delegation.maxDepth }),
    },
    ...(parent.delegates === undefined ? {} : { delegates: parent.delegates }),
    finish: finishOf(parent, {
      artifact,
      verify: check,
      folder: join(goal?.workspace ?? join(dirname(world.worktrees), 'workspaces', parent.goal), 'artifacts', name),
    }),
    ...(parent.limits === undefined ? {} : { limits: parent.limits }),
    ...(policy === undefined ? {} : { policy }),
    ...(parent.placement === undefined ? {} : { placement: parent.placement }),
    ...managedFrom(world.config, world.model.available('manager'), {
      launch,
      isPlanned: parent.manager !== undefined,
      isUnattended: true,
    }),
    branch: branchesOf(name).branch,
    base: parent.branch,
    worktree: `${world.worktrees}/${name}`,
    conversation: harness.value.choosesConversation ? randomUUID() : null,
  });
}

/** The one that was named has to be there; the level below the parent's may have been taken away. */
async function roleOf(parent: Agent, { role: named }: DelegateParams, world: OrderWorld): Promise<Result<Role | null>> {
  const roles = await world.roles();
  if (!roles.ok) return roles;
  const wanted = named ?? levelBelow(parent.role);
  const role = roles.value.find(({ name }) => name === wanted) ?? null;
  if (role !== null || named === null) return ok(role);
  return refused(`there is no role ${plainText(named, 60)}`, `Allowed: ${roles.value.map(({ name }) => name).join(', ')}`);
}

/** Words of the parent's command line are for its own CLI alone. */
function launchOf(
  { launch, role: own }: Agent,
  params: DelegateParams,
  { role, world }: { role: Role | null; world: OrderWorld },
): AgentLaunch {
  const { levels } = world.config.hierarchy;
  const name = role?.name ?? levelBelow(own);
  const level = Object.hasOwn(levels, name) ? levels[name] : undefined;
  const harness = params.harness ?? level?.harness ?? null;
  const model = params.model ?? level?.model ?? null;
  if (harness === null || harness === launch.harness) return { ...launch, model: model ?? launch.model };
  return { harness, command: null, args: [], model };
}

/** The host runs it without asking anybody: an agent may choose only what it could run itself. */
function verifyOf({ finish, policy }: Agent, { verify }: DelegateParams, { config }: OrderWorld): Result<string | null> {
  if (verify === null || verify === finish.verify) return ok(finish.verify);
  const { act, rule } = judge({ tool: 'shell', command: verify, path: null }, { policy, configured: config.policy });
  if (act === 'allow') return ok(verify);
  const next =
    finish.verify === null ? 'Leave it out, and check the result yourself' : `Leave it out: \`${plainText(finish.verify, 200)}\` is run`;
  return refused(`the check \`${plainText(verify, 200)}\` is none that your policy allows (${rule})`, next);
}

function endOf(role: Role | null): { readonly kind: 'code' | 'artifact'; readonly artifact: string | null } {
  const artifact = role?.artifact ?? null;
  return { kind: artifact === null ? 'code' : 'artifact', artifact };
}

interface Ends {
  readonly artifact: string | null;
  readonly verify: string | null;
  readonly folder: string;
}

/** Into the branch of its parent, with nobody asked: what it can not do by itself is told to its parent. */
function finishOf({ finish }: Agent, { artifact, verify, folder }: Ends): FinishPlan {
  const common = { unattended: true, whenStuck: 'fail', attempts: finish.attempts, labels: [], reviewers: [], draft: false } as const;
  if (artifact === null) return { ...common, kind: 'merge', verify };
  return { ...common, kind: 'branch', verify: null, artifact, artifactFolder: folder };
}

function refused(said: string, next: string): { readonly ok: false; readonly error: OrchError } {
  return fail({ kind: 'usage', tried: 'delegate a task', said, next });
}
