// What every contender offers: one agent shown in a terminal, others behind it.
import type { BenchAgent } from './agents.js';
import type { PtySession, TerminalKind } from './pty-session.js';

/** A usual big terminal. */
export const SIZE = { cols: 160, rows: 48 } as const;

export type ContenderName = 'direct' | 'tmux' | 'orch-tui';

export interface StageOrder {
  readonly shown: BenchAgent;
  readonly others: readonly BenchAgent[];
  /** `usual`: as the program opens. `whole`: the shown agent has the whole screen. `split`: a list of 41 columns stands left of it. */
  readonly layout: 'usual' | 'whole' | 'split';
  /** Default `margins`. */
  readonly terminal?: TerminalKind;
}

export interface Stage {
  /** The terminal, with the shown agent in it and ready to be typed to. */
  readonly session: PtySession;
  /** The process that emulates and paints; null for a direct PTY. */
  readonly serverPid: number | null;
  /** Ends everything that was started and fails if something is left. */
  close(): Promise<void>;
}

export interface Contender {
  readonly name: ContenderName;
  open(order: StageOrder): Promise<Stage>;
}

/** Words of each agent that stand on its screen when it is ready to be typed to. */
export const SHOWN_WORDS: Readonly<Record<string, string>> = {
  'echo.sh': 'echo-is-ready',
  'idle.sh': 'idle-is-ready',
  'flood.sh': 'flood-is-ready',
  'spinner.pl': 'esc to interrupt',
};

export function shownWords({ script }: BenchAgent): string {
  const words = SHOWN_WORDS[script];
  if (words === undefined) throw new Error(`${script} is never shown`);
  return words;
}

export function times(count: number, agent: BenchAgent): readonly BenchAgent[] {
  return Array.from({ length: count }, () => agent);
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
