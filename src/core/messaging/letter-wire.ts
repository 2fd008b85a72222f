// Messages of an agent on another machine, and those to it, as they stand in what the two machines tell each other: checked one by one.
import * as z from 'zod/mini';
import type { HomeContact, HomeLetter } from '../model/home-party.js';
import { plainText } from '../model/plain-text.js';
import { readMessage } from './read-message.js';

/** At one time; the rest goes when those have arrived. */
export const MOST_LETTERS = 20;
/** Of them as JSON: news and results have at most a megabyte, with what else stands in them. */
export const MOST_LETTER_BYTES = 384 * 1024;
/** Agents of a goal that are named to one that is elsewhere. */
export const MOST_CONTACTS = 50;

const line = (most: number) =>
  z.pipe(
    z.string().check(z.maxLength(most * 16)),
    z.transform((text) => plainText(text, most)),
  );

/** One that can not be read is left out: the others are not held up by it. */
export const letterList = z.pipe(
  z.array(z.unknown()).check(z.maxLength(MOST_LETTERS)),
  z.transform((all) => all.flatMap((each): readonly HomeLetter[] => readLetter(each))),
);

export const letterId = z.string().check(z.regex(/^[\w:.-]{1,80}$/u));

export const circleList = z
  .array(
    z.object({
      name: z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u)),
      role: z.nullable(line(40)),
      harness: line(60),
      task: line(200),
      isParent: z.boolean(),
    }) satisfies z.ZodMiniType<HomeContact>,
  )
  .check(z.maxLength(MOST_CONTACTS));

/** The first of them that fit, at least one: whoever sends them in this order keeps it. */
export function fitting(letters: readonly HomeLetter[]): readonly HomeLetter[] {
  let bytes = 0;
  const end = letters.findIndex((letter, at) => {
    bytes += Buffer.byteLength(JSON.stringify(letter));
    return at > 0 && (at >= MOST_LETTERS || bytes > MOST_LETTER_BYTES);
  });
  return end < 0 ? letters : letters.slice(0, end);
}

function readLetter(value: unknown): readonly HomeLetter[] {
  const letter = z.safeParse(z.object({ message: z.unknown(), fromName: line(200) }), value);
  const message = letter.success ? readMessage(letter.data.message) : null;
  return letter.success && message?.ok === true ? [{ message: message.value, fromName: letter.data.fromName }] : [];
}
