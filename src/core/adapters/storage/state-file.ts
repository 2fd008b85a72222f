// state.json: the lowdb document, its previous good copy, and what happens to one that can not be used. Knows nothing of events.
import { copyFile, link, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Adapter, Low } from 'lowdb';
import { fail, type OrchError, ok, type Result } from '../../model/error.js';
import type { AppState } from '../../model/state.js';
import { atomicWrite } from './atomic-write.js';
import { parseState } from './state-document.js';
import { codeOf, saidBy, storageError } from './storage-error.js';

type Stored =
  | { readonly kind: 'state'; readonly state: AppState }
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly why: 'damaged' | 'newer' | 'unreadable'; readonly said: string };

export class StateFile {
  readonly path: string;
  readonly #low: Low<AppState | null>;
  readonly #stampNow: () => string;
  /** Set while a document that must not be lost could not be moved out of the way: nothing is written over it. */
  #blocked: OrchError | null = null;

  /** `now` in milliseconds since the epoch, for the names of what is set aside. */
  constructor(folder: string, now: () => number) {
    this.path = join(folder, 'state.json');
    this.#stampNow = () => new Date(now()).toISOString().replaceAll(':', '-').replace('Z', '');
    const adapter: Adapter<AppState | null> = {
      read: async () => null,
      write: (state) => atomicWrite(this.path, `${JSON.stringify(state)}\n`, () => this.#keepPrevious()),
    };
    this.#low = new Low<AppState | null>(adapter, null);
  }

  /** The newest usable copy. What can not be used is set aside under another name, never overwritten, and told in `notices`. */
  async load(): Promise<{ readonly state: AppState | null; readonly notices: readonly string[] }> {
    const notices: string[] = [];
    for (const path of [this.path, `${this.path}.prev`]) {
      const stored = await readStored(path);
      if (stored.kind === 'state') {
        if (notices.length > 0) notices.push('The previous good copy of the state is used, with the events since');
        return { state: stored.state, notices };
      }
      if (stored.kind === 'unusable') notices.push(await this.#setAside(path, stored));
    }
    if (notices.length > 0) notices.push('No copy of the state could be used: agents are known from the events alone');
    return { state: null, notices };
  }

  async save(state: AppState): Promise<Result<void>> {
    if (this.#blocked !== null) return fail(this.#blocked);
    try {
      this.#low.data = state;
      await this.#low.write();
      return ok(undefined);
    } catch (error) {
      return fail(storageError(`save the state to ${this.path}`, error));
    }
  }

  // A second name for the good file, so that at every moment one of the two names has a whole document.
  async #keepPrevious(): Promise<void> {
    const previous = `${this.path}.prev`;
    const temporary = `${previous}.tmp`;
    await rm(temporary, { force: true });
    try {
      await link(this.path, temporary);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      // No hard links here (some network and FAT file systems).
      await copyFile(this.path, temporary);
    }
    await rename(temporary, previous);
  }

  async #setAside(path: string, stored: Extract<Stored, { readonly kind: 'unusable' }>): Promise<string> {
    const aside = `${path}.${stored.why}-${this.#stampNow()}`;
    try {
      await rename(path, aside);
      return `${path} is ${stored.why} (${stored.said}); it was kept as ${aside}`;
    } catch (error) {
      this.#blocked = storageError(`set the ${stored.why} ${path} aside`, error);
      return `${path} is ${stored.why} (${stored.said}) and could not be set aside: ${this.#blocked.said}. Nothing is saved`;
    }
  }
}

/** Reads only: for a look at the state of a repository without its host. */
export async function readNewestState(folder: string): Promise<AppState | null> {
  for (const name of ['state.json', 'state.json.prev']) {
    const stored = await readStored(join(folder, name));
    if (stored.kind === 'state') return stored.state;
  }
  return null;
}

async function readStored(path: string): Promise<Stored> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'none' };
    return { kind: 'unusable', why: 'unreadable', said: saidBy(error) };
  }
  const parsed = parseState(text);
  switch (parsed.kind) {
    case 'state':
      return parsed;
    case 'newer':
      return { kind: 'unusable', why: 'newer', said: `its version is ${parsed.version}` };
    case 'damaged':
      return { kind: 'unusable', why: 'damaged', said: saidBy(parsed.reason) };
  }
}
