// What an agent wants to do with a tool, as its CLI's own events tell it, and which of several such acts a dialog on the screen is about. Pure.
import type { AskedDialog, Reading, ToolAct } from './harness.js';

/** Acts that wait at the same time: agents ask for several tools at once. */
const MOST = 16;
/** A dialog names what it is about in its first rows: head, description, command. */
const HEAD_ROWS = 3;

/** Readings of permissions that are still open, oldest first. */
export class AskedActs {
  #open: (Reading & { readonly act: ToolAct })[] = [];
  /** One is open whose act nobody knows: any dialog may be its. */
  #hasUnknown = false;

  ask(reading: Reading): void {
    const { act } = reading;
    if (act === null) this.#hasUnknown = true;
    if (act === undefined || act === null) return;
    this.#open = [...this.#open.filter((other) => !isSame(other.act, act)), { ...reading, act }].slice(-MOST);
  }

  /** A tool has run, or another one begins. The permission that is asked for next, `none` when it can go on, null when it says nothing new. */
  goesOn(act: ToolAct | null): Reading | 'none' | null {
    const left = this.#open.filter((other) => act === null || !isSame(other.act, act));
    const hasEnded = left.length < this.#open.length;
    this.#open = left;
    if (left.length === 0) return 'none';
    return hasEnded ? (left[0] ?? null) : null;
  }

  clear(): void {
    if (this.#open.length > 0) this.#open = [];
    this.#hasUnknown = false;
  }

  /** The act that a dialog is about: the only one whose words stand in it. Where two may be meant, neither is: an answer would go to the wrong one. */
  of(dialog: AskedDialog): ToolAct | null {
    if (this.#hasUnknown) return null;
    const [act, another] = this.#open.filter((open) => isAbout(dialog, open.act));
    return act === undefined || another !== undefined ? null : act.act;
  }
}

/** In words, for people; null where only its tool is known and that is none of ours. */
export function actText({ tool, command, path }: ToolAct): string | null {
  if (command !== null) return `run \`${command.trim().replaceAll(/\s+/g, ' ')}\`?`;
  if (path !== null) return `${tool ?? 'use'} ${path}?`;
  return null;
}

function isSame(one: ToolAct, other: ToolAct): boolean {
  return one.tool === other.tool && one.command === other.command && one.path === other.path;
}

function isAbout(dialog: AskedDialog, act: ToolAct): boolean {
  if (dialog.tool !== null && dialog.tool !== act.tool) return false;
  const rows = dialog.shown.split('\n').map(bare);
  if (act.command !== null) return standsInRows(rows, bare(act.command));
  if (act.path === null) return false;
  const path = bare(act.path);
  if (dialog.path !== null) return path === bare(dialog.path) || path.endsWith(`/${bare(dialog.path)}`);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name !== '' && rows.some((row) => row.includes(name));
}

/** Whole rows, wrapped or not, that say just this: a part of a longer command is another command. */
function standsInRows(rows: readonly string[], text: string): boolean {
  if (text === '') return false;
  for (let first = 0; first < Math.min(HEAD_ROWS, rows.length); first += 1) {
    let joined = '';
    for (let at = first; at < rows.length && joined.length < text.length; at += 1) joined += rows[at];
    // A shell's prompt in front of a command is none of it.
    if (joined === text || joined === `$${text}`) return true;
  }
  return false;
}

/** Where rows are wrapped, blanks come and go. */
function bare(text: string): string {
  return text.replaceAll(/[\s│┃]+/gu, '');
}
