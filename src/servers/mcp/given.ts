// Arguments of a tool: their JSON schema for the model, and what it gave, checked against it. A model's arguments are input from outside.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { MAX_MESSAGE_BYTES } from '../../core/model/message.js';
import { plainText } from '../../core/model/plain-text.js';

export interface Field {
  readonly type: 'text' | 'flag' | 'seconds' | 'texts';
  readonly description: string;
  readonly isRequired?: true;
  readonly oneOf?: readonly string[];
}

/** Values that are known to fit their fields. What was left out, or given as null, is null, false or empty. */
export interface Given {
  text(name: string): string;
  textOrNull(name: string): string | null;
  flag(name: string): boolean;
  seconds(name: string): number | null;
  texts(name: string): readonly string[];
}

const MOST_TEXTS = 50;
const TYPES = {
  text: { type: 'string' },
  flag: { type: 'boolean' },
  seconds: { type: 'integer', minimum: 0 },
  texts: { type: 'array', items: { type: 'string' }, maxItems: MOST_TEXTS },
} as const;

export function inputSchema(fields: Readonly<Record<string, Field>>): { readonly type: 'object'; readonly [key: string]: unknown } {
  const properties = Object.entries(fields).map(([name, { type, description, oneOf }]) => [
    name,
    { ...TYPES[type], description, ...(oneOf === undefined ? {} : { enum: oneOf }) },
  ]);
  const required = Object.entries(fields).flatMap(([name, { isRequired }]) => (isRequired ? [name] : []));
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false };
}

export function readGiven(fields: Readonly<Record<string, Field>>, given: Readonly<Record<string, unknown>>): Result<Given> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name)) return fail(wrong(`there is no argument ${plainText(name, 40)}`, allowed(fields)));
  }
  for (const [name, field] of Object.entries(fields)) {
    const problem = problemOf(given[name] ?? null, field);
    if (problem !== null) return fail(wrong(`${name} ${problem}`, `${name} is: ${field.description}`));
  }
  return ok({
    text: (name) => String(given[name] ?? ''),
    textOrNull: (name) => (given[name] == null || given[name] === '' ? null : String(given[name])),
    flag: (name) => given[name] === true,
    seconds: (name) => (typeof given[name] === 'number' ? given[name] : null),
    texts: (name) => (Array.isArray(given[name]) ? given[name].map(String) : []),
  });
}

function problemOf(value: unknown, { type, isRequired, oneOf }: Field): string | null {
  if (value === null) return isRequired ? 'is missing' : null;
  switch (type) {
    case 'flag':
      return typeof value === 'boolean' ? null : 'is neither true nor false';
    case 'seconds':
      return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? null : 'is no number of seconds';
    case 'texts':
      if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) return 'is no list of texts';
      if (value.length > MOST_TEXTS) return `has ${value.length} entries, at most ${MOST_TEXTS} are allowed`;
      return tooLarge(value.join(''));
    case 'text':
      if (typeof value !== 'string') return 'is no text';
      if (isRequired && value.trim() === '') return 'is empty';
      if (oneOf !== undefined && !oneOf.includes(value)) return `is none of ${oneOf.join(', ')}`;
      return tooLarge(value);
  }
}

function tooLarge(text: string): string | null {
  const bytes = Buffer.byteLength(text);
  return bytes <= MAX_MESSAGE_BYTES
    ? null
    : `has ${bytes} bytes, at most ${MAX_MESSAGE_BYTES} are allowed: write it into a file of your worktree and name the file`;
}

function allowed(fields: Readonly<Record<string, Field>>): string {
  const names = Object.keys(fields);
  return names.length === 0 ? 'Call it without arguments' : `Give only ${names.join(', ')}`;
}

function wrong(said: string, next: string): OrchError {
  return { kind: 'usage', tried: 'read the arguments', said, next };
}
