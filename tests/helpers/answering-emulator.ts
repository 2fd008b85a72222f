// A terminal as a person has one: keeps the picture, remembers every mode that was set, and answers queries as told, or stays mute.
import { Terminal } from '@xterm/headless';
import { CSI, OSC, ST } from '../../src/core/model/sequences.js';

export interface TerminalAnswers {
  /** Parameters of the primary device attributes, without `?`. */
  readonly attributes: string;
  /** Parameters of the secondary device attributes, without `>`; by a 41 in it tmux knows a terminal with margins. */
  readonly secondary: string;
  /** DECRPM values: 0 not recognized, 1 set, 2 reset (so it can be set), 3 and 4 fixed. Modes left out are answered by the emulator itself. */
  readonly modes: Readonly<Record<number, 0 | 1 | 2 | 3 | 4>>;
  readonly foreground: string;
  readonly background: string;
}

/** What most terminals say. No left and right margins: this emulator can not draw them. */
export const modernAnswers: TerminalAnswers = {
  attributes: '64;1;2;6;9;15;16;17;18;22',
  secondary: '0;276;0',
  modes: { 2026: 2, 69: 0 },
  foreground: 'rgb:dddd/dddd/dddd',
  background: 'rgb:1e1e/1e1e/1e1e',
};

/** As xterm itself, with margins; for those who count bytes and never look at the picture. */
export const marginAnswers: TerminalAnswers = {
  ...modernAnswers,
  attributes: '64;1;2;6;9;15;16;17;18;21;22;28',
  secondary: '41;390;0',
  modes: { 2026: 2, 69: 2 },
};

export interface AnsweringEmulatorOrder {
  readonly cols: number;
  readonly rows: number;
  readonly answers: TerminalAnswers | 'mute';
  /** Takes what the terminal says back to the program. */
  readonly reply: (data: string) => void;
}

export class AnsweringEmulator {
  readonly terminal: Terminal;
  /** Every DEC private mode that was ever set or reset, with what it is now. */
  readonly modes = new Map<number, boolean>();
  /** Private OSC 7777 reports of the wrapper in `terminal.ts`. */
  onReport: (text: string) => void = () => {};

  constructor({ cols, rows, answers, reply }: AnsweringEmulatorOrder) {
    this.terminal = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
    this.#remember('h', true);
    this.#remember('l', false);
    this.terminal.parser.registerOscHandler(7777, (text) => {
      this.onReport(text);
      return true;
    });
    if (answers === 'mute') return;
    this.terminal.onData(reply);
    this.#answer(answers, reply);
  }

  write(data: Uint8Array, parsed: () => void): void {
    this.terminal.write(data, parsed);
  }

  dispose(): void {
    this.terminal.dispose();
  }

  #remember(final: 'h' | 'l', value: boolean): void {
    this.terminal.parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      for (const mode of params) if (typeof mode === 'number') this.modes.set(mode, value);
      return false;
    });
  }

  #answer(answers: TerminalAnswers, reply: (data: string) => void): void {
    const { parser } = this.terminal;
    parser.registerCsiHandler({ final: 'c' }, () => {
      reply(`${CSI}?${answers.attributes}c`);
      return true;
    });
    parser.registerCsiHandler({ prefix: '>', final: 'c' }, () => {
      reply(`${CSI}>${answers.secondary}c`);
      return true;
    });
    parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, ([mode]) => {
      const value = typeof mode === 'number' ? answers.modes[mode] : undefined;
      if (value === undefined) return false;
      reply(`${CSI}?${mode};${value}$y`);
      return true;
    });
    const colors = [
      [10, answers.foreground],
      [11, answers.background],
    ] as const;
    for (const [slot, rgb] of colors) {
      parser.registerOscHandler(slot, (text) => {
        if (text !== '?') return false;
        reply(`${OSC}${slot};${rgb}${ST}`);
        return true;
      });
    }
  }
}
