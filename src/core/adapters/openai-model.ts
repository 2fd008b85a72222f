// The ChatModel port over the `openai` package: any OpenAI-compatible endpoint, tried again and along the chain of models. The key stays in here.
import { type ModelEndpoint, modelChain, modelEndpoint } from '../chat/model-endpoint.js';
import { usageOf } from '../chat/prices.js';
import { estimateMessages, estimateTokens } from '../chat/token-estimate.js';
import type { ChatAnswer, ChatOrder } from '../model/chat.js';
import type { Config } from '../model/config.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { ChatModel, Clock } from '../ports.js';
import type { AnswerParts } from './model/answer-parts.js';
import type { CallFailure } from './model/call-failure.js';
import { callModel } from './model/call-model.js';
import type { Quirk } from './model/chat-request.js';
import { retryDelay } from './model/retry-delay.js';

export interface OpenAiModelOrder {
  /** The person's environment as it is now. */
  readonly env: () => Readonly<Record<string, string | undefined>>;
  readonly config: Config['model'];
  readonly clock: Clock;
  readonly random?: () => number;
}

export function createOpenAiModel(order: OpenAiModelOrder): ChatModel {
  const endpoint = () => modelEndpoint({ env: order.env(), config: order.config });
  // What an endpoint does not know it will not know the next time either.
  const quirks = new Map<string, Set<Quirk>>();
  const quirksOf = (name: string) => {
    const known = quirks.get(name) ?? new Set<Quirk>();
    quirks.set(name, known);
    return known;
  };
  return {
    available(use) {
      const found = endpoint();
      if (!found.ok) return found;
      const [model = ''] = modelChain(found.value, order.config, use);
      return ok({ model, endpoint: found.value.name });
    },
    async chat(asked) {
      const found = endpoint();
      if (!found.ok) return found;
      return askChain({ ...order, endpoint: found.value, asked, quirksOf });
    },
  };
}

interface Chain extends OpenAiModelOrder {
  readonly endpoint: ModelEndpoint;
  readonly asked: ChatOrder;
  readonly quirksOf: (name: string) => Set<Quirk>;
}

async function askChain(chain: Chain): Promise<Result<ChatAnswer>> {
  const { endpoint, config, asked } = chain;
  const models = modelChain(endpoint, config, asked.use);
  const failures: { model: string; failure: CallFailure }[] = [];
  for (const [index, model] of models.entries()) {
    const answer = await askModel(chain, model);
    if ('parts' in answer) return ok(chatAnswer({ chain, model, parts: answer.parts }));
    failures.push({ model, failure: answer.failure });
    if (answer.failure.follow === 'end' || answer.failure.follow === 'retry-or-end') break;
    const next = models[index + 1];
    if (next !== undefined) tell(chain, `${model}: ${answer.failure.said}; ${next} is asked instead`);
  }
  return fail(chainError(chain, failures));
}

/** One model, with its tries. */
async function askModel(chain: Chain, model: string): Promise<{ readonly parts: AnswerParts } | { readonly failure: CallFailure }> {
  const { endpoint, config, asked, clock, random = Math.random } = chain;
  const quirks = chain.quirksOf(`${endpoint.baseUrl} ${model}`);
  for (let tries = 1; ; tries++) {
    const called = await callModel({ endpoint, order: asked, model, clock, silenceMs: config.timeoutSeconds * 1000, quirks });
    if (called.ok) return { parts: called.parts };
    const { failure } = called;
    const most = mostRetries(failure, config.retries);
    if (tries > most) return { failure };
    const delayMs = retryDelay({ tries, askedMs: failure.askedMs }, random);
    const waited = pause(clock, delayMs, asked.signal);
    tell(chain, `${model}: ${failure.said}; tried again in ${Math.ceil(delayMs / 1000)} s (try ${tries + 1} of ${most + 1})`);
    if (!(await waited))
      return { failure: { ...failure, follow: 'end', kind: 'interrupted', failure: null, said: 'it was interrupted', next: 'Ask again' } };
  }
}

/** Silence costs the whole time-out each time. */
function mostRetries({ follow }: CallFailure, configured: number): number {
  if (follow === 'retry-once') return Math.min(1, configured);
  return follow === 'retry' || follow === 'retry-or-end' ? configured : 0;
}

/** False when it was interrupted. */
function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve(false);
      return;
    }
    const interrupted = () => {
      timer.cancel();
      resolve(false);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', interrupted);
      resolve(true);
    });
    signal?.addEventListener('abort', interrupted, { once: true });
  });
}

function chatAnswer({ chain, model, parts }: { readonly chain: Chain; readonly model: string; readonly parts: AnswerParts }): ChatAnswer {
  const { endpoint, asked } = chain;
  const { finish, tokens } = parts;
  const text = withoutKeys(chain, parts.text);
  const toolCalls = parts.toolCalls.map((call) => ({ ...call, arguments: withoutKeys(chain, call.arguments) }));
  const written = text + toolCalls.map((call) => call.name + call.arguments).join('');
  const usage = usageOf({
    model,
    inputTokens: tokens?.input ?? estimateMessages(asked.messages),
    outputTokens: tokens?.output ?? estimateTokens(written),
    guessed: tokens === null,
    toldUsd: endpoint.kind === 'openrouter' ? parts.costUsd : null,
    local: endpoint.isLocal,
  });
  const ended = finish === 'length' ? 'length' : toolCalls.length > 0 ? 'tools' : 'stop';
  return { text, toolCalls, ended, model, usage };
}

function chainError(chain: Chain, failures: readonly { readonly model: string; readonly failure: CallFailure }[]): OrchError {
  const last = failures.at(-1);
  const said = failures
    .map(({ model, failure: { said: text } }) => clean(chain, failures.length === 1 ? text : `${model}: ${text}`, 300))
    .join('; ');
  return {
    kind: last?.failure.kind ?? 'internal',
    tried: clean(chain, `ask ${last?.model ?? 'a model'} at ${chain.endpoint.name}`, 200),
    said: clean(chain, said, 600),
    next: clean(chain, last?.failure.next ?? 'Try again', 300),
    ...(last === undefined || last.failure.failure === null ? {} : { failure: last.failure.failure }),
  };
}

function tell(chain: Chain, note: string): void {
  chain.asked.onRetry?.(clean(chain, note, 300));
}

/** Only without the keys is the text cut: no half of one gets out either. */
function clean(chain: Chain, text: string, maxLength: number): string {
  return plainText(withoutKeys(chain, plainText(text, LONGEST_SAID)), maxLength);
}

const LONGEST_SAID = 4096;

/** An endpoint may give back what it was sent: neither its key nor the other goes any further. */
function withoutKeys(chain: Chain, text: string): string {
  const { OPENAI_API_KEY, OPENROUTER_API_KEY } = chain.env();
  const keys = [chain.endpoint.keyName === null ? '' : chain.endpoint.key, OPENAI_API_KEY?.trim() ?? '', OPENROUTER_API_KEY?.trim() ?? ''];
  // One that is shorter is no key, and would be found in any text.
  return keys.filter((key) => key.length >= LEAST_KEY).reduce((rest, key) => rest.replaceAll(key, '***'), text);
}

const LEAST_KEY = 8;
