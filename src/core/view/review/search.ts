// Finding text in a diff. Lower case finds both cases; one capital letter and the case counts.
import type { DiffModel } from '../diff-rows.js';

interface Found {
  readonly text: string;
  readonly rows: readonly number[];
}

// Of the last text only: with every letter typed, only what has matched until then is looked through again.
const last = new WeakMap<DiffModel, Found>();

/** Rows that hold the text, in order. Nothing is found by nothing. */
export function matchesOf(model: DiffModel, text: string): readonly number[] {
  if (text === '') return [];
  const before = last.get(model);
  if (before?.text === text) return before.rows;
  const isNarrower = before !== undefined && before.text !== '' && text.startsWith(before.text) && isCased(text) === isCased(before.text);
  const rows: number[] = [];
  const look = (at: number) => {
    const row = model.rows[at];
    if (row === undefined) return;
    const said = row.kind === 'file' ? (model.files[row.file]?.path ?? '') : row.text;
    if (holds(said, text)) rows.push(at);
  };
  if (isNarrower) for (const at of before.rows) look(at);
  else for (let at = 0; at < model.rows.length; at += 1) look(at);
  last.set(model, { text, rows });
  return rows;
}

/** Where the text stands in a line: begin and end of each place. */
export function placesIn(line: string, text: string): readonly (readonly [from: number, to: number])[] {
  if (text === '') return [];
  const cased = isCased(text);
  const hay = cased ? line : lower(line);
  const needle = cased ? text : lower(text);
  const places: (readonly [number, number])[] = [];
  for (let at = hay.indexOf(needle); at !== -1; at = hay.indexOf(needle, at + needle.length)) places.push([at, at + needle.length]);
  return places;
}

function isCased(text: string): boolean {
  return text !== text.toLowerCase();
}

function holds(line: string, text: string): boolean {
  return isCased(text) ? line.includes(text) : lower(line).includes(lower(text));
}

// A few letters are longer in lower case: then nothing in the line would stand where it was found.
function lower(text: string): string {
  const lowered = text.toLowerCase();
  return lowered.length === text.length ? lowered : text;
}
