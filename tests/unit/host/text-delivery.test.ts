// A text sent to a CLI: Enter only once the CLI shows the text, for where it asks something Enter means "yes".
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { TextDelivery } from '../../../src/host/text-delivery.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const PASTES_ON = '\x1b[?2004h';
const DIALOG = 'Do you want to proceed?\r\n> 1. Yes\r\n  2. No\r\n';

function cli(options: { readonly shows: string; readonly takes?: 'paste' | 'any'; readonly text?: string; readonly now?: () => number }) {
  const clock = new FakeClock();
  const emulator = new Emulator({ cols: 40, rows: 10, scrollback: 0, onReply: () => undefined });
  const show = (text: string) => emulator.parse(Buffer.from(text), clock.now());
  show(options.shows);
  const typed: string[] = [];
  const delivery = new TextDelivery({
    text: options.text ?? 'please stop that now',
    emulator,
    clock: { now: options.now ?? (() => clock.now()), after: (delayMs, run) => clock.after(delayMs, run) },
    takes: options.takes ?? 'paste',
    type: (data) => typed.push(data),
  });
  let result = 'open';
  void delivery.result.then((ended) => {
    result = ended.ok ? 'sent' : ended.error.said;
  });
  return {
    typed,
    delivery,
    show(text: string) {
      show(text);
      delivery.look();
    },
    async after(ms: number) {
      clock.advance(ms);
      await Promise.resolve();
      return { typed: typed.length, last: typed.at(-1), result };
    },
  };
}

describe('a text for a CLI that takes pastes', () => {
  it('is one paste, and Enter half a second later', async () => {
    const it = cli({ shows: `${PASTES_ON}> ` });
    expect(it.typed).toEqual(['\x1b[200~please stop that now\x1b[201~']);
    it.show('please stop that now');
    expect(await it.after(499)).toMatchObject({ typed: 1, result: 'open' });
    expect(await it.after(1)).toEqual({ typed: 2, last: '\r', result: 'sent' });
  });

  it('is sent also when the timer comes a moment before the clock says so, as timers of Node do', async () => {
    const it = cli({ shows: `${PASTES_ON}> `, now: () => 499 });
    it.show('please stop that now');
    expect(await it.after(500)).toEqual({ typed: 2, last: '\r', result: 'sent' });
  });

  it('is sent as soon as a slow CLI shows it', async () => {
    const it = cli({ shows: `${PASTES_ON}> ` });
    expect(await it.after(5000)).toMatchObject({ typed: 1, result: 'open' });
    it.show('please stop that now');
    expect(await it.after(0)).toEqual({ typed: 2, last: '\r', result: 'sent' });
  });

  it.each([
    ['wrapped and framed', '| > please stop th |\r\n|   at now         |'],
    ['as a mark for a long paste', '> [Pasted text #1 +12 lines]'],
  ])('is seen %s', async (_how, shown) => {
    const it = cli({ shows: `${PASTES_ON}> ` });
    it.show(shown);
    expect(await it.after(500)).toMatchObject({ last: '\r', result: 'sent' });
  });

  it.each([
    ['claude', '❯ please hang'],
    ['codex', '› half a thought'],
    ['gemini', ' > half a thought'],
    ['opencode', '  ┃  half a thought'],
  ])('is not glued to what stands unsent in the input line of %s', async (_cli, line) => {
    const it = cli({ shows: PASTES_ON + line });
    expect(await it.after(0)).toEqual({ typed: 0, last: undefined, result: 'its input line holds text that was not sent' });
  });

  it.each([
    ['a hint behind the cursor', '› Ask Codex to do anything\x1b[3G'],
    ['a prompt that is no input line of an agent CLI', 'user@host:~$ '],
    ['a quoted line above', '> quoted words\r\n❯ '],
  ])('is not kept back by %s', (_what, shown) => {
    expect(cli({ shows: PASTES_ON + shown }).typed).toHaveLength(1);
  });

  it('never answers a dialog: without its text on the screen there is no Enter', async () => {
    const it = cli({ shows: PASTES_ON + DIALOG });
    it.show('* Working... 3 s');
    expect(await it.after(60_000)).toEqual({
      typed: 1,
      last: '\x1b[200~please stop that now\x1b[201~',
      result: 'its screen does not show the text, so Enter was not pressed: it may be asking something',
    });
  });

  it('does not take the same words said before for the text', async () => {
    const it = cli({ shows: `${PASTES_ON}> please stop that now\r\n${DIALOG}` });
    it.show('.');
    expect(await it.after(60_000)).toMatchObject({ typed: 1 });
  });

  it('can not end the paste it is in nor press keys', () => {
    const it = cli({ shows: PASTES_ON, text: 'a\x1b[201~\x03b\r\nc' });
    expect(it.typed).toEqual(['\x1b[200~a[201~b\nc\x1b[201~']);
  });

  it('says so when the CLI ends meanwhile', async () => {
    const it = cli({ shows: PASTES_ON });
    it.delivery.abandon();
    expect(await it.after(0)).toMatchObject({ result: 'it ended before it took the text' });
  });
});

describe('a text for a program that takes no pastes', () => {
  it('waits until a CLI that will take them is up', async () => {
    const it = cli({ shows: 'starting...' });
    expect(await it.after(3000)).toMatchObject({ typed: 0, result: 'open' });
    it.show(`${PASTES_ON}> `);
    expect(it.typed).toHaveLength(1);
    it.show('please stop that now');
    expect(await it.after(500)).toMatchObject({ last: '\r', result: 'sent' });
  });

  it('gives up on one that never does', async () => {
    expect(await cli({ shows: '' }).after(10_000)).toEqual({ typed: 0, last: undefined, result: 'it takes no text yet' });
  });

  it('goes as lines to one that reads lines', async () => {
    const it = cli({ shows: '$ ', takes: 'any', text: 'one\ntwo' });
    expect(it.typed).toEqual(['one\rtwo', '\r']);
    expect(await it.after(0)).toMatchObject({ result: 'sent' });
  });
});
