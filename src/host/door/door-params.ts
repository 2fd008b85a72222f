// What an agent brings with a call: checked word by word, for it comes from a program that a model talks to.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';

export type Params = Readonly<Record<string, unknown>>;

/** Longest an agent may be held. */
export const MOST_WAIT_SECONDS = 300;
/** The longest text in a message leaves room in its 64 KB for what is around it. */
export const MOST_TEXT_BYTES = 60 * 1024;
/** Of names, roles, models. */
const MOST_NAME = 200;

interface TextOrder {
  readonly maxBytes?: number;
}

/** A text that says something. */
export function textOf(params: Params, name: string, { maxBytes = MOST_TEXT_BYTES }: TextOrder = {}): Result<string> {
  const value = params[name];
  if (typeof value !== 'string') return fail(wrong(name, 'has to be a text'));
  if (value.trim() === '') return fail(wrong(name, 'is empty'));
  const bytes = Buffer.byteLength(value);
  if (bytes > maxBytes) {
    const next = 'Put it into a file of your worktree, and name that';
    return fail({ ...wrong(name, `has ${bytes} bytes, and ${maxBytes} is the most`), next });
  }
  return ok(value);
}

export function nameOf(params: Params, name: string): Result<string> {
  return textOf(params, name, { maxBytes: MOST_NAME });
}

/** Null where it is left out. */
export function nameOrNull(params: Params, name: string): Result<string | null> {
  return params[name] === undefined || params[name] === null ? ok(null) : nameOf(params, name);
}

/** 0 where it is left out; more than `MOST_WAIT_SECONDS` is that. */
export function secondsOf(params: Params, name = 'waitSeconds'): Result<number> {
  const value = params[name] ?? 0;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return fail(wrong(name, 'has to be a number of seconds from 0'));
  return ok(Math.min(MOST_WAIT_SECONDS, value));
}

export function flagOf(params: Params, name: string): Result<boolean> {
  const value = params[name] ?? false;
  return typeof value === 'boolean' ? ok(value) : fail(wrong(name, 'has to be true or false'));
}

export function oneOf<Value extends string>(params: Params, name: string, allowed: readonly Value[]): Result<Value> {
  const value = params[name];
  const found = allowed.find((each) => each === value);
  return found === undefined ? fail(wrong(name, `has to be one of ${allowed.join(', ')}`)) : ok(found);
}

/** None where it is left out. */
export function textsOf(
  params: Params,
  name: string,
  { most, maxLength }: { readonly most: number; readonly maxLength: number },
): Result<readonly string[]> {
  const value = params[name] ?? [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string' && each.trim() !== ''))
    return fail(wrong(name, 'has to be a list of texts'));
  if (value.length > most) return fail(wrong(name, `has ${value.length} entries, and ${most} is the most`));
  if (value.some((each: string) => each.length > maxLength)) return fail(wrong(name, `has a text of more than ${maxLength} characters`));
  return ok(value as readonly string[]);
}

/** What is wrong with the first that is wrong. */
export function firstError(...results: readonly Result<unknown>[]): OrchError | null {
  for (const result of results) if (!result.ok) return result.error;
  return null;
}

function wrong(name: string, said: string): OrchError {
  return { kind: 'usage', tried: 'read the call', said: `${plainText(name, 40)} ${said}`, next: 'Call it again with that mended' };
}
