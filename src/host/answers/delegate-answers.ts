// An agent delegates: checked, its own work so far committed, the child ordered, and where it waits the result given to its call.
import { commitSoFar } from '../../core/effects/commit-so-far.js';
import type { WhileNaming } from '../../core/effects/effect-ports.js';
import { litterOf } from '../../core/harness/registry.js';
import type { Agent } from '../../core/model/agent.js';
import type { AgentMethods, DelegateParams } from '../../core/model/agent-methods.js';
import type { Config } from '../../core/model/config.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { NewAgent } from '../../core/model/event.js';
import type { Post } from '../../core/ports/post.js';
import type { Repository } from '../../core/ports/repository.js';
import { type DelegationRoom, mayDelegate, refusedDelegation } from '../../core/state/may-delegate.js';
import type { AnswerStore } from './answer-world.js';
import type { ChildResults, ResultWait } from './child-results.js';
import { orderChild, type Parent } from './order-child.js';
import type { OrderWorld } from './order-world.js';

export interface DelegateWorld {
  readonly store: Pick<AnswerStore, 'state' | 'dispatch'>;
  readonly config: Config;
  readonly repository: Repository;
  readonly whileNaming: WhileNaming;
  readonly orderWorld: () => OrderWorld;
  /** Null where this host keeps no messages. */
  readonly post: () => Pick<Post, 'send' | 'acknowledge'> | null;
  readonly results: ChildResults;
}

export interface Delegates {
  /** Answered when the child is ordered, or with its result where `wait` is asked for and `waitSeconds` are not over before. */
  delegate(
    parent: Agent,
    params: AgentMethods['agentDelegate']['params'],
    call: Pick<ResultWait, 'signal' | 'whenSent'>,
  ): Promise<Result<AgentMethods['agentDelegate']['result']>>;
  mayDelegate(agent: Agent): DelegationRoom;
}

export function createDelegates(world: DelegateWorld): Delegates {
  return {
    mayDelegate: (agent) => mayDelegate(world.store.state, agent, world.config),
    async delegate(parent, { waitSeconds, ...params }, call) {
      // Names, and how many there are, are looked at and taken by one after the other.
      const begun = await world.whileNaming(() => begin(parent.id, params, world));
      if (!begun.ok) return begun;
      const { child, notes } = begun.value;
      await assign(parent, { child, text: params.text }, world);
      const result = params.wait ? await world.results.wait({ parent: parent.id, child: child.id, waitSeconds, ...call }) : null;
      return ok({ agent: child.id, name: child.name, result, notes });
    },
  };
}

interface Begun {
  readonly child: NewAgent;
  readonly notes: readonly string[];
}

async function begin(id: string, params: DelegateParams, world: DelegateWorld): Promise<Result<Begun>> {
  const parent = allowed(id, world);
  if (!parent.ok) return parent;
  const child = await orderChild(parent.value, params, world.orderWorld());
  if (!child.ok) return child;
  const ports = { repository: world.repository, litterOf: (agent: Agent) => litterOf(agent.launch) };
  const committed = await commitSoFar(parent.value, ports, world.store.dispatch);
  if (!committed.ok) return fail({ ...committed.error, tried: `delegate a task: ${committed.error.tried}` });
  // Stopped, or its goal ended, meanwhile.
  const still = allowed(id, world);
  if (!still.ok) return still;
  world.store.dispatch({ type: 'agent.delegated', agent: id, order: child.value });
  const { made, commit } = committed.value;
  const notes = made ? [`what you had not committed was committed first (${commit.slice(0, 10)}): the child starts from it`] : [];
  return ok({ child: child.value, notes });
}

function allowed(id: string, { store, config }: DelegateWorld): Result<Parent> {
  const parent = store.state.agents[id];
  const tried = 'delegate a task';
  if (parent === undefined) return fail({ kind: 'not-found', tried, said: 'this agent was removed', next: 'End your work' });
  const refused = refusedDelegation(store.state, parent, config);
  if (refused !== null) return fail(refused);
  const { branch, worktree } = parent;
  return branch === null || worktree === null || parent.baseCommit === null ? fail(NO_WORKTREE) : ok({ ...parent, branch });
}

/** For the record: the task itself is what the child is started with. */
async function assign(parent: Agent, { child, text }: { child: NewAgent; text: string }, { post, store }: DelegateWorld): Promise<void> {
  const kept = await post()?.send({ from: parent.id, to: [child.id], type: 'task_assignment', payload: { text } });
  if (kept === undefined) return;
  if (kept.ok) return post()?.acknowledge(kept.value.map(({ id }) => id));
  store.dispatch({ type: 'notice.raised', text: `the task of ${child.name} is not among the messages: ${kept.error.said}` });
}

const NO_WORKTREE: OrchError = {
  kind: 'usage',
  tried: 'delegate a task',
  said: 'this agent has no worktree, from which a child could start',
  next: 'Do it yourself',
};
