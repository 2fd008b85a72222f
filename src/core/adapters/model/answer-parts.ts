// An answer as it is put together from what an endpoint sends, whole or in pieces. Nothing of that is trusted to have its shape.
import type { ToolCall } from '../../model/chat.js';

export interface AnswerParts {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** As the endpoint says it; null where the answer just stops. */
  readonly finish: string | null;
  readonly model: string | null;
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly costUsd: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const MOST_CALLS = 256;

/** Takes whole messages and deltas alike. */
export class AnswerBuilder {
  #text = '';
  #calls: { id: string; name: string; text: string }[] = [];
  #places = new Map<number, number>();
  #finish: string | null = null;
  #model: string | null = null;
  #tokens: AnswerParts['tokens'] = null;
  #costUsd: number | null = null;

  /** The new text in it. False for what is no chat completion. */
  add(value: unknown): string | false {
    const body = fieldsOf(value);
    if (body === null) return false;
    if (typeof body.model === 'string' && body.model !== '') this.#model = body.model;
    this.#addUsage(fieldsOf(body.usage));
    if (!Array.isArray(body.choices)) return false;
    const choice = fieldsOf(body.choices[0]);
    // The last piece of a stream has the usage and no choice.
    if (choice === null) return '';
    if (typeof choice.finish_reason === 'string') this.#finish = choice.finish_reason;
    const message = fieldsOf(choice.delta) ?? fieldsOf(choice.message) ?? {};
    for (const call of Array.isArray(message.tool_calls) ? message.tool_calls : []) this.#addCall(fieldsOf(call) ?? {});
    const text = textOf(message.content) || textOf(message.refusal);
    this.#text += text;
    return text;
  }

  get parts(): AnswerParts {
    const toolCalls = this.#calls
      .filter((call) => call.name !== '')
      .map(({ id, name, text }, index) => ({ id: id === '' ? `call_${index + 1}` : id, name, arguments: text === '' ? '{}' : text }));
    return { text: this.#text, toolCalls, finish: this.#finish, model: this.#model, tokens: this.#tokens, costUsd: this.#costUsd };
  }

  // Some endpoints send no index, or the same for every call, but whole calls with an id each.
  #addCall(call: Fields): void {
    const index = typeof call.index === 'number' ? call.index : null;
    const id = typeof call.id === 'string' ? call.id : '';
    const made = fieldsOf(call.function) ?? {};
    const last = this.#calls.length - 1;
    let place = index === null ? (id === '' ? Math.max(last, 0) : this.#calls.length) : (this.#places.get(index) ?? this.#calls.length);
    const there = this.#calls[place];
    if (there !== undefined && id !== '' && there.id !== '' && there.id !== id) place = this.#calls.length;
    if (place >= MOST_CALLS) return;
    if (index !== null) this.#places.set(index, place);
    const slot = this.#calls[place] ?? { id: '', name: '', text: '' };
    this.#calls[place] = slot;
    if (id !== '') slot.id = id;
    if (typeof made.name === 'string' && slot.name !== made.name) slot.name += made.name;
    if (typeof made.arguments === 'string') slot.text += made.arguments;
    else if (fieldsOf(made.arguments) !== null) slot.text = JSON.stringify(made.arguments);
  }

  #addUsage(usage: Fields | null): void {
    if (usage === null) return;
    const input = countOf(usage.prompt_tokens);
    const output = countOf(usage.completion_tokens);
    if (input !== null && output !== null) this.#tokens = { input, output };
    // OpenRouter tells what it takes from the account.
    this.#costUsd = countOf(usage.cost) ?? this.#costUsd;
  }
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** A text, or a list of parts with texts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part) => fieldsOf(part)?.text)
    .filter((text) => typeof text === 'string')
    .join('');
}
