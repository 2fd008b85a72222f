// Code of a diff in spans: from a column on, and with the places that were searched for.
import { printable, takeColumns, widthOf } from '../core/view/fit-text.js';
import { placesIn } from '../core/view/review/search.js';
import type { Span } from './line.js';

export function fromColumn(spans: readonly Span[], left: number): readonly Span[] {
  let gone = 0;
  return spans.map((each) => {
    if (gone >= left) return each;
    const { head, rest } = takeColumns(printable(each.text), left - gone);
    gone += widthOf(head);
    // A wide character that is cut in half leaves its other half blank.
    if (rest !== '' && gone < left) {
      const half = takeColumns(rest, left - gone + 1);
      gone = left;
      return { ...each, text: ` ${half.rest}` };
    }
    return { ...each, text: rest };
  });
}

/** With what was searched for in inverse, which is seen without colours, too. */
export function withMatches(spans: readonly Span[], search: string): readonly Span[] {
  if (search === '') return spans;
  const places = placesIn(spans.map(({ text }) => text).join(''), search);
  if (places.length === 0) return spans;
  const marked: Span[] = [];
  let begin = 0;
  for (const each of spans) {
    let at = 0;
    for (const [from, to] of places) {
      const [start, end] = [Math.max(at, from - begin), Math.min(each.text.length, to - begin)];
      if (start >= end) continue;
      marked.push(
        { ...each, text: each.text.slice(at, start) },
        { text: each.text.slice(start, end), style: { ...each.style, inverse: true } },
      );
      at = end;
    }
    marked.push({ ...each, text: each.text.slice(at) });
    begin += each.text.length;
  }
  return marked.filter(({ text }) => text !== '');
}

// What is gone stays readable but steps back behind what has come.
export function dimmed(each: Span): Span {
  return { text: each.text, style: { ...each.style, dim: true } };
}
