// The built-in agent's side of its terminal: output that scrolls, and below it what is alive: the row that is being written, a dialog, the input line.
// What is alive is drawn anew with each change. Without a terminal there is only the output.
import { plainDiff, plainLines, plainText } from '../../core/model/plain-text.js';
import { BEL, CSI, ESC, OSC, sequences } from '../../core/model/sequences.js';
import { takeColumns, widthOf, wrapText } from '../../core/view/fit-text.js';

export type ScreenColor = 'plain' | 'dim' | 'bold' | 'red' | 'green' | 'cyan';

const SGR: Readonly<Record<ScreenColor, string>> = { plain: '', dim: '2', bold: '1', red: '31', green: '32', cyan: '36' };
/** An answer may have no line break at all. */
const LONGEST_ROW = 4000;

export interface ScreenOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export class AgentScreen {
  readonly isTerminal: boolean;
  readonly #output: ScreenOutput;
  readonly #hasColors: boolean;
  /** What is being said and has no line break yet. */
  #said = '';
  /** Rows of a dialog; null where the input line stands. */
  #dialog: readonly string[] | null = null;
  #status = '';
  #typed = '';
  /** Rows that are alive at the moment. */
  #alive = 0;
  #isOpen = false;

  /** `input`: where nobody can type, nothing is asked, and nothing is alive. */
  constructor(order: {
    readonly output: ScreenOutput;
    readonly input: { readonly isTTY?: boolean };
    readonly env: Readonly<Record<string, string | undefined>>;
  }) {
    const { output, input, env } = order;
    this.#output = output;
    this.isTerminal = output.isTTY === true && input.isTTY === true;
    this.#hasColors = this.isTerminal && !env.NO_COLOR;
  }

  /** From here on the input line stands below the output. */
  open(): void {
    if (!this.isTerminal) return;
    this.#isOpen = true;
    this.#write(sequences.bracketedPasteOn);
    this.#draw([]);
  }

  /** Leaves the terminal as it was; what is alive goes. */
  close(): void {
    if (!this.#isOpen) return;
    this.#endSaid();
    this.#write(this.#erased() + sequences.bracketedPasteOff);
    this.#alive = 0;
    this.#isOpen = false;
  }

  get columns(): number {
    return Math.max(20, this.#output.columns ?? 80);
  }

  get rows(): number {
    return Math.max(8, this.#output.rows ?? 24);
  }

  /** Paragraphs, broken between words. */
  print(text: string, color: ScreenColor = 'plain'): void {
    this.#endSaid();
    this.#draw(wrapText(plainLines(text, 8000), this.columns).map((row) => this.#colored(row, color)));
  }

  /** Lines as they are, each cut where the terminal ends. */
  code(lines: readonly string[], color: (line: string) => ScreenColor): void {
    this.#endSaid();
    this.#draw(lines.map((line) => this.#colored(takeColumns(plainDiff(line).replaceAll('\t', '    '), this.columns).head, color(line))));
  }

  /** What it says, as it comes. */
  say(delta: string): void {
    this.#said += delta;
    const lines = this.#said.split('\n');
    // A sequence that is not whole yet would be cut in two.
    const isCut = this.#said.lastIndexOf(ESC) > this.#said.length - 64;
    const last = lines.pop() ?? '';
    const rows = lines.flatMap((line) => wrapText(plainLines(line, LONGEST_ROW), this.columns));
    const begun = isCut && last.length < LONGEST_ROW ? [last] : wrapText(plainLines(last, LONGEST_ROW), this.columns);
    this.#said = begun.at(-1) ?? '';
    this.#draw([...rows, ...begun.slice(0, -1)]);
  }

  saidAll(): void {
    this.#endSaid();
    this.#draw([]);
  }

  status(text: string): void {
    this.#status = text;
    this.#draw([]);
  }

  typed(text: string): void {
    this.#typed = text;
    this.#draw([]);
  }

  dialog(rows: readonly string[] | null): void {
    this.#dialog = rows;
    this.#draw([]);
  }

  redraw(): void {
    this.#draw([]);
  }

  title(text: string): void {
    if (this.isTerminal) this.#write(`${OSC}0;${plainText(text, 80)}${BEL}`);
  }

  /** Sequences of ours that show nothing. */
  mark(sequence: string): void {
    if (this.isTerminal) this.#write(sequence);
  }

  #endSaid(): void {
    const rest = this.#said;
    this.#said = '';
    if (rest.trim() !== '') this.#draw(wrapText(plainLines(rest, LONGEST_ROW), this.columns));
  }

  /** Rows that stay, above what is alive. */
  #draw(rows: readonly string[]): void {
    if (!this.#isOpen) {
      if (rows.length > 0) this.#write(`${rows.join('\n')}\n`);
      return;
    }
    const alive = this.#aliveRows();
    const kept = rows.map((row) => `${row}\r\n`).join('');
    this.#write(sequences.syncBegin + this.#erased() + kept + alive.join('\r\n') + sequences.syncEnd);
    this.#alive = alive.length;
  }

  #aliveRows(): readonly string[] {
    const said = plainLines(this.#said, LONGEST_ROW);
    const written = said === '' ? [] : [takeColumns(said, this.columns).head];
    if (this.#dialog !== null) return [...written, ...this.#dialog];
    const status = this.#status === '' ? [] : [this.#colored(takeColumns(plainText(this.#status, 400), this.columns).head, 'dim')];
    return [...written, ...status, `> ${lastColumns(plainText(this.#typed.replaceAll('\n', ' '), 100_000), this.columns - 4)}`];
  }

  /** The cursor stands in the last of them. */
  #erased(): string {
    return this.#alive === 0 ? '' : `\r${this.#alive > 1 ? `${CSI}${this.#alive - 1}A` : ''}${CSI}J`;
  }

  #colored(text: string, color: ScreenColor): string {
    return this.#hasColors && SGR[color] !== '' && text !== '' ? `${CSI}${SGR[color]}m${text}${sequences.sgrReset}` : text;
  }

  #write(text: string): void {
    this.#output.write(text);
  }
}

/** The end of a text that is too wide. */
function lastColumns(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let tail = text.slice(-columns);
  while (widthOf(tail) > columns) tail = tail.slice(1);
  return tail;
}
