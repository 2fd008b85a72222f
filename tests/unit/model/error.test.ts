// How a failure reads on one line of a terminal.
import { expect, test } from 'vitest';
import { errorLine } from '../../../src/core/model/error.js';

const rows: readonly (readonly [string, string, string, string])[] = [
  ['ends both sentences', 'there is none', 'Name another', 'find x: there is none. Name another.'],
  ['doubles no full stop that a tool or a writer brought', 'there is none.', 'Name another.', 'find x: there is none. Name another.'],
  ['doubles not even two', 'Expected 0 arguments but got 1..', 'Name another', 'find x: Expected 0 arguments but got 1. Name another.'],
  ['leaves a question and a cut text as they end', 'is it there?', 'Look at this…', 'find x: is it there? Look at this…'],
  ['gives the next step its own line after words of many lines', 'exit code 1: a\nb', 'Mend it', 'find x: exit code 1: a\nb.\nMend it.'],
];
test.each(rows)('%s', (_sentence, said, next, line) => {
  expect(errorLine({ kind: 'git', tried: 'find x', said, next })).toBe(line);
});
