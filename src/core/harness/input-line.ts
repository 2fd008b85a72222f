// The input line of a CLI by the rules of its file: what stands in it, and how a message goes into it as nothing but text.
import { ESC } from '../model/sequences.js';
import type { InputLine, InputScreen } from './harness.js';
import type { InputData } from './rule-set.js';

export function inputLine(data: InputData): InputLine {
  // Compiled when the first message comes: most commands send none.
  let compiled: { readonly pattern: RegExp; readonly hint: RegExp | null } | null = null;
  return {
    read(screen) {
      compiled ??= { pattern: new RegExp(data.pattern, 'mu'), hint: data.hint === undefined ? null : new RegExp(data.hint, 'u') };
      const found = compiled.pattern.exec(screen.text.trimEnd());
      if (found === null) return null;
      const text = bareRows(found[1] ?? '', ruleEnd(found[0]));
      return compiled.hint?.test(text) === true && isCursorAtBeginning(screen) ? '' : text;
    },
    asMessage(text) {
      const lead = data.lead?.find(({ before }) => new RegExp(before, 'u').test(text))?.put ?? '';
      const trail = data.trail !== undefined && new RegExp(data.trail, 'u').test(text) ? ' ' : '';
      return lead + text + trail;
    },
    clear: (data.clear ?? []).map(() => ESC),
  };
}

/** Where the last rule of the frame ends: what stands to the right of it, such as a side bar, is no part of the line. */
function ruleEnd(framed: string): number {
  const rule = framed.split('\n').findLast((row) => /[▀─]{10}/u.test(row));
  return rule === undefined ? Number.POSITIVE_INFINITY : Math.max(rule.lastIndexOf('▀'), rule.lastIndexOf('─')) + 1;
}

function bareRows(framed: string, end: number): string {
  const rows = framed.split('\n').map((row) =>
    row
      .slice(0, end)
      .replace(/^[\s│┃]+/u, '')
      .replace(/[\s│┃]+$/u, ''),
  );
  return rows.join('\n').trim();
}

/** A person who has written the words of a hint has the cursor behind them. */
function isCursorAtBeginning({ text, cursor }: InputScreen): boolean {
  return !/[\p{L}\p{N}]/u.test((text.split('\n')[cursor.y] ?? '').slice(0, cursor.x));
}
