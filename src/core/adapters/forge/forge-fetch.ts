// How a forge is asked over HTTP: each request with an end in time and in bytes, and what it says of its rate heard.
import { BoundedTail } from '../bounded-tail.js';
import type { RateLimits } from './rate-limits.js';

/** A page of a hundred long comments is some megabytes. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A log is read to its end for its end: this much of it. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

export interface FetchOrder {
  readonly timeoutMs: number;
  readonly limits: Pick<RateLimits, 'hear'>;
  readonly token: string;
}

/** Rejects where the answer is longer than any that is wanted. */
export function boundedFetch({ timeoutMs, limits, token }: FetchOrder): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    limits.hear(token, answer);
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of chunksOf(answer)) {
      bytes += part.length;
      if (bytes > MAX_BYTES) throw new Error(`it answered with more than ${MAX_BYTES / 1024 / 1024} MB`);
      parts.push(part);
    }
    return again(answer, bytes === 0 ? null : new Blob(parts as BlobPart[]));
  };
}

/** Only the end of what is answered, at most `characters`. */
export function tailFetch({ timeoutMs, limits, token }: FetchOrder, characters: number): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    limits.hear(token, answer);
    const tail = new BoundedTail(characters);
    const decoder = new TextDecoder();
    let bytes = 0;
    for await (const part of chunksOf(answer)) {
      bytes += part.length;
      tail.push(decoder.decode(part, { stream: true }));
      // What was read so far is the best there is.
      if (bytes > MAX_LOG_BYTES) break;
    }
    return again(answer, tail.text() || null);
  };
}

async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body as unknown as AsyncIterable<Uint8Array>;
}

/** These have no body, and a `Response` of them takes none. */
const EMPTY = [204, 205, 304];

function again({ status, statusText, headers }: Response, body: BodyInit | null): Response {
  return new Response(EMPTY.includes(status) ? null : body, { status, statusText, headers });
}
