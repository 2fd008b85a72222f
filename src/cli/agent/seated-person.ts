// The person at the built-in agent's terminal: asked by a dialog that stands on the screen until it is answered, or that an interrupt takes away.
import type { Allowed, Permission, Person } from '../../core/agent/gate.js';
import { plainDiff, plainText } from '../../core/model/plain-text.js';
import { takeColumns, wrapText } from '../../core/view/fit-text.js';
import type { AgentScreen } from './screen.js';
import type { ToldHost } from './told-host.js';
import type { TypedInput } from './typed-input.js';

/** Words that the host's rules for this screen know (`rules/builtin.json`). */
const ASKS: Readonly<Record<string, string>> = {
  shell: 'run this command',
  edit: 'edit this file',
  read: 'read this file',
  fetch: 'fetch this',
};
const ANSWERS = ['Yes', "Yes, and don't ask again in this run", 'No'] as const;
const CHOOSE = 'Press a number, or Esc to break off.';
/** Of what is asked; the rest of the dialog must fit, too. */
const MOST_ROWS = 24;

export interface SeatedPersonOrder {
  readonly screen: AgentScreen;
  readonly told: ToldHost;
  readonly input: () => TypedInput;
}

export class SeatedPerson implements Person {
  readonly #order: SeatedPersonOrder;
  /** What was allowed for the rest of this run. */
  readonly #lasting = new Set<string>();
  #choose: ((number: number | null) => void) | null = null;
  #answer: ((text: string | null) => void) | null = null;

  constructor(order: SeatedPersonOrder) {
    this.#order = order;
  }

  async allow(permission: Permission, signal: AbortSignal): Promise<Allowed> {
    const { screen, told } = this.#order;
    const { tool, command, path, shown } = permission;
    const lasting = [tool, command ?? path ?? (tool.startsWith('mcp__') ? '' : shown)].join('\0');
    if (this.#lasting.has(lasting)) return 'yes';
    if (!screen.isTerminal) return 'nobody';
    told.permission(permission);
    screen.title('asks for a permission');
    const chosen = await this.#dialog([`May it ${ASKS[tool] ?? 'use this tool'}?`, ...this.#shown(shown)], { options: ANSWERS, signal });
    told.answered();
    if (chosen === 2) this.#lasting.add(lasting);
    return chosen === 1 || chosen === 2 ? 'yes' : 'no';
  }

  async ask(question: { readonly text: string; readonly options: readonly string[] }, signal: AbortSignal): Promise<string | null> {
    const { screen, told } = this.#order;
    if (!screen.isTerminal) return null;
    const text = plainText(question.text, 2000);
    const options = question.options.map((option) => plainText(option, 200));
    told.question(text, { hasOptions: options.length > 0 });
    screen.title('asks a question');
    const answer = options.length > 0 ? await this.#chosen(text, { options, signal }) : await this.#written(text, signal);
    told.answered();
    return answer;
  }

  /** A key of the person, where a dialog stands. */
  choose(number: number): void {
    this.#choose?.(number);
  }

  /** A line of the person; false where it is no answer. */
  writes(text: string): boolean {
    if (this.#answer === null) return false;
    this.#answer(text);
    return true;
  }

  async #chosen(text: string, how: { readonly options: readonly string[]; readonly signal: AbortSignal }): Promise<string | null> {
    const rows = wrapText(`It asks: ${text}`, this.#order.screen.columns);
    const number = await this.#dialog(rows.slice(0, MOST_ROWS), how);
    const chosen = number === null ? undefined : how.options[number - 1];
    this.#order.screen.print(`It asked: ${text}\n${chosen ?? 'No answer.'}`, 'cyan');
    return chosen ?? null;
  }

  #written(text: string, signal: AbortSignal): Promise<string | null> {
    const { screen } = this.#order;
    screen.print(`It asks: ${text}`, 'cyan');
    screen.status('Write your answer and press Enter.');
    return this.#until<string>(signal, (end) => {
      this.#answer = end;
    }).finally(() => {
      this.#answer = null;
      screen.status('');
    });
  }

  #dialog(
    head: readonly string[],
    { options, signal }: { readonly options: readonly string[]; readonly signal: AbortSignal },
  ): Promise<number | null> {
    const { screen, input } = this.#order;
    const answers = options.map((option, at) => `${at + 1}. ${option}`);
    screen.dialog([...head, ...answers, CHOOSE]);
    input().openDialog();
    return this.#until<number>(signal, (end) => {
      this.#choose = (number) => {
        if (number === null || number <= options.length) end(number);
      };
    }).finally(() => {
      this.#choose = null;
      input().closeDialog();
      screen.dialog(null);
    });
  }

  /** Null when it is broken off. */
  #until<Answer>(signal: AbortSignal, begin: (end: (answer: Answer | null) => void) => void): Promise<Answer | null> {
    return new Promise((resolve) => {
      const onAbort = () => resolve(null);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      begin((answer) => {
        signal.removeEventListener('abort', onAbort);
        resolve(answer);
      });
    });
  }

  /** To the letter: what would act on a terminal is shown by a sign, so that a command is read as it is run. */
  #shown(text: string): readonly string[] {
    const { columns, rows } = this.#order.screen;
    const all = plainDiff(text)
      .split('\n')
      .flatMap((line) => hardRows(line.replaceAll('\t', '    '), columns));
    const most = Math.max(3, Math.min(MOST_ROWS, rows - 7));
    return all.length <= most ? all : [...all.slice(0, most - 1), `[${all.length - most + 1} more rows]`];
  }
}

function hardRows(line: string, columns: number): readonly string[] {
  const rows: string[] = [];
  let rest = line;
  do {
    const taken = takeColumns(rest, columns);
    rows.push(taken.head);
    // A character wider than the terminal would never be taken.
    rest = taken.head === '' ? '' : taken.rest;
  } while (rest !== '' && rows.length < 500);
  return rows;
}
