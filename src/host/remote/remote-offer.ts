// What an agent's work is offered to other nodes as, and what the one that takes it is told to begin with.
import { type CarryWorld, give } from '../../core/messaging/carry.js';
import { type Agent, type AgentRun, isManaged } from '../../core/model/agent.js';
import type { ForeignPart } from '../../core/model/delegation.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { AgentPolicy } from '../../core/model/policy.js';
import { REMOTE_PROTOCOL, type RemoteRun, type RemoteTask } from '../../core/model/remote.js';
import { VERSION } from '../../core/model/version.js';
import type { Broker, OfferedTask } from '../../core/ports/broker.js';
import { isDelegated } from '../../core/state/family.js';
import { mayAskPerson } from '../../core/state/may-ask.js';
import { depthOf, hasRight } from '../../core/state/may-delegate.js';
import { circleAtHome } from './circle-at-home.js';
import type { RemoteWorld } from './remote-world.js';

export interface Reach {
  readonly broker: Broker;
  readonly secret: string;
}

/** The broker and the secret, or what is missing. */
export function reachOf({ broker, secret }: Pick<RemoteWorld, 'broker' | 'secret'>, name: string): Result<Reach> {
  const tried = `run ${name} on another machine`;
  const found = broker();
  if (found === null)
    return fail({
      kind: 'broker',
      tried,
      said: 'there is no Redis to reach one by',
      next: 'Name it with --redis URL, or once with `orch-tui config set redis.url URL`',
    });
  const known = secret();
  if (known !== null) return ok({ broker: found, secret: known });
  const next = 'Set ORCH_CLUSTER_SECRET to the same long random text on every machine';
  return fail({ kind: 'config', tried, said: 'there is no secret that the machines share', next });
}

/** News over a megabyte are dropped on their way, and in JSON a character may have two. */
const MOST_TEXT = 256 * 1024;

/** A worker runs what its own configuration names, so only that can be ordered. */
export function refusedElsewhere({
  name,
  launch,
  text,
  policy,
}: Pick<Agent, 'name' | 'launch' | 'text'> & { readonly policy?: AgentPolicy | undefined }): OrchError | null {
  if (text.length > MOST_TEXT) return tooLong(name);
  // Without one that allows it is asked more, at home; without these it would do unasked what it may not.
  if (policy?.rules.some(({ do: act }) => act !== 'allow') === true) return guarded(name);
  const said =
    launch.command !== null
      ? 'a command of its own is no harness that a worker knows'
      : launch.args.length > 0
        ? 'extra arguments are not taken by workers'
        : null;
  const next = 'Name a harness of the worker with --agent, or run it here';
  return said === null ? null : { kind: 'usage', tried: `run ${name} on another machine`, said, next };
}

function tooLong(name: string): OrchError {
  const said = `its text has more than ${MOST_TEXT / 1024} KB`;
  return { kind: 'usage', tried: `run ${name} on another machine`, said, next: 'Write it into a file of the repository, or run it here' };
}

function guarded(name: string): OrchError {
  const said = 'it has rules of its own that deny or ask (--policy, --approve command), and a worker goes by those of its machine';
  const next = 'Put them into the configuration of that machine and leave them out here, or run it here';
  return { kind: 'usage', tried: `run ${name} on another machine`, said, next };
}

/** To a node that does what nobody asks of it any more. */
export const DISMISSED: OrchError = {
  kind: 'conflict',
  tried: 'go on with a task',
  said: 'another node has it now, or nobody wants it any more',
  next: 'What was done stays on a branch of this machine',
};

/** To a result that comes while its host ends. */
export const ENDS: OrchError = { kind: 'interrupted', tried: 'take a result', said: 'this host ends', next: 'The next one takes it' };

export const NO_NODE: OrchError = {
  kind: 'harness',
  tried: 'ask another machine',
  said: 'no node runs it at the moment',
  next: 'Wait until one has taken it',
};

/** Small is first: in the order in which they were asked for. */
const PRIORITY = 0;

export async function offerOf(agent: Agent, fence: number, { secret, broker }: Reach, world: RemoteWorld): Promise<Result<OfferedTask>> {
  const commit = await newestOf(agent, world);
  if (!commit.ok) return commit;
  const [root, remote] = [await world.carrier.rootOf(commit.value), await world.carrier.remote()];
  if (!root.ok) return root;
  const task: RemoteTask = {
    protocol: REMOTE_PROTOCOL,
    version: VERSION,
    agent: agent.id,
    name: agent.name,
    repository: {
      name: plainText(world.repository.info.name, 100),
      remote: remote.ok ? (remote.value?.url ?? null) : null,
      root: root.value,
    },
    harness: agent.launch.harness,
  };
  const labels = agent.placement?.on === 'label' ? [agent.placement.label] : [];
  return ok(world.sign({ id: agent.id, fence, owner: broker.node, labels, priority: PRIORITY, body: task }, secret));
}

export interface Beginning {
  readonly fence: number;
  readonly mode: AgentRun['mode'];
  readonly text: string | null;
  readonly known: readonly string[];
}

export async function runOf(
  agent: Agent,
  { fence, mode, text, known }: Beginning,
  { broker }: Reach,
  world: RemoteWorld,
): Promise<Result<RemoteRun>> {
  const commit = await newestOf(agent, world);
  if (!commit.ok) return commit;
  const here = (await Promise.all(known.map(async (one) => ((await world.carrier.has(one)) ? [one] : [])))).flat();
  const carry: CarryWorld = { carrier: world.carrier, broker };
  // A person's commits are not pushed anywhere for it.
  const base = await give(carry, {
    commit: commit.value,
    ref: taskRef(agent.id, fence),
    blob: `base-${agent.id}-${fence}`,
    known: here,
    by: 'bundle',
  });
  if (!base.ok) return base;
  return ok({
    fence,
    base: base.value,
    harness: agent.launch.harness,
    model: agent.launch.model,
    text,
    task: agent.text,
    mode: mode === 'resume' ? 'resume' : 'start',
    isUnattended: (agent.finish.unattended || agent.finish.competes === true) && !isLeftToManager(agent, world),
    isStrict: agent.policy?.preset === 'strict',
    part: { ...partOf(agent, world), ...(commit.value === agent.baseCommit ? {} : { hasWork: true as const }) },
    circle: circleAtHome(world.agents(), agent),
  });
}

/**
 * Its turns end here, where the manager is, and not there: whether its work is done is for the manager to say. One that may delegate rests there for its
 * children, who are shown here, and nothing is decided about them.
 */
export function isLeftToManager(agent: Agent, { hierarchy }: Pick<RemoteWorld, 'hierarchy'>): boolean {
  // Its manager may only be away for a moment: it was begun for one, and rests there.
  return (isManaged(agent) || agent.manager?.mayRetry === true) && !hasRight(agent, hierarchy.delegate);
}

/** Its right is decided here; the machine that it runs on may only take it away. */
function partOf(agent: Agent, { hierarchy, goalText, agents }: RemoteWorld): ForeignPart {
  const { role, delegates, delegation, brief, name, text } = agent;
  return {
    role,
    depth: depthOf(agent),
    maxDepth: Math.min(hierarchy.maxDepth, delegation?.maxDepth ?? hierarchy.maxDepth),
    delegate: hasRight(agent, hierarchy.delegate) ? (delegates ?? 'auto') : 'never',
    isChild: isDelegated(agent),
    title: plainText(brief?.title ?? name, 200),
    brief: plainLines(brief?.text ?? text, 20_000),
    goal: plainLines(goalText(agent.goal) ?? text, 2000),
    asksPerson: mayAskPerson(agent, agents()),
  };
}

export function taskRef(agent: string, fence: number): string {
  return `refs/orch/tasks/${agent}/${fence}`;
}

/** Where the work goes on: the tip of its branch, or what was saved of it on another node and never came into that. */
async function newestOf(agent: Agent, { repository, carrier }: RemoteWorld): Promise<Result<string>> {
  const tip = await repository.resolveBase(agent.branch ?? agent.base);
  const saved = agent.offer?.checkpoint ?? null;
  if (!tip.ok || saved === null || !(await carrier.has(saved))) return tip;
  return ok((await carrier.isWithin({ older: saved, newer: tip.value })) ? tip.value : saved);
}
