// The library's one connection to the host: opened by the first request, opened anew after the host has ended, closed for good by `close`.
import type { Connection } from '../client/connection.js';
import { fail, type OrchError, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { Method, Requests } from '../core/model/requests.js';

/** What the library needs of a connection. */
export type HostConnection = Pick<Connection, 'request' | 'listen' | 'close'>;

interface Link {
  readonly connection: HostConnection;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

export class HostLink {
  readonly #connect: () => Promise<Result<HostConnection>>;
  #opening: Promise<Result<Link>> | null = null;
  #isClosed = false;

  /** `connect`: to the host, started if none runs. */
  constructor(connect: () => Promise<Result<HostConnection>>) {
    this.#connect = connect;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Requests are sent in the order in which they are made here. Never rejects. */
  async request<M extends Method>(method: M, params: Requests[M]['params']): Promise<Result<Requests[M]['result']>> {
    for (;;) {
      if (this.#isClosed) return fail(CLOSED);
      this.#opening ??= this.#open();
      const link = await this.#opening;
      if (!link.ok) return link;
      const answer = await link.value.connection.request(method, params);
      if (answer.ok || answer.error.kind !== 'no-host') return answer;
      // That host is ending and did nothing: the next one is asked.
      await link.value.ended;
    }
  }

  /** The host goes on as long as anything needs it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const link = await this.#opening;
    if (link?.ok !== true) return;
    link.value.connection.close();
    await link.value.ended;
  }

  async #open(): Promise<Result<Link>> {
    const connection = await this.#connect().catch((error: unknown) => fail(unexpected(error)));
    if (!connection.ok) {
      this.#opening = null;
      return connection;
    }
    const ended = new Promise<void>((resolve) => {
      connection.value.listen({
        bytes: () => undefined,
        end: () => {
          this.#opening = null;
          resolve();
        },
      });
    });
    return { ok: true, value: { connection: connection.value, ended } };
  }
}

/** Such as a repository that is no text, in a program without types. */
function unexpected(error: unknown): OrchError {
  const said = plainText(String(error), 300);
  return { kind: 'internal', tried: 'reach the host', said, next: 'Check the options of the Orchestrator' };
}

const CLOSED: OrchError = { kind: 'usage', tried: 'ask the host', said: 'this Orchestrator was closed', next: 'Make a new one' };
