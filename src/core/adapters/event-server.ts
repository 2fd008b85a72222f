// The event stream that an agent CLI serves on a loopback port: followed from its start until it is gone. All of it is untrusted and bounded.
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { HookEvent } from '../model/hook-event.js';
import type { Clock, Timer } from '../ports.js';

/** Of one event, and of the answer to one question; an event may hold a whole diff. */
const MAX_LENGTH = 64 * 1024;
/** A CLI takes 2 to 10 s until it listens, on a loaded machine longer. */
const TRY_AGAIN_MS = 250;
const TRY_FOR_MS = 120_000;
/** A request that comes while the CLI is still starting may never be answered (opencode, seen): it is put again. */
const ANSWER_WITHIN_MS = 3000;
const LOOPBACK = '127.0.0.1';

/** Null when there is none. Between this and the start of the CLI another program may take it: then nothing is heard of that agent. */
export function freePort(): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(null));
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}

export interface EventServerOrder {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Path of the stream of events. */
  readonly events: string;
  /** Paths that are asked once the stream is there. */
  readonly snapshot: readonly string[];
  readonly clock: Pick<Clock, 'after' | 'now'>;
  readonly onSnapshot: (path: string, answer: unknown) => void;
  /** `payload`: its `properties`. */
  readonly onEvent: (event: HookEvent) => void;
  /** The stream was there and is gone. */
  readonly onLost: () => void;
}

/** Returns how to stop. */
export function followEvents(order: EventServerOrder): () => void {
  const { clock } = order;
  let isStopped = false;
  let timer: Timer | null = null;
  let untilAt = clock.now() + TRY_FOR_MS;
  let drop: () => void = () => undefined;

  function connect(): void {
    timer = null;
    let isOpen = false;
    const late = clock.after(ANSWER_WITHIN_MS, () => asked.destroy());
    const over = () => {
      late.cancel();
      if (isStopped || timer !== null) return;
      if (isOpen) {
        order.onLost();
        untilAt = clock.now() + TRY_FOR_MS;
      }
      if (clock.now() < untilAt) timer = clock.after(TRY_AGAIN_MS, connect);
    };
    const asked = request(target(order, order.events), (response) => {
      late.cancel();
      // Not the server that was meant: nothing more is told to it.
      if (response.statusCode !== 200) {
        untilAt = 0;
        response.destroy();
        return;
      }
      isOpen = true;
      const lines = eventLines(order.onEvent);
      response.setEncoding('utf8');
      response.on('data', (text: string) => !isStopped && lines(text));
      response.on('error', () => undefined);
      for (const path of order.snapshot) ask(order, path, (answer) => !isStopped && order.onSnapshot(path, answer));
    });
    asked.on('error', () => undefined);
    asked.on('close', over);
    asked.end();
    drop = () => {
      late.cancel();
      asked.destroy();
    };
  }

  connect();
  return () => {
    isStopped = true;
    timer?.cancel();
    drop();
  };
}

function target({ port, user, password }: EventServerOrder, path: string) {
  return { host: LOOPBACK, port, path, auth: `${user}:${password}`, agent: false } as const;
}

function ask(order: EventServerOrder, path: string, told: (answer: unknown) => void): void {
  const asked = request(target(order, path), (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part: string) => {
      text += part;
      if (text.length > MAX_LENGTH) response.destroy();
    });
    response.on('error', () => undefined);
    response.on('end', () => response.statusCode === 200 && told(parsed(text)));
  });
  asked.on('error', () => undefined);
  asked.end();
}

/** Server-sent events of one line each. One that is too large is known by its type alone. */
function eventLines(onEvent: (event: HookEvent) => void): (text: string) => void {
  let line = '';
  let isTooLarge = false;
  const take = (part: string) => {
    if (line.length + part.length > MAX_LENGTH) isTooLarge = true;
    if (line.length < MAX_LENGTH) line += part.slice(0, MAX_LENGTH - line.length);
  };
  return (text) => {
    const parts = text.split('\n');
    parts.forEach((part, at) => {
      take(part);
      if (at === parts.length - 1) return;
      const event = line.startsWith('data:') ? eventIn(line.slice('data:'.length), isTooLarge) : null;
      line = '';
      isTooLarge = false;
      if (event !== null) onEvent(event);
    });
  };
}

function eventIn(data: string, isTooLarge: boolean): HookEvent | null {
  if (isTooLarge) {
    const name = /^[^{}]{0,20}\{[^{}]{0,200}"type": ?"([\w.]{1,60})"/.exec(data)?.[1];
    return name === undefined ? null : { name, payload: null };
  }
  const event = parsed(data);
  if (typeof event !== 'object' || event === null) return null;
  const { type, properties } = event as { readonly type?: unknown; readonly properties?: unknown };
  if (typeof type !== 'string' || type.length > 60) return null;
  const isObject = typeof properties === 'object' && properties !== null && !Array.isArray(properties);
  return { name: type, payload: isObject ? (properties as HookEvent['payload']) : null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
