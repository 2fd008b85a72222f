// A log that is followed reads as one that is read whole, wherever its pieces end.
import { expect, test } from 'vitest';
import { PlainStream } from '../../../src/core/model/plain-stream.js';

const OUTPUT = 'grün 🤖\r\n\u001b[1;31mred\u001b[0m\n\u001b]0;title\u0007step 1\rstep 2\nlast';
const PLAIN = 'grün 🤖\nred\nstep 2\nlast';

const bytes = new TextEncoder().encode(OUTPUT);

test.each([1, 2, 3, 5, 7, 1000])('in pieces of %i bytes', (size) => {
  const stream = new PlainStream();
  let text = '';
  for (let at = 0; at < bytes.length; at += size) text += stream.push(bytes.subarray(at, at + size));
  expect(text).toBe(PLAIN.slice(0, PLAIN.lastIndexOf('\n') + 1));
  expect(text + stream.end()).toBe(PLAIN);
  expect(stream.end()).toBe('');
});

test('a megabyte without a line break is not held back', () => {
  const stream = new PlainStream();
  const piece = new TextEncoder().encode('x'.repeat(40_000));
  expect([stream.push(piece), stream.push(piece)].map((text) => text.length)).toEqual([0, 80_000]);
});
