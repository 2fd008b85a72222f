// What kind of failure the words of a provider tell of, where a CLI passes them on in a structured event. Pure; words are those of no one CLI.
import type { FailureKind } from '../model/limit.js';
import type { FailureReading } from './harness.js';

/** The first that matches counts: what never passes by itself before what does. */
const WORDS: readonly (readonly [FailureKind, RegExp])[] = [
  [
    'usage-limit',
    /usage limit|(?<!\brate )\blimit reached|(?:hit|reached) your (?:[\w-]+ ){0,3}limit|out of (?:extra )?usage|resets? (?:at|in) /iu,
  ],
  ['credit', /insufficient|credit balance|out of (?:usage )?credits?|billing|payment|spend(?:ing)? (?:cap|limit)/iu],
  ['auth', /\b40[13]\b|api.?key|unauthori[sz]ed|authenticat|forbidden|log ?in\b|oauth/iu],
  ['context', /context (?:window|length|limit)|prompt is too long|too many tokens/iu],
  ['rate-limit', /rate.?limit|\b429\b|too many requests|quota|overloaded|capacity/iu],
  ['network', /connect|network|timed? ?out|fetch failed|socket|internal (?:server )?error|unavailable|\b5\d\d\b/iu],
];

/** Null where they tell of none of these. */
export function failureKindIn(words: string): FailureKind | null {
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** `resets 3pm (Europe/Berlin)`: when a limit ends, as its provider says it; null where it does not. */
export function resetWordsIn(words: string): FailureReading['resets'] {
  return /\b(?:resets?(?: at| in)?|try again (?:at|in)) ([^\n·∙]{1,60})/iu.exec(words)?.[1]?.trim() ?? null;
}
