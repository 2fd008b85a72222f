// The socket server: owner-only socket, the hello of each client, its requests to the handler and its screen to a view.
import { chmodSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { encodeJson, FrameReader, parseJson } from '../client/framing.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { type ClientHello, FrameType, type HostHello, PROTOCOL } from '../core/model/protocol.js';
import type { RequestFrame } from '../core/model/requests.js';
import { SocketLink } from './client-link.js';

export interface ServerOptions {
  readonly socketPath: string;
  readonly greeting: () => HostHello;
  /** A client asked something; never rejects. `waiter` counts as somebody who needs the host until it settles. */
  readonly answer: (request: RequestFrame) => Promise<Result<unknown>>;
  /** A client with a screen joined. */
  readonly joined: (link: SocketLink) => void;
  /** Each hello carries the person's variables (decision 5). */
  readonly environment: (env: Readonly<Record<string, string>>) => void;
  /** The number of connections or waiting requests changed. */
  readonly changed: () => void;
}

export class HostServer {
  readonly #options: ServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(options: ServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Connections open at the moment, of screens and of commands. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Listens on `socketPath`, replacing a socket file that a dead host left. The caller holds the lock. */
  static listen(options: ServerOptions): Promise<Result<HostServer>> {
    const server = new HostServer(options);
    return new Promise((resolve) => {
      const refuse = (error: Error) => resolve(fail(cannotListen(options.socketPath, error)));
      try {
        unlinkSync(options.socketPath);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return refuse(error as Error);
      }
      // umask before listening: with 022 the socket would be 0755 for a moment (decision 7).
      const mask = process.umask(0o077);
      server.#server.once('error', refuse);
      server.#server.listen(options.socketPath, () => {
        server.#server.off('error', refuse);
        // Accept errors (out of descriptors) pass; the listening socket stays.
        server.#server.on('error', () => undefined);
        chmodSync(options.socketPath, 0o600);
        resolve(ok(server));
      });
      process.umask(mask);
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.end();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new FrameReader();
    let link: SocketLink | null = null;
    let isGreeted = false;
    socket.on('error', () => socket.destroy()); // A client that died in the middle: `close` follows.
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#options.changed();
    });
    socket.on('data', (chunk: Buffer) => {
      reader.push(chunk, ({ type, payload }) => {
        if (!isGreeted) {
          isGreeted = true;
          link = this.#greet(socket, type, payload);
          return;
        }
        if (link?.take(type, payload)) return;
        if (type === FrameType.request) void this.#request(socket, payload);
      });
      link?.read();
      if (reader.isBroken) socket.destroy();
    });
    this.#options.changed();
  }

  #greet(socket: Socket, type: number, payload: Buffer): SocketLink | null {
    const hello = type === FrameType.hello ? parseJson<ClientHello>(payload) : null;
    socket.write(encodeJson(FrameType.hello, this.#options.greeting()));
    if (hello === null || hello.protocol !== PROTOCOL) {
      socket.end();
      return null;
    }
    this.#options.environment(hello.env ?? {});
    if (hello.screen === null) return null;
    const link = new SocketLink(socket, hello.screen);
    this.#options.joined(link);
    return link;
  }

  async #request(socket: Socket, payload: Buffer): Promise<void> {
    const request = parseJson<RequestFrame>(payload);
    if (request === null || typeof request.id !== 'number') {
      socket.destroy();
      return;
    }
    const answer = await this.#options.answer(request);
    if (!socket.writable) return;
    const frame = answer.ok ? { id: request.id, result: answer.value } : { id: request.id, error: answer.error };
    socket.write(responseOf(frame, request));
  }
}

/** What no frame holds, such as a diff that was asked for larger than one, is an error of its asker and no end of the host. */
function responseOf(frame: object, { id, method }: RequestFrame): Uint8Array {
  try {
    return encodeJson(FrameType.response, frame);
  } catch {
    const error: OrchError = { kind: 'protocol', tried: method, said: 'the answer is too large to be sent', next: 'Ask for less of it' };
    return encodeJson(FrameType.response, { id, error });
  }
}

function cannotListen(path: string, error: Error): OrchError {
  return { kind: 'storage', tried: `listen on ${path}`, said: error.message, next: 'Set XDG_RUNTIME_DIR to a folder that is writable' };
}
