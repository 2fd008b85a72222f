// What a failed call means: try again, ask without a field, take the next model, or end. Texts are plain, bounded and free of the key.
import type { OrchErrorKind } from '../../model/error.js';
import type { FailureKind } from '../../model/limit.js';
import { plainText } from '../../model/plain-text.js';
import { fieldsOf } from './answer-parts.js';
import type { CallEnd } from './guarded-fetch.js';

export interface CallFailure {
  /** `retry-or-end`: another model of the same endpoint would not fare better. */
  readonly follow: 'retry' | 'retry-or-end' | 'retry-once' | 'next-model' | 'end';
  readonly kind: OrchErrorKind;
  /** What it would mean to an agent; null where it passes neither by itself nor with another model's provider. */
  readonly failure: FailureKind | null;
  /** Without the endpoint's name. */
  readonly said: string;
  readonly next: string;
  readonly askedMs: number | null;
  readonly status: number | null;
}

/** What an endpoint answered instead of a completion. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly askedMs: number | null;
  /** Where a redirect would lead. */
  readonly location: string | null;
}

const LATER = 'Try again later, or name further models in the configuration (section model)';
const ADDRESS = 'Check model.baseUrl or OPENAI_BASE_URL: such addresses mostly end in /v1';

export function refused({ status, body, askedMs, location }: Refusal, keyName: string | null): CallFailure {
  const { message, code } = saidIn(body);
  const words = message === '' ? '' : `: ${message}`;
  const failure = (follow: CallFailure['follow'], said: string, next: string): CallFailure => ({
    follow,
    kind: status === 429 || status === 402 ? 'limit' : 'model',
    failure: null,
    said: `${said} (${status})`,
    next,
    askedMs,
    status,
  });
  if (status >= 300 && status < 400)
    return { ...failure('end', `it sends us to ${hostOf(location)}, and the key goes nowhere else`, ADDRESS), kind: 'config' };
  if (status === 404 || code === 'model_not_found')
    return failure('next-model', `there is no such model${words}`, 'Name another in model.default, or check the address of the endpoint');
  // The endpoint's own words may show part of the key.
  if (status === 401 || status === 403)
    return {
      ...failure(
        'end',
        `it does not accept ${keyName === null ? 'a call without a key' : `the key in ${keyName}`}`,
        `Check ${keyName ?? 'OPENAI_API_KEY'}`,
      ),
      kind: 'config',
      failure: 'auth',
    };
  if (status === 402 || code === 'insufficient_quota')
    return {
      ...failure('next-model', `the account has no credit left${words}`, 'Add credit, or use another key'),
      kind: 'limit',
      failure: 'credit',
    };
  if (status === 429) return { ...failure('retry', `rate limited${words}`, LATER), failure: 'rate-limit' };
  if (status >= 500 || status === 408 || status === 409) return { ...failure('retry', `it fails${words}`, LATER), failure: 'network' };
  return failure('next-model', `it refuses the request${words}`, 'Name another model in the configuration (section model)');
}

export function endedByUs(end: CallEnd, silenceMs: number): CallFailure {
  const common = { kind: 'model' as const, failure: null, askedMs: null, status: null, next: LATER };
  switch (end) {
    case 'interrupted':
      return { ...common, follow: 'end', kind: 'interrupted', said: 'it was interrupted', next: 'Ask again' };
    case 'silent':
      return {
        ...common,
        follow: 'retry-once',
        failure: 'network',
        said: `nothing came for ${Math.round(silenceMs / 1000)} s`,
        next: 'Raise model.timeoutSeconds, or name another model',
      };
    case 'endless':
      return { ...common, follow: 'next-model', said: 'its answer did not end, and was cut off' };
  }
}

export function lostConnection(error: unknown): CallFailure {
  const codes = [...causes(error)].map((cause) => (cause as { code?: unknown }).code).filter((code) => typeof code === 'string');
  const code = codes[0] ?? '';
  const unreachable = UNREACHABLE.get(code);
  const said = unreachable ?? `the connection was lost${code === '' ? '' : ` (${plainText(code, 40)})`}`;
  return {
    follow: unreachable === undefined ? 'retry' : 'retry-or-end',
    kind: 'model',
    failure: 'network',
    said,
    next: 'Check the network and the address of the endpoint',
    askedMs: null,
    status: null,
  };
}

export function malformed(said: string, follow: CallFailure['follow'] = 'retry'): CallFailure {
  return { follow, kind: 'model', failure: null, said, next: follow === 'retry' ? LATER : ADDRESS, askedMs: null, status: null };
}

const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing answers there'],
  ['ENOTFOUND', 'there is no such host'],
  ['EAI_AGAIN', 'the name of the host can not be looked up'],
]);

function* causes(error: unknown): Iterable<object> {
  let at = error;
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth++) {
    yield at;
    at = (at as { cause?: unknown }).cause;
  }
}

/** Far longer than what is shown: it is cut once the key is out of it. */
const LONGEST = 2000;

/** The message of an error in any of the shapes that endpoints use. */
function saidIn(body: string): { readonly message: string; readonly code: string } {
  if (looksLikePage(body)) return { message: 'a page (HTML)', code: '' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { message: plainText(body, LONGEST), code: '' };
  }
  const outer = fieldsOf(Array.isArray(parsed) ? parsed[0] : parsed) ?? {};
  const inner = fieldsOf(outer.error) ?? outer;
  const text = [inner.message, outer.error, outer.message, outer.detail].find((one) => typeof one === 'string');
  return { message: plainText(typeof text === 'string' ? text : body, LONGEST), code: typeof inner.code === 'string' ? inner.code : '' };
}

export function looksLikePage(body: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/iu.test(body.slice(0, 200));
}

function hostOf(location: string | null): string {
  return location !== null && URL.canParse(location) ? plainText(new URL(location).host, 100) : 'another address';
}
