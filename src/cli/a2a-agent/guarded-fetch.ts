// How a remote A2A agent is reached: only at the address that is configured, whatever its card names; without redirects; answers bounded.
import { plainText } from '../../core/model/plain-text.js';

export interface GuardOrder {
  readonly url: URL;
  readonly token: string | null;
  /** Variable that holds it. */
  readonly tokenIn: string | null;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch;
}

/** Of one answer, also of a stream. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What keeps a token from being sent there; null where nothing does. */
export function exposesToken({ url, token }: Pick<GuardOrder, 'url' | 'token'>): string | null {
  if (token === null || url.protocol === 'https:' || isLoopback(url.hostname)) return null;
  return 'its address is on another machine and not encrypted, so the token would be seen on the way';
}

export function guardedFetch({ url, token, tokenIn, signal, fetch: send = fetch }: GuardOrder): typeof fetch {
  return async (input, init = {}) => {
    const target = new URL(input instanceof Request ? input.url : input);
    if (!isSamePlace(target, url))
      throw new Error(`its card leads to ${plainText(target.origin, 200)}, which is not where it is configured`);
    const headers = new Headers(init.headers);
    if (token !== null) headers.set('Authorization', `Bearer ${token}`);
    const signals = [signal, ...(init.signal == null ? [] : [init.signal])];
    const answer = await send(target, { ...init, headers, redirect: 'error', signal: AbortSignal.any(signals) });
    if (answer.status === 401 || answer.status === 403) throw new Error(refused(token, tokenIn));
    return bounded(answer);
  };
}

function refused(token: string | null, tokenIn: string | null): string {
  const where = tokenIn === null ? 'give it one' : `set ${tokenIn}`;
  return token === null ? `it wants a token: ${where}` : `it refuses the token${tokenIn === null ? '' : ` of ${tokenIn}`}`;
}

/** The names of this machine are one place. */
function isSamePlace(target: URL, url: URL): boolean {
  if (target.protocol !== url.protocol || target.port !== url.port) return false;
  return target.hostname === url.hostname || (isLoopback(target.hostname) && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function bounded(answer: Response): Response {
  if (answer.body === null) return answer;
  let taken = 0;
  const counted = answer.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        taken += chunk.byteLength;
        if (taken > MAX_ANSWER_BYTES) controller.error(new Error(`it answers with more than ${MAX_ANSWER_BYTES / 1024 / 1024} MB`));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
}
