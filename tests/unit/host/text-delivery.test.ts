// A text sent to a CLI: Enter only once the CLI shows the text, for where it asks something Enter means "yes".
import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { codex } from '../../../src/core/harness/codex.js';
import type { Harness } from '../../../src/core/harness/harness.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { TextDelivery } from '../../../src/host/text-delivery.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const PASTES_ON = '\x1b[?2004h';
const DIALOG = 'Do you want to proceed?\r\n> 1. Yes\r\n  2. No\r\n';

interface Scene {
  readonly shows: string;
  readonly takes?: 'paste' | 'any';
  readonly text?: string;
  readonly now?: () => number;
  readonly harness?: Harness;
  /** When a person pressed a key last, in ms from the beginning. */
  readonly key?: { at: number | null };
  readonly atWork?: { is: boolean };
  readonly givenBack?: string;
}

function cli(options: Scene) {
  const clock = new FakeClock();
  const startedAt = clock.now();
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
    harness: options.harness ?? null,
    lastKeyAt: () => (typeof options.key?.at === 'number' ? startedAt + options.key.at : null),
    isAtWork: () => options.atWork?.is ?? false,
    givenBack: options.givenBack ?? null,
  });
  let result = 'open';
  let proof = 'open';
  void delivery.pressed.then((ended) => {
    result = ended.ok ? 'sent' : ended.error.said;
  });
  void delivery.result.then((ended) => {
    proof = ended.ok ? ended.value.proof : ended.error.said;
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
    async proofAfter(ms: number) {
      clock.advance(ms);
      await Promise.resolve();
      return { keys: typed.map((data) => (data.startsWith('\x1b[200~') ? 'paste' : data)), proof };
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
    expect(await it.after(500)).toEqual({ typed: 0, last: undefined, result: 'its input line holds text that was not sent' });
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

const RULE = '─'.repeat(40);
/** The screen of claude, drawn anew as it does itself. */
const screen = (line: string, above = '') =>
  `\x1b[H\x1b[2J\x1b[3J${PASTES_ON}${above}\r\n${RULE}\r\n❯ ${line}\r\n${RULE}\r\n  ? for shortcuts\x1b[3;3H`;
const TEXT = 'please stop that now';
const TRUST = `\x1b[H\x1b[2J${PASTES_ON}Do you trust it?\r\n❯ 1. Yes, I trust this folder\r\n  2. No, exit\r\n`;

describe('the input line of a CLI with rules', () => {
  it('that holds a draft, also with the cursor at its beginning or over several lines, gets nothing', async () => {
    for (const draft of ['half a thought', 'one\r\n  two', '?']) {
      const it = cli({ shows: screen(draft), harness: claude });
      expect(await it.proofAfter(500)).toEqual({ keys: [], proof: 'its input line holds text that was not sent' });
    }
  });

  it('that only looks filled while a frame is drawn gets the text', async () => {
    const it = cli({ shows: screen('half a frame'), harness: claude });
    expect(await it.proofAfter(100)).toEqual({ keys: [], proof: 'open' });
    it.show(screen(''));
    expect(await it.proofAfter(0)).toEqual({ keys: ['paste'], proof: 'open' });
    it.show(screen(TEXT));
    expect(await it.proofAfter(400)).toEqual({ keys: ['paste'], proof: 'open' });
  });

  it('that fills the whole screen with a draft gets nothing', async () => {
    const rows = Array.from({ length: 12 }, (_, at) => `  line ${at} of it`).join('\r\n');
    const it = cli({ shows: `${PASTES_ON}\r\n› ${rows}`, harness: codex });
    expect(await it.proofAfter(2500)).toEqual({ keys: [], proof: 'its input line holds text that was not sent' });
  });

  it('with a hint in it is empty, whether drawn dim or known by its words', () => {
    for (const hint of ['Try "fix lint errors"', '\x1b[2mAnything at all\x1b[m', '\x1b[7mW\x1b[;2mith a cursor on it\x1b[m'])
      expect(cli({ shows: screen(hint), harness: claude }).typed).toHaveLength(1);
  });

  it('is waited for where the screen does not show it yet, and done without where it never does', async () => {
    const late = cli({ shows: `${PASTES_ON}starting`, harness: claude });
    expect(late.typed).toHaveLength(0);
    late.show(screen(''));
    expect(late.typed).toHaveLength(1);
    const never = cli({ shows: `${PASTES_ON}another look\r\n`, harness: claude });
    expect(await never.after(1999)).toMatchObject({ typed: 0 });
    expect(await never.after(1)).toMatchObject({ typed: 1 });
  });

  it('is not there where a dialog stands: nothing is typed', async () => {
    const it = cli({ shows: TRUST, harness: claude });
    expect(await it.proofAfter(0)).toEqual({ keys: [], proof: 'it asks: trust this folder?' });
  });
});

describe('a person who types at the moment', () => {
  it('is waited for', async () => {
    const key = { at: 0 };
    const it = cli({ shows: screen(''), harness: claude, key });
    expect(await it.after(1999)).toMatchObject({ typed: 0 });
    expect(await it.after(1)).toMatchObject({ typed: 1 });
  });

  it('and does not stop is said to', async () => {
    const key = { at: 0 };
    const it = cli({ shows: screen(''), harness: claude, key });
    for (let second = 1; second <= 10; second++) {
      key.at = second * 1000 - 500;
      await it.after(1000);
    }
    expect(await it.proofAfter(0)).toEqual({ keys: [], proof: 'somebody types to it at the moment' });
  });

  it('into the text that was just pasted keeps Enter from being pressed', async () => {
    const key: { at: number | null } = { at: null };
    const it = cli({ shows: screen(''), harness: claude, key });
    key.at = 300;
    it.show(screen(`${TEXT} and`));
    expect(await it.proofAfter(500)).toEqual({ keys: ['paste'], proof: expect.stringContaining('stands unsent in its input line') });
  });
});

describe('the proof that a CLI took a text', () => {
  function entered(options: Partial<Scene> = {}) {
    const it = cli({ shows: screen(''), harness: claude, ...options });
    it.show(screen(TEXT));
    return it;
  }

  it('is that it left the input line, for longer than a redraw takes', async () => {
    const it = entered();
    await it.after(500);
    it.show(screen('', `❯ ${TEXT}`));
    expect(await it.proofAfter(149)).toEqual({ keys: ['paste', '\r'], proof: 'open' });
    expect(await it.proofAfter(1)).toMatchObject({ proof: 'left the input line' });
  });

  it('is not a line that is empty for a moment only', async () => {
    const it = entered();
    await it.after(500);
    it.show(screen(''));
    it.show(screen(TEXT));
    expect(await it.proofAfter(1000)).toMatchObject({ proof: 'open' });
  });

  it('is also a dialog behind an empty line, which gets no second Enter', async () => {
    const it = entered();
    await it.after(500);
    it.show(screen(''));
    it.show(TRUST);
    expect(await it.proofAfter(2000)).toEqual({ keys: ['paste', '\r'], proof: 'left the input line' });
  });

  it.each([
    ['a dialog', TRUST],
    ['nothing that is known', '\x1b[H\x1b[2Jbye'],
  ])('fails loudly where %s takes the place of the line before it was seen empty', async (_what, shown) => {
    const it = entered();
    await it.after(500);
    it.show(shown);
    expect(await it.proofAfter(9999)).toEqual({ keys: ['paste', '\r'], proof: 'open' });
    expect(await it.proofAfter(1)).toEqual({ keys: ['paste', '\r'], proof: expect.stringContaining('its input line went away') });
  });

  it('is that it is at work, where the line went away', async () => {
    const atWork = { is: false };
    const it = entered({ atWork });
    await it.after(500);
    atWork.is = true;
    it.show('\x1b[H\x1b[2Jbusy');
    expect(await it.proofAfter(150)).toMatchObject({ proof: 'at work' });
  });

  it('is none where its process ends with the text in its line', async () => {
    const it = entered();
    await it.after(500);
    it.delivery.abandon();
    expect(await it.proofAfter(0)).toMatchObject({ proof: 'it ended before it took the text' });
  });

  it('holds where its process ends behind an empty line', async () => {
    const it = entered();
    await it.after(500);
    it.show(screen(''));
    it.delivery.abandon();
    expect(await it.proofAfter(0)).toMatchObject({ proof: 'left the input line' });
  });

  it('is asked for with one more Enter where the first was dropped, and with no second paste', async () => {
    const it = entered();
    await it.after(500);
    expect(await it.proofAfter(2000)).toEqual({ keys: ['paste', '\r', '\r'], proof: 'open' });
    it.show(screen(''));
    expect(await it.proofAfter(150)).toMatchObject({ proof: 'left the input line' });
  });

  it('fails loudly where the text stands all the same', async () => {
    const it = entered();
    await it.after(500);
    expect(await it.proofAfter(10_000)).toEqual({ keys: ['paste', '\r', '\r'], proof: expect.stringContaining('still stands unsent') });
  });

  it('is that it is at work, where its input line can not be read', async () => {
    const atWork = { is: false };
    const it = cli({ shows: `${PASTES_ON}another look\r\n`, harness: claude, atWork });
    await it.after(2000);
    it.show(`${TEXT}\r\n`);
    await it.after(500);
    atWork.is = true;
    it.show('.');
    expect(await it.proofAfter(0)).toEqual({ keys: ['paste', '\r'], proof: 'at work' });
  });

  it('of a text of one letter is looked for in the input line and nowhere else', async () => {
    const it = cli({ shows: screen('', 'yes, y, y'), harness: claude, text: 'y' });
    it.show(screen('', 'yes, y, y and y'));
    expect(await it.proofAfter(500)).toMatchObject({ keys: ['paste'] });
    it.show(screen('y'));
    expect(await it.proofAfter(0)).toMatchObject({ keys: ['paste', '\r'] });
  });
});

describe('what a CLI gave back because it was interrupted', () => {
  it('is cleared, and the next text sent', async () => {
    const it = cli({ shows: screen('please hang now'), harness: claude, givenBack: 'please hang now' });
    expect(await it.proofAfter(150)).toEqual({ keys: ['\x1b', '\x1b'], proof: 'open' });
    it.show(screen(''));
    expect(await it.proofAfter(150)).toEqual({ keys: ['\x1b', '\x1b', 'paste'], proof: 'open' });
  });

  it.each(['please hang now, or rather not', 'please', 'x'])('and changed by a person to "%s" is left alone', async (draft) => {
    const it = cli({ shows: screen(draft), harness: claude, givenBack: 'please hang now' });
    expect(await it.proofAfter(500)).toEqual({ keys: [], proof: 'its input line holds text that was not sent' });
  });
});
