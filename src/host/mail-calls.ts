// Calls a person for messages that came for them: once for each sender until they have read, then again at most once a minute.
import type { Agent } from '../core/model/agent.js';
import type { Post } from '../core/ports/post.js';
import type { Clock } from '../core/ports.js';
import { mailNotificationOf } from '../core/view/mail-notification.js';
import type { Notification } from '../core/view/notification.js';

/** An agent that writes on and on must not ring on and on. */
const AGAIN_MS = 60_000;

export interface MailCallsOptions {
  readonly post: Pick<Post, 'seq' | 'since' | 'find' | 'listen'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly agents: () => Readonly<Record<string, Agent>>;
  /** Somebody was called for what it asks by other means. */
  readonly isCalled?: (message: string) => boolean;
  /** Says whether anybody was called: not whoever looks at their messages. */
  readonly call: (notification: Notification) => boolean;
}

interface Called {
  readonly message: string;
  readonly at: number;
}

export class MailCalls {
  readonly #options: MailCallsOptions;
  readonly #stop: () => void;
  /** By sender: what the person was called for last. */
  readonly #called = new Map<string, Called>();
  #seq: number;

  constructor(options: MailCallsOptions) {
    this.#options = options;
    // What lay there before is not news.
    this.#seq = options.post.seq;
    this.#stop = options.post.listen(() => this.#look());
  }

  dispose(): void {
    this.#stop();
  }

  #look(): void {
    const { post, clock, agents, call, isCalled } = this.#options;
    const changed = post.since(this.#seq);
    this.#seq = post.seq;
    for (const kept of changed) {
      const { id, from_agent: from } = kept.message;
      // A later state of a message is no other message.
      if (post.find(id) !== kept || kept.state !== 'queued' || isCalled?.(id) === true) continue;
      const notification = mailNotificationOf(kept, agents());
      // Several may ask below one on another machine, and all of it comes under the name of that: each of them waits.
      const isWaitedFor = agents()[from]?.asksBelow?.includes(id) === true;
      if (notification !== null && (isWaitedFor || this.#mayCall(from)) && call(notification))
        this.#called.set(from, { message: id, at: clock.now() });
    }
  }

  #mayCall(sender: string): boolean {
    const last = this.#called.get(sender);
    if (last === undefined || this.#options.clock.now() - last.at >= AGAIN_MS) return true;
    const state = this.#options.post.find(last.message)?.state;
    return state === undefined || state === 'acknowledged' || state === 'dead';
  }
}
