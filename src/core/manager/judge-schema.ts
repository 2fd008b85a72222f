// What a model answers that judges several tries, checked: every letter once, with a score and its reason.
import * as z from 'zod/mini';
import { plainText } from '../model/plain-text.js';

const REASON = 600;

export interface Judged {
  readonly letter: string;
  readonly score: number;
  readonly reason: string;
}

export function judgeSchema(letters: readonly string[]): z.ZodMiniType<readonly Judged[]> {
  const one = z.object({ letter: z.string(), score: z.coerce.number().check(z.minimum(0), z.maximum(10)), reason: z.string() });
  const all = z.array(one).check(
    z.refine((tries) => tries.length === letters.length && new Set(tries.map(({ letter }) => letterOf(letter))).size === tries.length, {
      error: `tries must hold each of ${letters.join(', ')} once`,
    }),
    z.refine((tries) => tries.every(({ letter }) => letters.includes(letterOf(letter))), {
      error: `letter must be one of ${letters.join(', ')}`,
    }),
  );
  return z.pipe(
    z.object({ tries: all }),
    z.transform(({ tries }): readonly Judged[] =>
      tries.map(({ letter, score, reason }) => ({ letter: letterOf(letter), score, reason: plainText(reason, REASON) })),
    ),
  ) as z.ZodMiniType<readonly Judged[]>;
}

/** `Try A`, `a`: as models write it. */
function letterOf(text: string): string {
  return text
    .trim()
    .replace(/^try\s+/iu, '')
    .toUpperCase();
}
