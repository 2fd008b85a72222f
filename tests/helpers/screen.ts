// What a person sees now: rows of text, cells and the cursor of an emulator. Reads only.
import type { Terminal } from '@xterm/headless';

export interface ScreenCursor {
  /** 0-based. */
  readonly row: number;
  readonly col: number;
  readonly isVisible: boolean;
}

export interface ScreenCell {
  readonly text: string;
  /** 0 for the second half of a wide character. */
  readonly width: number;
  /** Palette index, 0xRRGGBB or -1 for the default, as the emulator gives it. */
  readonly foreground: number;
  readonly background: number;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
}

export class Screen {
  constructor(
    private readonly terminal: Terminal,
    private readonly modes: ReadonlyMap<number, boolean>,
  ) {}

  get cols(): number {
    return this.terminal.cols;
  }

  /** 0-based from the top; blanks at the end are cut, printed or erased. Negative numbers count from the bottom. */
  row(index: number): string {
    return this.#line(index)?.translateToString(true).trimEnd() ?? '';
  }

  rows(): readonly string[] {
    return Array.from({ length: this.terminal.rows }, (_, index) => this.row(index));
  }

  text(): string {
    return this.rows().join('\n');
  }

  includes(text: string): boolean {
    return this.text().includes(text);
  }

  cell(row: number, col: number): ScreenCell {
    const cell = this.#line(row)?.getCell(col);
    if (cell === undefined) throw new Error(`no cell at row ${row}, column ${col}`);
    return {
      text: cell.getChars(),
      width: cell.getWidth(),
      foreground: cell.isFgDefault() ? -1 : cell.getFgColor(),
      background: cell.isBgDefault() ? -1 : cell.getBgColor(),
      isBold: cell.isBold() !== 0,
      isDim: cell.isDim() !== 0,
      isInverse: cell.isInverse() !== 0,
    };
  }

  get cursor(): ScreenCursor {
    const { cursorY, cursorX } = this.terminal.buffer.active;
    return { row: cursorY, col: cursorX, isVisible: this.modes.get(25) ?? true };
  }

  #line(index: number) {
    const { active } = this.terminal.buffer;
    return active.getLine(active.baseY + (index < 0 ? this.terminal.rows + index : index));
  }
}
