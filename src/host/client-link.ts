// A client as the host sees it: bytes and sizes in, frames out. Over the socket or over this process's own stdio, with the same code behind.
import type { Socket } from 'node:net';
import { encodeFrame, encodeJson, parseJson } from '../client/framing.js';
import { type Bye, type ClientHello, FrameType, type TerminalSize } from '../core/model/protocol.js';

export interface ClientListener {
  bytes(chunk: Buffer): void;
  /** All that came in one read was given out. */
  read(): void;
  /** The frame sent last has been written to the terminal. */
  ack(): void;
  size(size: TerminalSize): void;
  /** The client is gone, by its own will or not. Called once, also after `bye`. */
  closed(): void;
}

/** What a client said of its terminal when it came. */
export type ClientScreen = NonNullable<ClientHello['screen']>;

export interface ClientLink {
  readonly screen: ClientScreen;
  listen(listener: ClientListener): void;
  /** One frame for the terminal; answered by `ack`. */
  sendBytes(data: string): void;
  /** Last words; the client restores its terminal and ends. */
  bye(bye: Bye): void;
}

/** A size no terminal has, bounded so that nobody can make the host allocate for it. */
export function saneSize(size: Partial<TerminalSize> | null): TerminalSize {
  const clamp = (value: unknown, fallback: number, most: number) =>
    typeof value === 'number' && Number.isFinite(value) && value >= 1 ? Math.min(most, Math.floor(value)) : fallback;
  return { cols: clamp(size?.cols, 80, 1000), rows: clamp(size?.rows, 24, 500) };
}

export class SocketLink implements ClientLink {
  readonly screen: ClientScreen;
  readonly #socket: Socket;
  #listener: ClientListener | null = null;
  /** What the client said while its screen was being made: keys typed at once, a resize. */
  #early: { readonly type: number; readonly payload: Buffer }[] = [];
  #isClosed = false;

  constructor(socket: Socket, screen: ClientScreen) {
    this.#socket = socket;
    this.screen = screen;
    socket.on('close', () => this.#close());
  }

  /** What came before is given out right after the caller's own turn, so that it finds the listener's maker complete. */
  listen(listener: ClientListener): void {
    queueMicrotask(() => {
      this.#listener = listener;
      if (this.#isClosed) return listener.closed();
      for (const { type, payload } of this.#early.splice(0)) this.take(type, payload);
      listener.read();
    });
  }

  /** Takes a frame that the socket's reader cut out; false when it belongs to somebody else. */
  take(type: number, payload: Buffer): boolean {
    if (this.#isClosed) return true;
    if (type !== FrameType.bytes && type !== FrameType.ack && type !== FrameType.size) return false;
    if (this.#listener === null) this.#early.push({ type, payload });
    else if (type === FrameType.bytes) this.#listener.bytes(payload);
    else if (type === FrameType.ack) this.#listener.ack();
    else this.#listener.size(saneSize(parseJson<TerminalSize>(payload)));
    return true;
  }

  /** To be called when all frames of one read were taken. */
  read(): void {
    if (!this.#isClosed) this.#listener?.read();
  }

  sendBytes(data: string): void {
    if (!this.#isClosed) this.#socket.write(encodeFrame(FrameType.bytes, data));
  }

  bye(bye: Bye): void {
    if (!this.#isClosed) this.#socket.end(encodeJson(FrameType.bye, bye));
    this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener?.closed();
  }
}
