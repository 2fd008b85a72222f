// Options of programs without types: each of the kind it is to be, and none that does not exist. A slip is told before anything is asked.
import type { OrchError } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';

export type OptionKind = 'text' | 'number' | 'yes or no' | 'list' | 'object' | 'text or object';

/** Null where all is well. */
export function optionError(options: unknown, kinds: Readonly<Record<string, OptionKind>>): OrchError | null {
  if (typeof options !== 'object' || options === null) return wrong('the options are no object', 'Give an object, or nothing');
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, name)) {
      return wrong(`there is no option ${plainText(name, 60)}`, `Allowed: ${Object.keys(kinds).join(', ')}`);
    }
    const kind = kinds[name];
    if (value !== undefined && kind !== undefined && !isOf(kind, value)) {
      return wrong(`${name} is ${value === null ? 'null' : `a ${typeof value}`}`, `Give ${KIND_WORDS[kind]}, or leave it out`);
    }
  }
  return null;
}

const KIND_WORDS: Readonly<Record<OptionKind, string>> = {
  text: 'a text',
  number: 'a number',
  'yes or no': 'true or false',
  list: 'a list',
  object: 'an object',
  'text or object': 'a text or an object',
};

function isOf(kind: OptionKind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'yes or no':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null;
    case 'text or object':
      return isOf('text', value) || isOf('object', value);
  }
}

function wrong(said: string, next: string): OrchError {
  return { kind: 'usage', tried: 'order a goal', said, next };
}
