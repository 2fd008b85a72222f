// What an agent printed, as the manager is shown it: what is new and said once.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestOutput } from '../../../src/core/manager/output-digest.js';

const ESC = String.fromCharCode(27);
const text = (raw: string, tokens = 500) => digestOutput(raw, tokens).text;

const rows: readonly (readonly [string, string, string])[] = [
  ['lines stay as they are', 'one\r\ntwo\r\n', 'one\ntwo'],
  ['colours and titles go', `${ESC}]0;title\u0007${ESC}[31mred${ESC}[0m\n`, 'red'],
  ['a title that ends by ST goes', `${ESC}]0;title${ESC}\\words\n`, 'words'],
  ['what a carriage return overwrote is gone', 'loading 1\rloading 2\rloaded\n', 'loaded'],
  ['what it cleared is gone', `loading\r${ESC}[Kloaded\n`, 'loaded'],
  ['a carriage return that nothing follows overwrites nothing', `one\r\r\ntwo\r${ESC}[1Bthree\r`, 'one\ntwo\nthree'],
  ['a move to another row is a line break', `${ESC}[1;1Hfirst${ESC}[2;1Hsecond`, 'first\nsecond'],
  ['a move in the same row is a gap', `${ESC}[1;1Hfirst${ESC}[1;20Hsecond`, 'first second'],
  ['a line of nothing but a frame is left out', '╭────╮\n│ hi │\n╰────╯\n', 'hi'],
  ['spinners in front of a line are no news', '⠋ building\n⠙ building\n⠹ building\n', 'building (×3)'],
  ['of a progress bar the last step is told', 'get [##--] 10%\nget [###-] 60%\nget [####] 100%\n', 'get [####] 100%'],
  ['of a timer too', '✻ Thinking (1s)\n✶ Thinking (2s)\n✳ Thinking (3s)\n', 'Thinking (3s)'],
  ['numbers that are no progress are kept', 'error in line 12\nerror in line 40\n', 'error in line 12\nerror in line 40'],
  ['a block that is printed again stands once, where it stood last', 'a1\nb1\nc1\na1\nb1\n', 'c1\na1\nb1\n[these 2 lines ×2]'],
  ['nothing is nothing', '\r\n \r\n', ''],
];

const STREAMS = new URL('../../fixtures/streams/', import.meta.url);
const asked = readdirSync(STREAMS).filter((name) => name.includes('-asked'));

describe('the digest of output', () => {
  it.each(asked)('tells what the agent said last: %s', (name) => {
    const raw = gunzipSync(readFileSync(new URL(name, STREAMS))).toString('utf8');
    // Some draw their words in pieces, as they come.
    expect(text(raw, 2000).replaceAll(/\s/g, '')).toContain('BeforeIstart:whichportshoulditlistenon?');
  });

  it.each(rows)('%s', (_sentence, raw, expected) => {
    expect(text(raw)).toBe(expected);
  });

  it('keeps head and tail within its bound, and says what it left out', () => {
    const raw = Array.from({ length: 5000 }, (_, at) => `line number ${at} of the run`).join('\n');
    const { text: shown, tokens, savedTokens } = digestOutput(raw, 200);
    expect(shown).toMatch(/^line number 0 of the run\n/u);
    expect(shown).toMatch(/line number 4999 of the run$/u);
    expect(shown).toMatch(/\[\d+ lines left out\]/u);
    expect(tokens).toBeLessThanOrEqual(260);
    expect(tokens + savedTokens).toBeGreaterThan(30_000);
  });

  it('lets nothing through that acts on a terminal', () => {
    expect(text(`a${ESC}[2Jb\u202ec\u0007\n`)).toBe('abc');
  });

  it('reads what is cut off in the middle of a sequence', () => {
    expect(text(`words${ESC}[3`)).toBe('words');
    expect(text(`words${ESC}]0;tit`)).toBe('words');
    expect(text(`words${ESC}`)).toBe('words');
  });

  it('cuts a line without an end', () => {
    expect(text('x'.repeat(100_000)).length).toBeLessThan(500);
  });
});
