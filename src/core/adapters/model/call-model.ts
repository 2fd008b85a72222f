// One call of one model: the request sent, the answer read, whole or streamed. Its failure is a value that says what may follow.
import type OpenAI from 'openai';
import type { ModelEndpoint } from '../../chat/model-endpoint.js';
import type { ChatOrder } from '../../model/chat.js';
import type { Clock } from '../../ports.js';
import { AnswerBuilder, type AnswerParts, fieldsOf } from './answer-parts.js';
import { type CallFailure, endedByUs, looksLikePage, lostConnection, malformed, refused } from './call-failure.js';
import { chatRequest, type Quirk, quirkIn } from './chat-request.js';
import { guardCall } from './guarded-fetch.js';
import { askedDelay } from './retry-delay.js';

export interface Call {
  readonly endpoint: ModelEndpoint;
  readonly order: ChatOrder;
  readonly model: string;
  readonly clock: Clock;
  readonly silenceMs: number;
  /** What this model of this endpoint was found not to know; added to. */
  readonly quirks: Set<Quirk>;
}

export type Called = { readonly ok: true; readonly parts: AnswerParts } | { readonly ok: false; readonly failure: CallFailure };

const LEAST_BYTES = 1024 * 1024;
const MOST_BYTES = 16 * LEAST_BYTES;
/** A streamed token comes in about 250 bytes of JSON; four times that is no honest answer. */
const BYTES_PER_TOKEN = 1024;

/** Never rejects. Asks again by itself only without a field that was refused. */
export async function callModel(call: Call): Promise<Called> {
  for (;;) {
    const called = await callOnce(call);
    if (called.quirk === null || call.quirks.has(called.quirk)) return called.outcome;
    call.quirks.add(called.quirk);
  }
}

interface Attempt {
  readonly outcome: Called;
  readonly quirk: Quirk | null;
}

async function callOnce({ endpoint, order, model, clock, silenceMs, quirks }: Call): Promise<Attempt> {
  const { maxOutputTokens, signal } = order;
  const maxBytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, (maxOutputTokens ?? MOST_BYTES) * BYTES_PER_TOKEN));
  const guard = guardCall({ clock, silenceMs, maxBytes, signal });
  const body = chatRequest({ order, model, quirks });
  try {
    if (guard.ended() !== null) return failed(endedByUs('interrupted', silenceMs));
    const client = await openAiClient(endpoint, guard.fetch);
    const response = await client.chat.completions.create(body, { signal: guard.signal }).asResponse();
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
    const reading = { order, keyName: endpoint.keyName };
    const outcome = isStream ? await readStream(response, reading, client) : await readWhole(response, reading);
    const end = guard.ended();
    // The reader of streams takes an abort for the end of the answer.
    return end === null ? { outcome, quirk: null } : failed(endedByUs(end, silenceMs));
  } catch (error) {
    const end = guard.ended();
    if (end !== null) return failed(endedByUs(end, silenceMs));
    const refusal = guard.refusal();
    if (refusal === null) return failed(errorIn(error, endpoint.keyName) ?? brokenOff(error));
    const { status, headers, body: said } = refusal;
    const location = headers.get('location');
    const failure = refused({ status, body: said, askedMs: askedDelay(headers, clock.now()), location }, endpoint.keyName);
    return { ...failed(failure), quirk: status === 400 || status === 422 ? quirkIn(said, body) : null };
  } finally {
    guard.dispose();
  }
}

function brokenOff(error: unknown): CallFailure {
  return error instanceof SyntaxError ? malformed('its answer is broken JSON') : lostConnection(error);
}

function failed(failure: CallFailure): Attempt {
  return { outcome: { ok: false, failure }, quirk: null };
}

async function openAiClient(endpoint: ModelEndpoint, guarded: typeof fetch): Promise<OpenAI> {
  const { default: OpenAIClient } = await import('openai');
  return new OpenAIClient({
    apiKey: endpoint.key,
    baseURL: endpoint.baseUrl,
    // Ours are told, and their time is the clock's.
    maxRetries: 0,
    timeout: LONGEST_TIMER_MS,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    // It would write to the terminal.
    logLevel: 'off',
    fetch: guarded,
    ...(endpoint.kind === 'openrouter' ? { defaultHeaders: { 'X-Title': 'orch-tui' } } : {}),
  });
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Reading {
  readonly order: ChatOrder;
  readonly keyName: string | null;
}

async function readWhole(response: Response, { order, keyName }: Reading): Promise<Called> {
  const body = await response.text();
  if (looksLikePage(body)) return wrong(malformed('it answered with a page (HTML) instead of JSON', 'next-model'));
  const value: unknown = JSON.parse(body);
  const error = errorIn(value, keyName);
  if (error !== null) return wrong(error);
  const builder = new AnswerBuilder();
  const text = builder.add(value);
  if (text === false) return wrong(malformed('its answer has no choices'));
  // An endpoint that does not stream gives it all at once.
  if (text !== '') order.onText?.(text);
  return finished(builder.parts);
}

async function readStream(response: Response, { order }: Reading, client: OpenAI): Promise<Called> {
  const { Stream } = await import('openai/core/streaming');
  const controller = new AbortController();
  const builder = new AnswerBuilder();
  // The client's log level keeps broken pieces from the terminal. An error among the pieces is thrown, and is read by the catch above.
  for await (const piece of Stream.fromSSEResponse<unknown>(response, controller, client)) {
    const text = builder.add(piece);
    if (text !== false && text !== '') order.onText?.(text);
  }
  return finished(builder.parts);
}

function finished(parts: AnswerParts): Called {
  const isEmpty = parts.text === '' && parts.toolCalls.length === 0;
  if (parts.finish === null) return wrong(malformed(isEmpty ? 'its answer is empty' : 'its answer broke off'));
  if (isEmpty && parts.finish === 'content_filter') return wrong(malformed('it withheld its answer (content filter)', 'next-model'));
  if (parts.finish === 'error') return wrong(malformed('it failed within its answer'));
  return { ok: true, parts };
}

/** OpenRouter and others answer 200 with an error inside. */
function errorIn(value: unknown, keyName: string | null): CallFailure | null {
  const error = fieldsOf(fieldsOf(value)?.error);
  if (error === null) return null;
  const status = typeof error.code === 'number' && error.code >= 400 && error.code < 600 ? error.code : 502;
  return refused({ status, body: JSON.stringify(value), askedMs: null, location: null }, keyName);
}

function wrong(failure: CallFailure): Called {
  return { ok: false, failure };
}
