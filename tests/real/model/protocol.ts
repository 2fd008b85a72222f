// What the server needs of each protocol: how a request is read, and how an answer is written, whole or as server-sent events.
import type { ServerResponse } from 'node:http';
import type { Conversation } from './conversation.js';
import type { ToolCall } from './tool-call.js';

export interface Answer {
  readonly text: string;
  readonly call: ToolCall | null;
}

export interface Protocol {
  readonly name: 'responses' | 'messages' | 'gemini' | 'chat';
  /** Whether a request to this path, without its query, is for this protocol. */
  speaks(path: string): boolean;
  read(body: unknown, path: string): Conversation;
  whole(answer: Answer, conversation: Conversation): unknown;
  stream(answer: Answer, conversation: Conversation, events: EventStream): Promise<void>;
  refusal(status: number, message: string): unknown;
}

const PIECE_LENGTH = 8;

/** Server-sent events to one CLI; writes nothing any more once that has hung up. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #pauseMs: number;

  constructor(response: ServerResponse, pauseMs: number) {
    this.#response = response;
    this.#pauseMs = pauseMs;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  }

  send(data: unknown, event: string | null = null): void {
    if (this.#response.destroyed) return;
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.#response.write(`${event === null ? '' : `event: ${event}\n`}data: ${text}\n\n`);
  }

  /** A text bit by bit, as models give it. */
  async spell(text: string, send: (piece: string) => void): Promise<void> {
    for (let at = 0; at < text.length && !this.#response.destroyed; at += PIECE_LENGTH) {
      send(text.slice(at, at + PIECE_LENGTH));
      if (this.#pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#pauseMs));
    }
  }

  end(): void {
    this.#response.end();
  }
}
