// Lines of which only a part was drawn, because the rest stood there already.
import { describe, expect, it } from 'vitest';
import { digestOutput } from '../../../src/core/manager/output-digest.js';

const SCREEN = '● Before I start: which port should it listen on?\n\n❯ \n  ? for shortcuts';
const said = (raw: string, screen = SCREEN) => digestOutput(raw, 1000, screen).text;

describe('a line that was drawn over another', () => {
  it('is told whole where a letter in its middle was skipped', () => {
    expect(said('Grooving…\r\u001b[2K\r● Bef\u001b[1Cre I start: which port should it listen on?\r\n')).toContain(
      'Before I start: which port should it listen on?',
    );
  });

  it('is told whole where it began behind what stood there', () => {
    expect(said('Boogieing…\r\n\u001b[1A\r\u001b[4Cfore I start: which por\u001b[29Gshould it listen on?\r\n')).toContain(
      'Before I start: which port should it listen on?',
    );
  });

  it('stands as it was drawn where the screen has nothing like it any more', () => {
    expect(said('● Bef\u001b[1Cre I start: which port should it listen on?\r\n', 'something else')).toContain('Bef re I start');
  });
});

it('a line that was printed from end to end is never taken for a longer one', () => {
  expect(said('test 1 is well\r\n', 'test 11 is well')).toBe('test 1 is well');
});

it('few letters are no proof', () => {
  expect(said('\u001b[3Ca\u001b[2Cb\r\n', 'a line with a and b')).toBe('a b');
});
