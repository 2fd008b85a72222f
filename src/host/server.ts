// The socket server: the hello of each client, its requests to the handler and its screen to a view.
import type { Server, Socket } from 'node:net';
import { encodeJson, parseJson } from '../client/framing.js';
import { ok, type Result } from '../core/model/error.js';
import { type ClientHello, FrameType, type HostHello, PROTOCOL } from '../core/model/protocol.js';
import type { RequestFrame } from '../core/model/requests.js';
import { SocketLink } from './client-link.js';
import { answerFrame, readFrames } from './frame-peer.js';
import { listenPrivately } from './private-socket.js';

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
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  private constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** Connections open at the moment, of screens and of commands. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** The caller holds the lock. */
  static async listen(options: ServerOptions): Promise<Result<HostServer>> {
    const server = new HostServer(options);
    const listening = await listenPrivately(options.socketPath, (socket) => server.#serve(socket));
    if (!listening.ok) return listening;
    server.#server = listening.value;
    return ok(server);
  }

  close(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.end();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let link: SocketLink | null = null;
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#options.changed();
    });
    readFrames(socket, {
      greet: (type, payload) => {
        link = this.#greet(socket, type, payload);
      },
      take: (type, payload) => {
        if (link?.take(type, payload)) return;
        if (type === FrameType.request) void answerFrame(socket, payload, (request) => this.#options.answer(request as RequestFrame));
      },
      read: () => link?.read(),
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
}
