// Words of models and of others on their way to a forge: there they must neither call people nor close issues, load pictures nor lead elsewhere.
import { plainLines } from './plain-text.js';

/** What forges close, reopen or resolve an issue by; the longer lists of other forges are in it. */
const CLOSING =
  /\b(clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?|reopen(?:s|ed|ing)?)([\s:]*)((?:[\w.-]+\/[\w.-]+)?[#!]\d+|GH-\d+|https?:\/\/[^\s)]+)/giu;

/** In plain text, such as a message of a commit or a title: the issue stays named, and is not closed by it. */
export function withoutClosing(text: string): string {
  return text.replace(CLOSING, '$1$2($3)');
}

/** What keeps checks from being run on a commit, wherever it stands in its message. */
const SKIPPING = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/giu;
const SKIPPING_LINE = /\b(skip-checks):(?=\s*true)/giu;
/** At the beginning of a line bots take it for an order: `/approve`. */
const ORDER = /^\/(?=[a-z])/gimu;

/** A plain text that neither closes an issue, nor skips checks, nor gives bots orders; for messages, titles, and what is shown as it was said. */
export function inertText(text: string): string {
  return withoutClosing(text).replace(SKIPPING, '($1)').replace(SKIPPING_LINE, '$1').replace(ORDER, ' /');
}

/** An entity of no width: what stands on both sides of it is shown together, and means nothing together. */
const APART = '&#8203;';

/**
 * As Markdown in which lists, headings, emphasis and words in `code` are left, and nothing acts: no mention, no reference, no link, no
 * picture, no HTML. At most `most` characters, whole lines where there are several.
 */
export function harmlessMarkdown(text: string, most: number): string {
  const lines = plainLines(text.slice(0, 2 * most), 2 * most)
    .split('\n')
    .map((line) => harmlessLine(line.trimEnd()));
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > most && kept.length > 0) break;
    kept.push(line.slice(0, most));
    if (length > most) break;
  }
  return kept.join('\n').trim();
}

function harmlessLine(line: string): string {
  // Only words in which there is nothing to be made harmless stay code: how a forge finds the ends of code does not matter then.
  return line
    .split(/(`[^`]+`)/u)
    .map((part) => (isCode(part) ? part : harmless(part)))
    .join('')
    .replace(/^(\s*)\//u, `$1${APART}/`)
    .replace(/^(\s*(?:[-*+]|\d+[.)]) )\\\[([ xX])\\\] /u, '$1[$2] ');
}

function isCode(part: string): boolean {
  return /^`[^`]+`$/u.test(part) && harmless(part.slice(1, -1)) === part.slice(1, -1);
}

function harmless(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('\\', '\\\\')
      .replaceAll('<', '&lt;')
      .replaceAll('`', "'")
      .replace(/[[\]|]/gu, '\\$&')
      .replace(/~{3,}/gu, '~~')
      // Before the others: the entity itself has such a sign in it.
      .replace(/([#!])(?=\d)/gu, `$1${APART}`)
      .replaceAll('@', `@${APART}`)
      .replace(/\b(GH-)(?=\d)/giu, `$1${APART}`)
      .replaceAll('://', `:${APART}//`)
      .replace(/\b(www)\./giu, `$1${APART}.`)
  );
}
