// The demo agent's side of its terminal: lines that fit, colours, title, state (OSC 7501). Must not know tasks or files.
import { plainText } from '../core/model/plain-text.js';
import { BEL, CSI, OSC, sequences } from '../core/model/sequences.js';

export type StageColor = 'plain' | 'dim' | 'bold' | 'red' | 'green' | 'cyan';

const SGR: Readonly<Record<StageColor, string>> = { plain: '', dim: '2', bold: '1', red: '31', green: '32', cyan: '36' };

export interface StageOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Titles and states only to a terminal, colours only where they are wanted. The width is asked anew for each line, so a resize needs nothing. */
export class Stage {
  readonly #output: StageOutput;
  readonly #hasColors: boolean;

  constructor(output: StageOutput, env: Readonly<Record<string, string | undefined>>) {
    this.#output = output;
    this.#hasColors = output.isTTY === true && !env.NO_COLOR;
  }

  /** A paragraph, broken between words. */
  say(text: string, color: StageColor = 'plain'): void {
    for (const line of wrapped(plainText(text, 2000), this.#width())) this.#line(line, color);
  }

  /** A line of code, cut where the terminal ends. */
  code(text: string, color: StageColor): void {
    this.#line(text.slice(0, this.#width()), color);
  }

  title(text: string): void {
    if (this.#output.isTTY) this.#output.write(`${OSC}0;${plainText(text, 80)}${BEL}`);
  }

  state(state: 'working' | 'done' | 'idle' | 'error'): void {
    if (this.#output.isTTY) this.#output.write(`${OSC}7501;state=${state}:app=orch-demo${BEL}`);
  }

  #line(text: string, color: StageColor): void {
    const isPlain = !this.#hasColors || SGR[color] === '' || text === '';
    this.#output.write(isPlain ? `${text}\n` : `${CSI}${SGR[color]}m${text}${sequences.sgrReset}\n`);
  }

  #width(): number {
    return Math.max(10, this.#output.columns ?? 80);
  }
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
