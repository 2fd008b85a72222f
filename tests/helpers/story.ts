// What the end-to-end stories share: starting fixture agents by the command line, asking for their state, and finding the pane on a screen.
import { join } from 'node:path';
import { root } from './checkout.js';
import type { Sandbox } from './sandbox.js';
import type { Screen } from './screen.js';
import type { Terminal } from './terminal.js';

/** The keys of `status --json` that stories read. */
export interface AgentStatus {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly node?: string | null;
  readonly pid: number | null;
  readonly branch: string | null;
  readonly worktree: string | null;
  readonly conversation: string | null;
  readonly attempts: number;
  readonly question: { readonly text: string; readonly with?: 'policy' | 'person' } | null;
  readonly result: { readonly kind: string; readonly commit: string | null } | null;
  readonly error: { readonly said: string } | null;
}

export interface Status {
  readonly host: { readonly pid: number; readonly repo: string; readonly clients: number } | null;
  readonly agents: readonly AgentStatus[];
}

/** A command line for `--command`: a fixture agent with its arguments. */
export function fixture(name: string, ...args: readonly string[]): string {
  return ['node', join(root, 'tests/fixtures/agents', `${name}.mjs`), ...args].map((word) => `'${word}'`).join(' ');
}

/** Starts an agent called `name` that runs `command`, with its name as task text; fails with what the program said. */
export async function startAgent(sandbox: Sandbox, name: string, command: string): Promise<void> {
  const { exitCode, stderr } = await sandbox.cli(['run', name, '--name', name, '--command', command]);
  if (exitCode !== 0) throw new Error(`run ended with ${exitCode}: ${stderr}`);
}

export async function statusOf(sandbox: Sandbox): Promise<Status> {
  return (await sandbox.cli(['status', '--json'])).json<Status>();
}

export async function agentOf(sandbox: Sandbox, name: string): Promise<AgentStatus> {
  const { agents } = await statusOf(sandbox);
  const agent = agents.find((one) => one.name === name);
  if (agent === undefined) throw new Error(`no agent ${name} among ${agents.map((one) => one.name).join(', ') || 'none'}`);
  return agent;
}

/** What is written on the screen as running text: without borders, line breaks as blanks. */
export function prose(screen: Screen): string {
  return screen.text().replace(/[\s│╭╮╰╯─]+/gu, ' ');
}

export function hasPane(screen: Screen): boolean {
  return titleRow(screen) >= 0;
}

function titleRow(screen: Screen): number {
  return screen.rows().findIndex((row) => /^─ |╮╭─? /.test(row));
}

/** Where the inside of the pane begins: right of the list behind its border, else below its title. Throws where no pane is shown. */
export function paneOrigin(screen: Screen): { readonly row: number; readonly col: number } {
  const title = titleRow(screen);
  if (title < 0) throw new Error('no pane is shown');
  const beside = screen.row(title).indexOf('╮╭');
  return { row: title + 1, col: beside < 0 ? 0 : beside + 2 };
}

/** The first `count` rows inside the pane; blanks at the end are cut. */
export function paneRows(screen: Screen, count: number): readonly string[] {
  const { row, col } = paneOrigin(screen);
  return Array.from({ length: count }, (_, index) =>
    screen
      .row(row + index)
      .slice(col)
      .replace(/│$/, '')
      .trimEnd(),
  );
}

export async function attach(terminal: Terminal): Promise<void> {
  terminal.press('enter');
  await terminal.until('the hints say how to leave the agent', (screen) => screen.row(-1).includes('Ctrl-Q leaves'));
}

export async function detach(terminal: Terminal): Promise<void> {
  terminal.press('ctrl-q');
  await terminal.until('the hints of the list are back', (screen) => screen.row(-1).includes('n new'));
}
