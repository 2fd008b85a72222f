// One entry of the trash on disk: the folder `<label>/`, what is known of it in `<label>.json`, submodules' git folders in `<label>.modules/`.
// A folder without a valid note beside it is not ours: it is neither listed nor emptied.
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface TrashNote {
  readonly version: 1;
  /** `<agent name>-<time>`: name of the folder, and last part of the rescue ref. */
  readonly label: string;
  /** Agent name. */
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly branch: string;
  /** Commit that was checked out, or null before the first one. */
  readonly head: string | null;
  /** Commit of the index, where it differed from `head`. */
  readonly index: string | null;
  readonly rescueRef: string | null;
}

const LABEL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/u;
const COMMIT = /^[0-9a-f]{40,64}$/u;

export function pathsOf(trash: string, label: string): { readonly folder: string; readonly note: string; readonly modules: string } {
  return { folder: join(trash, label), note: join(trash, `${label}.json`), modules: join(trash, `${label}.modules`) };
}

/** `fix-login-20261121-064210` from a name and an ISO time, in UTC. */
export function labelOf(name: string, at: string): string {
  const digits = at.replace(/\D/gu, '');
  return `${name}-${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
}

export function isLabel(text: string): boolean {
  return LABEL.test(text) && !text.includes('..');
}

/** Throws errors of the file system. */
export async function writeNote(trash: string, note: TrashNote): Promise<void> {
  await mkdir(trash, { recursive: true, mode: 0o700 });
  const { note: path } = pathsOf(trash, note.label);
  // Whole or not at all: half a note would hide the folder from the list.
  await writeFile(`${path}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Null when there is no entry of that label: no valid note, or no real folder. */
export async function readEntry(trash: string, label: string): Promise<TrashNote | null> {
  if (!isLabel(label)) return null;
  const { folder, note } = pathsOf(trash, label);
  const found = await lstat(folder).catch(() => null);
  if (found === null || !found.isDirectory()) return null;
  try {
    return parseNote(JSON.parse(await readFile(note, 'utf8')), label);
  } catch {
    // Missing or damaged: then nothing is known of the folder, and it is left alone.
    return null;
  }
}

/** All entries, oldest first. */
export async function readEntries(trash: string): Promise<readonly TrashNote[]> {
  const names = await readdir(trash).catch(() => []);
  const notes: TrashNote[] = [];
  for (const name of names) {
    const note = name.endsWith('.json') ? await readEntry(trash, name.slice(0, -5)) : null;
    if (note !== null) notes.push(note);
  }
  return notes.sort((one, other) => one.at.localeCompare(other.at) || one.label.localeCompare(other.label));
}

export async function removeNote(trash: string, label: string): Promise<void> {
  await rm(pathsOf(trash, label).note, { force: true });
}

function parseNote(value: unknown, label: string): TrashNote | null {
  if (typeof value !== 'object' || value === null) return null;
  const note = value as Record<string, unknown>;
  const isCommit = (field: unknown): boolean => field === null || (typeof field === 'string' && COMMIT.test(field));
  const isValid =
    note.version === 1 &&
    note.label === label &&
    typeof note.name === 'string' &&
    isLabel(note.name) &&
    typeof note.at === 'string' &&
    Number.isFinite(Date.parse(note.at)) &&
    typeof note.branch === 'string' &&
    isCommit(note.head) &&
    isCommit(note.index) &&
    (note.rescueRef === null || (typeof note.rescueRef === 'string' && note.rescueRef.startsWith('refs/orch/rescue/')));
  return isValid ? (note as unknown as TrashNote) : null;
}
