// What the answers to agents look at and act through, out of the parts of a host.
import type { WhileNaming } from '../../core/effects/effect-ports.js';
import type { Store } from '../../core/effects/store.js';
import type { Config } from '../../core/model/config.js';
import type { Repository } from '../../core/ports/repository.js';
import type { Clock } from '../../core/ports.js';
import type { HostAgentRuntime } from '../agent-runtime.js';
import { answerStore } from '../answers/answer-store.js';
import { createChildResults } from '../answers/child-results.js';
import { createDelegates } from '../answers/delegate-answers.js';
import type { OrderWorld } from '../answers/order-world.js';
import type { OpenPost } from '../open-post.js';
import type { DoorWorld } from './door-world.js';

export interface DoorParts extends Pick<DoorWorld, 'roles'> {
  readonly store: Store;
  readonly config: Config;
  readonly clock: Clock;
  readonly runtime: HostAgentRuntime;
  readonly repository: Repository;
  readonly whileNaming: WhileNaming;
  readonly orderWorld: () => OrderWorld;
  readonly mail: OpenPost;
}

export function doorWorldOf({ store: whole, mail, orderWorld, repository, whileNaming, ...parts }: DoorParts): DoorWorld {
  const store = answerStore(whole);
  const post = () => mail.post;
  const results = createChildResults({ store, post, after: (delayMs, run) => parts.clock.after(delayMs, run) });
  const delegates = createDelegates({ store, config: parts.config, repository, whileNaming, orderWorld, post, results });
  return { ...parts, store, post: mail.post, manager: () => mail.manager(), circles: mail.circles, results, delegates };
}
