// The agent-only socket: an agent shows its token and asks what agents may ask, and nothing else. It has no screens, brings no variables, and keeps no host alive.
import { setMaxListeners } from 'node:events';
import type { Server, Socket } from 'node:net';
import { encodeJson, parseJson } from '../../client/framing.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { type ClientHello, FrameType, type HostHello, PROTOCOL } from '../../core/model/protocol.js';
import { VERSION } from '../../core/model/version.js';
import { answerFrame, readFrames } from '../frame-peer.js';
import { listenPrivately } from '../private-socket.js';
import type { AgentTokens, Seat } from './agent-tokens.js';
import type { WhenSent } from './when-sent.js';

/** One call of an agent, as it came: nothing of it is checked but who asks. */
export interface AgentCall {
  readonly agent: string;
  readonly method: string;
  readonly params: unknown;
  /** Aborts when nobody waits for the answer any more, or the agent's CLI has ended. */
  readonly signal: AbortSignal;
  /** Of its answer: whether that went out. */
  readonly whenSent: WhenSent;
}

export interface AgentDoorOptions {
  readonly socketPath: string;
  readonly tokens: AgentTokens;
  /** Never rejects. */
  readonly answer: (call: AgentCall) => Promise<Result<unknown>>;
  /** Somebody was refused: told once for each reason. */
  readonly onRefused: (text: string) => void;
}

type Refusal = 'missing' | 'old' | 'unknown';

/** More at once is no agent, nor all of them: one that opens them without end must not keep the others out. */
const MOST_CONNECTIONS = 1024;
const MOST_OF_ONE = 64;
/** Whoever connects has something to say. */
const HELLO_MS = 10_000;

export class AgentDoor {
  readonly #options: AgentDoorOptions;
  readonly #sockets = new Set<Socket>();
  readonly #perAgent = new Map<string, number>();
  readonly #told = new Set<Refusal>();
  #server: Server | null = null;

  private constructor(options: AgentDoorOptions) {
    this.#options = options;
  }

  /** The caller holds the lock of the host. */
  static async listen(options: AgentDoorOptions): Promise<Result<AgentDoor>> {
    const door = new AgentDoor(options);
    const listening = await listenPrivately(options.socketPath, (socket) => door.#serve(socket));
    if (!listening.ok) return listening;
    door.#server = listening.value;
    return ok(door);
  }

  close(): void {
    this.#server?.close();
    this.#server = null;
    for (const socket of this.#sockets) socket.end();
  }

  #serve(socket: Socket): void {
    if (this.#sockets.size >= MOST_CONNECTIONS) return void socket.destroy();
    this.#sockets.add(socket);
    const gone = new AbortController();
    setMaxListeners(0, gone.signal);
    let seat: Seat | Refusal = 'missing';
    let isCounted = false;
    socket.setTimeout(HELLO_MS, () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (isCounted) this.#count(ownerOf(seat), -1);
      gone.abort();
    });
    readFrames(socket, {
      greet: (type, payload) => {
        socket.setTimeout(0);
        const hello = type === FrameType.hello ? parseJson<ClientHello>(payload) : null;
        socket.write(encodeJson(FrameType.hello, GREETING));
        if (hello === null || hello.protocol !== PROTOCOL) return void socket.end();
        seat = hello.token === undefined ? 'missing' : this.#options.tokens.seatOf(hello.token);
        isCounted = true;
        if (this.#count(ownerOf(seat), 1) > MOST_OF_ONE) return void socket.destroy();
        if (typeof seat === 'string') return;
        const end = () => {
          gone.abort();
          // What nobody of that run has read is not read by it any more.
          setImmediate(() => socket.writableLength > 0 && socket.destroy());
        };
        seat.signal.addEventListener('abort', end, { signal: gone.signal });
      },
      take: (type, payload) => {
        if (type !== FrameType.request) return;
        void answerFrame(socket, payload, async ({ method, params }, whenSent) => {
          // The token may have become void since the hello.
          const refusal = typeof seat === 'string' ? seat : seat.signal.aborted ? 'old' : null;
          if (typeof seat === 'string' || refusal !== null) {
            // Behind the answer: there is nothing more to be asked.
            setImmediate(() => socket.end());
            return fail(this.#refused(refusal ?? 'missing'));
          }
          return this.#options.answer({ agent: seat.agent, method, params, signal: gone.signal, whenSent });
        });
      },
    });
  }

  /** Its connections after this. */
  #count(agent: string, change: 1 | -1): number {
    const now = (this.#perAgent.get(agent) ?? 0) + change;
    if (now > 0) this.#perAgent.set(agent, now);
    else this.#perAgent.delete(agent);
    return now;
  }

  #refused(why: Refusal): OrchError {
    const { said, next } = REFUSALS[why];
    if (!this.#told.has(why)) {
      this.#told.add(why);
      this.#options.onRefused(`a call over the socket of agents was refused: ${said}`);
    }
    return { kind: 'denied', tried: 'speak for an agent', said, next };
  }
}

/** Whose connections it is one of: those without a good token are counted together. */
function ownerOf(seat: Seat | Refusal): string {
  return typeof seat === 'string' ? '' : seat.agent;
}

/** What an agent needs to know of its host. */
const GREETING: HostHello = { protocol: PROTOCOL, version: VERSION, pid: process.pid, agents: 0 };

const REFUSALS: Readonly<Record<Refusal, Pick<OrchError, 'said' | 'next'>>> = {
  missing: { said: 'no token was shown', next: 'Call it from the terminal of an agent, where ORCH_TOKEN is set' },
  old: { said: 'its token is void: that run of the agent has ended', next: 'Start the agent again; it gets a new token' },
  unknown: { said: 'its token is not one of this host', next: 'Call it from the terminal of an agent that this host runs' },
};
