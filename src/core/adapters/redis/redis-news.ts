// Live news by publish and subscribe: shown or dropped. One connection more, opened with the first listener.
import type { Redis } from 'ioredis';
import { newsText, readNews } from '../../messaging/wire-schemas.js';
import { ok, type Result } from '../../model/error.js';
import type { News } from '../../ports/broker.js';
import type { RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

export interface NewsOptions {
  readonly node: string;
  readonly keys: RedisKeys;
  readonly session: RedisSession;
  readonly onBad: (what: string) => void;
}

export class RedisNews {
  readonly #options: NewsOptions;
  readonly #ears = new Map<string, Set<(news: News) => void>>();
  #client: Redis | null = null;

  constructor(options: NewsOptions) {
    this.#options = options;
  }

  publish({ topic, body }: Omit<News, 'from'>, reached: (listeners: number) => void = () => undefined): Result<void> {
    const { node, keys, session } = this.#options;
    const text = newsText({ from: node, body });
    if (!text.ok) return text;
    void session
      .ask((client) => client.publish(keys.channel(topic), text.value))
      .then((sent) => {
        if (sent.ok) reached(sent.value);
      });
    return ok(undefined);
  }

  subscribe(topic: string, listen: (news: News) => void): () => void {
    const listeners = this.#ears.get(topic) ?? new Set();
    this.#ears.set(topic, listeners.add(listen));
    if (listeners.size === 1) void this.#turn('subscribe', topic);
    return () => {
      if (!listeners.delete(listen) || listeners.size > 0) return;
      this.#ears.delete(topic);
      void this.#turn('unsubscribe', topic);
    };
  }

  /** When the session is there for the first time: what was subscribed before. Later the connection remembers by itself. */
  begin(): void {
    if (this.#client !== null) return;
    for (const topic of this.#ears.keys()) void this.#turn('subscribe', topic);
  }

  async #turn(how: 'subscribe' | 'unsubscribe', topic: string): Promise<void> {
    const { session, keys } = this.#options;
    if (session.main === null) return;
    this.#client ??= this.#open();
    const client = this.#client;
    // A connection that is closed meanwhile has nothing to say any more.
    await client[how](keys.channel(topic)).catch(() => undefined);
  }

  #open(): Redis {
    const { session, keys, node, onBad } = this.#options;
    const client = session.connection('waits');
    const start = keys.channel('').length;
    client.on('message', (channel: string, text: string) => {
      const topic = channel.slice(start);
      const news = readNews(topic, text);
      if (news === null) return onBad('news');
      if (news.from === node) return;
      for (const listen of [...(this.#ears.get(topic) ?? [])]) listen(news);
    });
    return client;
  }
}
