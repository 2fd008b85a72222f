// What the answers to agents look at and act through, and what one call of an agent brings.
import type { Agent } from '../../core/model/agent.js';
import type { AgentMethod, AgentMethods } from '../../core/model/agent-methods.js';
import type { Config } from '../../core/model/config.js';
import type { Result } from '../../core/model/error.js';
import type { HomeContact } from '../../core/model/home-party.js';
import type { Deliveries, Post } from '../../core/ports/post.js';
import type { AgentRuntime, Clock } from '../../core/ports.js';
import type { Role } from '../../core/roles/role.js';
import type { AnswerStore } from '../answers/answer-world.js';
import type { ChildResults } from '../answers/child-results.js';
import type { Delegates } from '../answers/delegate-answers.js';
import type { WhenSent } from './when-sent.js';

export interface DoorWorld {
  readonly store: AnswerStore;
  readonly config: Config;
  readonly clock: Clock;
  readonly post: Post & Pick<Deliveries, 'begin' | 'delivered' | 'putBack'>;
  readonly runtime: Pick<AgentRuntime, 'canStart'>;
  /** What is for the manager goes to the person where none takes it. */
  manager(): 'there' | 'none';
  /** By agents that do tasks of other machines: who is at their home. */
  readonly circles: ReadonlyMap<string, readonly HomeContact[]>;
  readonly delegates: Pick<Delegates, 'delegate' | 'mayDelegate'>;
  readonly results: ChildResults;
  roles(): Promise<Result<readonly Role[]>>;
}

/** The agent as it is when it asks; `params` as they came: nothing of them is checked. */
export interface DoorCall {
  readonly agent: Agent;
  readonly params: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly whenSent: WhenSent;
}

export type DoorAnswers = { readonly [M in AgentMethod]: (call: DoorCall) => Promise<Result<AgentMethods[M]['result']>> };
