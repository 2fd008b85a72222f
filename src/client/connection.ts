// One connection to the host: the hello of both sides, requests with their answers, and the frames of a screen.
import { createConnection, type Socket } from 'node:net';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { type Bye, type ClientHello, FrameType, type FrameTypeValue, type HostHello, PROTOCOL } from '../core/model/protocol.js';
import type { Method, Requests, ResponseFrame } from '../core/model/requests.js';
import { encodeFrame, encodeJson, FrameReader, parseJson } from './framing.js';

export interface ScreenListener {
  /** Bytes to be written to the terminal, and acknowledged once they are. */
  bytes(data: Buffer): void;
  /** The end of the connection: the host's word, or null when the socket just broke. Called once. */
  end(bye: Bye | null): void;
}

/** The host has ended, or was killed, before it answered. */
export const GONE: OrchError = {
  kind: 'protocol',
  tried: 'ask the host',
  said: 'the connection closed before it answered',
  next: 'Look at `orch-tui status` and try again',
};

export class Connection {
  readonly host: HostHello;
  readonly #socket: Socket;
  readonly #pending = new Map<number, (answer: Result<unknown>) => void>();
  #nextId = 1;
  #listener: ScreenListener | null = null;
  #early: Buffer[] = [];
  #bye: Bye | null = null;
  #isOver = false;

  private constructor(socket: Socket, reader: FrameReader, host: HostHello) {
    this.#socket = socket;
    this.host = host;
    socket.removeAllListeners('data');
    socket.on('data', (chunk: Buffer) => reader.push(chunk, (frame) => this.#take(frame.type, frame.payload)));
    socket.on('close', () => this.#end());
  }

  /** Connects and exchanges hellos. `no-host`: nobody listens there; `protocol`: another version does. */
  static open(socketPath: string, hello: ClientHello): Promise<Result<Connection>> {
    return new Promise((resolve) => {
      const socket = createConnection(socketPath);
      const reader = new FrameReader();
      const early: { type: number; payload: Buffer }[] = [];
      let connection: Connection | null = null;
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (connection === null) resolve(fail(noHost(socketPath, error)));
      });
      socket.on('close', () => {
        if (connection === null) resolve(fail(noHost(socketPath, new Error('closed without a greeting'))));
      });
      socket.on('connect', () => socket.write(encodeJson(FrameType.hello, hello)));
      socket.on('data', (chunk: Buffer) => {
        reader.push(chunk, ({ type, payload }) => early.push({ type, payload }));
        const first = early.shift();
        if (first === undefined) return;
        const host = first.type === FrameType.hello ? parseJson<HostHello>(first.payload) : null;
        if (host === null || host.protocol !== PROTOCOL) {
          connection = null;
          socket.destroy();
          resolve(fail(otherProtocol(host)));
          return;
        }
        connection = new Connection(socket, reader, host);
        for (const frame of early) connection.#take(frame.type, frame.payload);
        resolve(ok(connection));
      });
    });
  }

  request<M extends Method>(method: M, params: Requests[M]['params']): Promise<Result<Requests[M]['result']>> {
    if (this.#isOver) return Promise.resolve(fail(GONE));
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve as (answer: Result<unknown>) => void);
      this.#socket.write(encodeJson(FrameType.request, { id, method, params }));
    });
  }

  /** Starts giving out the screen; what came before is given at once. */
  listen(listener: ScreenListener): void {
    this.#listener = listener;
    for (const data of this.#early.splice(0)) listener.bytes(data);
    if (this.#isOver) listener.end(this.#bye);
  }

  send(type: FrameTypeValue, payload: Uint8Array | string): void {
    if (!this.#isOver) this.#socket.write(encodeFrame(type, payload));
  }

  close(): void {
    this.#socket.end();
  }

  #take(type: number, payload: Buffer): void {
    switch (type) {
      case FrameType.bytes:
        if (this.#listener === null) this.#early.push(payload);
        else this.#listener.bytes(payload);
        return;
      case FrameType.response: {
        const answer = parseJson<ResponseFrame>(payload);
        if (answer === null) return;
        const resolve = this.#pending.get(answer.id);
        this.#pending.delete(answer.id);
        resolve?.(answer.error === undefined ? ok(answer.result) : fail(answer.error));
        return;
      }
      case FrameType.bye:
        this.#bye = parseJson<Bye>(payload);
        return;
      default: // A frame of a later version of the same protocol: not ours to understand.
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const resolve of this.#pending.values()) resolve(fail(GONE));
    this.#pending.clear();
    this.#listener?.end(this.#bye);
  }
}

/** No socket file, no room for one, or one that a killed host left behind. */
const NOBODY: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

function noHost(socketPath: string, error: NodeJS.ErrnoException): OrchError {
  return {
    kind: 'no-host',
    tried: 'reach the host of this repository',
    said: NOBODY.has(error.code ?? '') ? 'no host is running' : `${socketPath}: ${error.code ?? error.message}`,
    next: 'Start one with `orch-tui` or `orch-tui run`',
  };
}

/** What to say to a host of another protocol; `null` is one whose greeting could not be read. */
export function otherProtocol(host: HostHello | null): OrchError {
  const said = host === null ? 'another protocol' : `host ${host.version} runs ${host.agents} ${host.agents === 1 ? 'agent' : 'agents'}`;
  return { kind: 'protocol', tried: 'talk to the host', said, next: 'Use that version, or `orch-tui host --stop`' };
}
