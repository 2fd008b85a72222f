// A diff shows what is in it: nothing acts on a terminal, and nothing is hidden from whoever reads it.
import { expect, test } from 'vitest';
import { plainDiff } from '../../../src/core/model/plain-text.js';

const rows: readonly (readonly [string, string, string])[] = [
  ['keeps tabs, blanks and empty lines', '+\tif (x) \n \n-y\n', '+\tif (x) \n \n-y\n'],
  ['drops the carriage return that ends a line', '+a\r\n+b\r\n', '+a\n+b\n'],
  ['shows one inside a line, which would overwrite its beginning', '+steal()\r+harmless', '+steal()␍+harmless'],
  ['shows escape sequences as text', '+\u001b[8mhidden\u001b[0m\u0007', '+␛[8mhidden␛[0m␇'],
  ['marks C1 controls and what changes the direction of text', '+a\u009b31m\u202eb\u007f', '+a\ufffd31m\ufffdb␡'],
];
test.each(rows)('%s', (_sentence, text, plain) => {
  expect(plainDiff(text)).toBe(plain);
});
