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

test('a screen that is drawn by moving the cursor has a line for each of its rows', () => {
  const screen =
    '\u001b[2J\u001b[1;1HFiles\u001b[2;1H\u001b[1m  a.ts\u001b[0m\r\n\u001b[3;1H\u001b[K   \u001b[4;5Hb.ts\u001b[4;30H+1\u001b[2Cok\u001b[40G!\u001b[G';
  const whole = new PlainStream();
  expect(whole.push(new TextEncoder().encode(screen)) + whole.end()).toBe('Files\n  a.ts\nb.ts +1  ok !');
});
