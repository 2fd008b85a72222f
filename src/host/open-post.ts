// The post of a host, and who hands over from it: put together from the store, the agents' terminals and the log on disk.
import type { Store } from '../core/effects/store.js';
import { managerThere } from '../core/manager/manager-call.js';
import { managerInbox } from '../core/manager/manager-mail.js';
import { type Elsewhere, type Far, HandOver, isOfPerson } from '../core/messaging/hand-over.js';
import { HostPost } from '../core/messaging/host-post.js';
import { leftMail } from '../core/messaging/left-mail.js';
import { isPlainShell } from '../core/messaging/plain-shell.js';
import type { Config } from '../core/model/config.js';
import type { EventBody } from '../core/model/event.js';
import type { HomeContact } from '../core/model/home-party.js';
import type { KeptMessage } from '../core/model/message.js';
import type { MessageLog } from '../core/ports/message-log.js';
import type { AgentRuntime, ChatModel, Clock } from '../core/ports.js';
import { mayAskPerson } from '../core/state/may-ask.js';
import { admitsMessage, partyName } from '../core/state/parties.js';

/** Another machine may not answer any more: what was on its way to it goes again after the next start. */
const END_MS = 5000;
const ALL = Number.MAX_SAFE_INTEGER;

export interface PostWorld {
  readonly clock: Clock;
  readonly store: Store;
  readonly config: Pick<Config, 'messages' | 'manager'>;
  /** Asked by what is for the manager. */
  readonly model: ChatModel;
  readonly log: MessageLog;
  readonly kept: readonly KeptMessage[];
  readonly runtime: Pick<AgentRuntime, 'send' | 'isAttended'>;
  /** Agents of this host on other machines. */
  readonly far?: Far;
  /** Agents of other hosts, and what they are called. */
  readonly elsewhere?: Elsewhere & { nameOf(party: string): string | null };
}

export interface OpenPost {
  readonly post: HostPost;
  /** Whether a message to the manager would reach one at this moment. */
  manager(): 'there' | 'none';
  /** By agents that do tasks of other machines: who is at their home, as their workers say. */
  readonly circles: Map<string, readonly HomeContact[]>;
  /** What waits for the manager is answered by it, or goes to the person: nobody has to be here for that. */
  readonly keepsHost: boolean;
  /** A person may have left an agent that something waits for. */
  attentionMoved(): void;
  /** Other hosts are there again, or others than before. */
  networkMoved(): void;
  /** Nothing more is handed over. */
  end(): void;
  /** What was under way then has come to its end, or takes too long: to be waited for before those are stopped that it is handed to. */
  settled(): Promise<void>;
  /** What is under way ends, and everything is on disk. What waits for the next host, in words. */
  close(): Promise<readonly string[]>;
}

export function openPost({ store, runtime, log, config, model, elsewhere, far, ...world }: PostWorld): OpenPost {
  const manager = { model, config, dispatch: (event: EventBody) => store.dispatch(event) };
  const post = new HostPost({
    ...world,
    limits: config.messages,
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
    manager: managerInbox({
      ...world,
      ...manager,
      post,
      state: () => store.state,
      mayAskPerson: (agent) => mayAskPerson(agent, store.state.agents),
    }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
    ...(far === undefined ? {} : { far }),
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
    manager: () => (managerThere(manager).ok ? 'there' : 'none'),
    circles: new Map(),
    get keepsHost() {
      return post.unread('manager') > 0;
    },
    attentionMoved: () => handOver.check(),
    networkMoved: () => handOver.check(),
    end: () => handOver.end(),
    settled: () => flushed(post, world.clock),
    async close() {
      await flushed(post, world.clock);
      post.dispose();
      await log.close();
      return leftMail(post.list({ party: null, of: 'all', limit: ALL }));
    },
  };
}

async function flushed(post: HostPost, clock: Clock): Promise<void> {
  await new Promise<void>((resolve) => {
    const late = clock.after(END_MS, resolve);
    void post.flush().then(() => {
      late.cancel();
      resolve();
    });
  });
}

/** Agents are not finished, and the manager is not asked about them, while something waits for them. */
function tellMail(store: Store, post: HostPost): void {
  for (const { id, launch, hasMail = false } of Object.values(store.state.agents)) {
    // What is never typed to it must not keep it from its end.
    const waits = post.unread(id) > 0 && (!isPlainShell(launch) || post.list({ party: id, of: 'inbox', limit: ALL }).some(isOfPerson));
    if (waits !== hasMail) store.dispatch({ type: 'agent.mailChanged', agent: id, waits });
  }
}
