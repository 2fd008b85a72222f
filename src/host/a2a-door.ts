// The A2A door of a host: opened when asked for, with a token that is shown once. While it is open, the host lives (decision 1).
import { randomBytes } from 'node:crypto';
import type { Config } from '../core/model/config.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import type { A2aHost } from '../servers/a2a/a2a-host.js';
import type { A2aServer, A2aServerOrder } from '../servers/a2a/a2a-server.js';
import { latePart } from './late-part.js';

export interface A2aDoorOrder {
  readonly host: A2aHost;
  readonly config: Config['a2a'];
  /** The person's variables as they are now. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** File that remembers which goals came through it. */
  readonly memory: string;
  readonly onChange: () => void;
  /** Loads the SDK and express. */
  readonly load?: () => Promise<(order: A2aServerOrder) => Promise<Result<A2aServer>>>;
}

export const A2A_TOKEN_VARIABLE = 'ORCH_A2A_TOKEN';
const SHORTEST_TOKEN = 16;

export class A2aDoor {
  readonly #order: A2aDoorOrder;
  #server: A2aServer | null = null;
  /** Port that was asked for; another one may have been taken. */
  #asked: number | null = null;
  /** Made here, and not told to anybody yet. */
  #untold: string | null = null;
  #token: string | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(order: A2aDoorOrder) {
    this.#order = order;
  }

  get address(): string | null {
    return this.#server?.address ?? null;
  }

  get keepsHost(): boolean {
    return this.#server !== null;
  }

  /** What the one who opened it is to know. Open at that port already: it stays. */
  open(port: number): Promise<Result<readonly string[]>> {
    const opened = this.#turn.then(() => this.#open(port));
    this.#turn = opened.catch(() => undefined);
    return opened;
  }

  /** As configured, when the host begins. What there is to know is told to the first who asks for it. */
  async openConfigured(): Promise<Result<void>> {
    const { port } = this.#order.config;
    if (port === null) return ok(undefined);
    const opened = this.#turn.then(() => this.#listen(port));
    this.#turn = opened.catch(() => undefined);
    return opened;
  }

  close(): Promise<void> {
    const closed = this.#turn.then(() => this.#close());
    this.#turn = closed.catch(() => undefined);
    return closed;
  }

  async #open(port: number): Promise<Result<readonly string[]>> {
    const isThere = this.#server !== null && (this.#asked === port || this.#server.port === port);
    if (!isThere) {
      await this.#close();
      const listening = await this.#listen(port);
      if (!listening.ok) return listening;
    }
    return ok(this.#notes(port));
  }

  async #listen(port: number): Promise<Result<void>> {
    const { host, config, memory, onChange, load = loadServer } = this.#order;
    const token = this.#tokenNow();
    if (!token.ok) return token;
    const serve = await latePart('open the A2A door', load);
    if (!serve.ok) return serve;
    const server = await serve.value({
      host,
      listen: { host: config.host, port },
      token: token.value,
      legacy: config.legacy ? 'on' : 'off',
      memory,
    });
    if (!server.ok) return server;
    this.#server = server.value;
    this.#asked = port;
    onChange();
    return ok(undefined);
  }

  #tokenNow(): Result<string> {
    const given = this.#order.environment()[A2A_TOKEN_VARIABLE];
    if (given === undefined || given === '') {
      if (this.#token === null) this.#untold = randomBytes(32).toString('base64url');
      this.#token ??= this.#untold;
      return ok(this.#token ?? '');
    }
    // Never repeated in an error: it may be right but for one character.
    if (given.length < SHORTEST_TOKEN || !/^[\x21-\x7e]+$/.test(given)) return fail(UNFIT_TOKEN);
    this.#untold = null;
    this.#token = given;
    return ok(given);
  }

  #notes(port: number): readonly string[] {
    const { address = '', port: taken = port } = this.#server ?? {};
    const untold = this.#untold;
    this.#untold = null;
    // Whoever is connected to it stays so: another token counts from its next opening.
    const given = this.#order.environment()[A2A_TOKEN_VARIABLE] ?? '';
    const isOther = given !== '' && given !== this.#token;
    return [
      ...(port === 0 || taken === port ? [] : [`port ${port} is taken: A2A is at ${taken}`]),
      `A2A 1.0 is open at ${address} (agent card: ${address}/.well-known/agent-card.json)`,
      ...(untold === null ? [] : [`its bearer token, shown this once: ${untold}`]),
      ...(isOther
        ? ['it keeps the token that it was opened with, not the one of ORCH_A2A_TOKEN now: for that, `orch-tui host --stop` first']
        : []),
      ...(isLoopback(this.#order.config.host) ? [] : ['it can be reached from other machines, and nothing of it is encrypted']),
    ];
  }

  async #close(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
    this.#asked = null;
    this.#order.onChange();
  }
}

async function loadServer() {
  return (await import('../servers/a2a/a2a-server.js')).serveA2a;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const UNFIT_TOKEN: OrchError = {
  kind: 'config',
  tried: 'open the A2A door',
  said: `the token in ${A2A_TOKEN_VARIABLE} is too short, or has other than printable characters`,
  next: `Give at least ${SHORTEST_TOKEN} characters; for one that is made, leave it out, and first end the host, which has seen it: \`orch-tui host --stop\``,
};
