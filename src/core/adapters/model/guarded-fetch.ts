// One HTTP call to a model's endpoint, guarded: it ends at silence, at too many bytes or when its caller wants, and follows no redirect,
// for the key goes with it. Knows nothing of chats.
import type { Clock, Timer } from '../../ports.js';

/** Why a call was ended by us. */
export type CallEnd = 'interrupted' | 'silent' | 'endless';

export interface CallGuard {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Null while nothing of ours has ended it. */
  readonly ended: () => CallEnd | null;
  /** What the endpoint answered instead of what was asked: the client library makes an error of it that has lost the half. */
  readonly refusal: () => { readonly status: number; readonly headers: Headers; readonly body: string } | null;
  /** Ends what is left of it; idempotent. */
  readonly dispose: () => void;
}

export interface GuardOrder {
  readonly clock: Clock;
  /** Longest time without a byte. */
  readonly silenceMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** What the client library adds from variables of its own (OPENAI_CUSTOM_HEADERS and others) is not for every endpoint. */
const SENT_HEADERS: readonly string[] = ['authorization', 'content-type', 'accept', 'user-agent', 'http-referer', 'x-title'];

export function guardCall({ clock, silenceMs, maxBytes, signal }: GuardOrder): CallGuard {
  const controller = new AbortController();
  let end: CallEnd | null = null;
  let refusal: ReturnType<CallGuard['refusal']> = null;
  let timer: Timer | null = null;
  const stop = (why: CallEnd) => {
    end ??= why;
    controller.abort();
  };
  const heard = () => {
    timer?.cancel();
    timer = controller.signal.aborted ? null : clock.after(silenceMs, () => stop('silent'));
  };
  const interrupted = () => stop('interrupted');
  signal?.addEventListener('abort', interrupted, { once: true });
  if (signal?.aborted === true) interrupted();
  return {
    signal: controller.signal,
    ended: () => end,
    refusal: () => refusal,
    dispose() {
      timer?.cancel();
      signal?.removeEventListener('abort', interrupted);
      controller.abort();
    },
    async fetch(input, init) {
      heard();
      const headers = new Headers(init?.headers);
      for (const name of [...headers.keys()]) if (!SENT_HEADERS.includes(name)) headers.delete(name);
      const response = await fetch(input, { ...init, headers, redirect: 'manual', signal: controller.signal });
      heard();
      const { status, statusText, headers: answered } = response;
      let bytes = 0;
      const counted = response.body?.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, out) {
            bytes += chunk.length;
            if (bytes > maxBytes) stop('endless');
            heard();
            out.enqueue(chunk);
          },
        }),
      );
      const bounded = new Response(counted ?? null, { status, statusText, headers: answered });
      if (response.ok) return bounded;
      const body = await bounded.text();
      refusal = { status, headers: answered, body };
      return new Response(body === '' ? null : body, { status, statusText, headers: answered });
    },
  };
}
