// The end of an output as it fits into an error: the lines a person would look at first.
import { plainLines } from '../model/plain-text.js';

const LINES = 6;
const LENGTH = 1000;

/** At most six lines that say something, plain; empty when there are none. */
export function lastWords(tail: string): string {
  const lines = plainLines(tail, 4 * LENGTH)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  return lines.slice(-LINES).join('\n').slice(-LENGTH);
}
