// The post of a host, and who hands over from it: put together from the store, the agents' terminals and the log on disk.
import type { Store } from '../core/effects/store.js';
import { type Elsewhere, HandOver, type ManagerInbox } from '../core/messaging/hand-over.js';
import { HostPost } from '../core/messaging/host-post.js';
import type { Config } from '../core/model/config.js';
import type { KeptMessage } from '../core/model/message.js';
import type { MessageLog } from '../core/ports/message-log.js';
import type { AgentRuntime, Clock } from '../core/ports.js';
import { admitsMessage, partyName } from '../core/state/parties.js';

/** Another machine may not answer any more: what was on its way to it goes again after the next start. */
const END_MS = 5000;

export interface PostWorld {
  readonly clock: Clock;
  readonly store: Store;
  readonly limits: Config['messages'];
  readonly log: MessageLog;
  readonly kept: readonly KeptMessage[];
  readonly runtime: Pick<AgentRuntime, 'send' | 'isAttended'>;
  readonly manager: ManagerInbox | null;
  /** Agents of other hosts, and what they are called. */
  readonly elsewhere?: Elsewhere & { nameOf(party: string): string | null };
}

export interface OpenPost {
  readonly post: HostPost;
  /** Whether messages to the manager reach one. */
  readonly manager: 'there' | 'none';
  /** A person may have left an agent that something waits for. */
  attentionMoved(): void;
  /** Other hosts are there again, or others than before. */
  networkMoved(): void;
  /** Nothing more is handed over. */
  end(): void;
  /** What is under way ends, and everything is on disk. */
  close(): Promise<void>;
}

export function openPost({ store, runtime, log, manager, elsewhere, ...world }: PostWorld): OpenPost {
  const post = new HostPost({
    ...world,
    log,
    nameOf: (party) => partyName(store.state, party) ?? elsewhere?.nameOf(party) ?? null,
    admits: (from, to) => admitsMessage(store.state, from, to),
    say: (text) => store.dispatch({ type: 'notice.raised', text }),
  });
  const handOver = new HandOver({
    post,
    state: () => store.state,
    send: (agent, text, order) => runtime.send(agent, text, order),
    isAttended: (agent) => runtime.isAttended(agent),
    dispatch: (event) => store.dispatch(event),
    manager,
    ...(elsewhere === undefined ? {} : { elsewhere }),
  });
  store.subscribe((_, event) => {
    if (event.type === 'host.started') tellMail(store, post);
    handOver.check();
  });
  post.listen(() => {
    tellMail(store, post);
    handOver.check();
  });
  return {
    post,
    manager: manager === null ? 'none' : 'there',
    attentionMoved: () => handOver.check(),
    networkMoved: () => handOver.check(),
    end: () => handOver.end(),
    async close() {
      await new Promise<void>((resolve) => {
        const late = world.clock.after(END_MS, resolve);
        void post.flush().then(() => {
          late.cancel();
          resolve();
        });
      });
      post.dispose();
      await log.close();
    },
  };
}

/** Agents are not finished, and the manager is not asked about them, while something waits for them. */
function tellMail(store: Store, post: HostPost): void {
  for (const { id, hasMail = false } of Object.values(store.state.agents)) {
    const waits = post.unread(id) > 0;
    if (waits !== hasMail) store.dispatch({ type: 'agent.mailChanged', agent: id, waits });
  }
}
