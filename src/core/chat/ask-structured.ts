// An answer of a model as a checked value: JSON found in its text, checked by a schema, asked again once with what was wrong.
import type * as z from 'zod/mini';
import type { ChatMessage, ChatOrder } from '../model/chat.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { ChatModel } from '../ports.js';
import { foundJson } from './found-json.js';

const MAX_LENGTH = 400_000;
/** Of a wrong answer, as it is shown to its model again. */
const SHOWN_AGAIN = 20_000;

export interface StructuredOrder<Value> {
  readonly model: ChatModel;
  readonly order: ChatOrder;
  readonly schema: z.ZodMiniType<Value>;
  /** What is asked for, as the error says it: `a plan`. */
  readonly what: string;
  /** What a call has cost: also those whose answer was of no use. */
  readonly onCall?: (call: { readonly model: string; readonly usage: Usage }) => void;
}

export interface StructuredAnswer<Value> {
  readonly value: Value;
  /** Of all calls. */
  readonly usage: Usage;
  readonly model: string;
}

/** Never rejects. */
export async function askStructured<Value>(asked: StructuredOrder<Value>): Promise<Result<StructuredAnswer<Value>>> {
  const { model, order, schema, what } = asked;
  let usage = NO_USAGE;
  let messages = order.messages;
  let wrong = '';
  for (const isLast of [false, true]) {
    const answer = await model.chat({ ...order, messages, json: true });
    if (!answer.ok) return answer;
    usage = addUsage(usage, answer.value.usage);
    asked.onCall?.({ model: answer.value.model, usage: answer.value.usage });
    const { text, ended } = answer.value;
    const checked = valueIn(text, schema);
    if (checked.ok) return ok({ value: checked.value, usage, model: answer.value.model });
    wrong = ended === 'length' ? `it was cut off at its bound (${checked.wrong})` : checked.wrong;
    if (isLast) return fail(unusable({ what, model: answer.value.model, wrong }));
    messages = [...order.messages, ...correction(text, wrong)];
  }
  return fail(unusable({ what, model: 'the model', wrong }));
}

type Checked<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly wrong: string };

function valueIn<Value>(text: string, schema: z.ZodMiniType<Value>): Checked<Value> {
  if (text.length > MAX_LENGTH) return { ok: false, wrong: `it is longer than ${MAX_LENGTH} characters` };
  const found = foundJson(text);
  let wrong = text.trim() === '' ? 'it is empty' : 'there is no JSON object in it';
  for (const [index, candidate] of found.entries()) {
    const checked = schema.safeParse(candidate);
    if (checked.success) return { ok: true, value: checked.data };
    if (index === 0) wrong = issueText(checked.error.issues);
  }
  return { ok: false, wrong };
}

/** zod's small build has no words of its own. */
function issueText(issues: readonly z.core.$ZodIssue[]): string {
  const [first, ...more] = issues;
  if (first === undefined) return 'it does not have the wanted shape';
  const path = first.path.map(String).join('.');
  return `${path === '' ? 'it' : plainText(path, 80)} ${oneIssue(first)}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
}

function oneIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'unrecognized_keys':
      return `has unknown keys: ${plainText(issue.keys.join(', '), 100)}`;
    case 'invalid_value':
      return `must be one of ${plainText(issue.values.map(String).join(', '), 200)}`;
    case 'too_small':
      return `is too small: at least ${issue.minimum}`;
    case 'too_big':
      return `is too large: at most ${issue.maximum}`;
    default:
      return issue.code === 'custom' && issue.message !== 'Invalid input'
        ? `is wrong: ${plainText(issue.message, 200)}`
        : 'is not of the wanted shape';
  }
}

function correction(text: string, wrong: string): readonly ChatMessage[] {
  // An empty message of the assistant is refused by some endpoints.
  const before = text.trim() === '' ? [] : [{ role: 'assistant' as const, content: text.slice(0, SHOWN_AGAIN) }];
  return [
    ...before,
    {
      role: 'user',
      content: `That answer can not be used: ${wrong}. Answer again with the JSON object alone, in the shape that was asked for.`,
    },
  ];
}

function unusable({ what, model, wrong }: { readonly what: string; readonly model: string; readonly wrong: string }): OrchError {
  return {
    kind: 'model',
    tried: `get ${what} from ${plainText(model, 100)}`,
    said: `its answer could not be used, twice: ${wrong}`,
    next: 'Try again, or name a stronger model in the configuration (section model)',
  };
}
