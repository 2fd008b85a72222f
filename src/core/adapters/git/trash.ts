// The trash: lists what was removed, brings one entry back as a worktree on a branch, and empties what is old. Never touches what is not an entry.
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { TrashEntry } from '../../model/requests.js';
import type { Repository } from '../../ports/repository.js';
import { listBranches } from './base-branch.js';
import { uniqueName } from './branch-name.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectSuccess, fileError } from './git-error.js';
import { shown } from './hardened-git.js';
import { commitOf, deleteBranch, makeBranch } from './made-branch.js';
import { pathsOf, readEntries, readEntry, removeNote, type TrashNote } from './trash-entry.js';
import { dropAdministration, findWorktree, listCheckouts, realPathOf } from './worktree-place.js';

type Restore = Repository['restoreTrash'];
type Empty = Repository['emptyTrash'];

const DAY_MS = 86_400_000;

export async function listTrash(trash: string): Promise<Result<readonly TrashEntry[]>> {
  const entries: TrashEntry[] = [];
  for (const note of await readEntries(trash)) {
    const { folder } = pathsOf(trash, note.label);
    const branch = plainText(note.branch);
    entries.push({ name: note.label, path: folder, at: note.at, sizeBytes: await sizeOf(folder), rescueRef: note.rescueRef, branch });
  }
  return ok(entries);
}

/** Entries at least `olderThanDays` old, for good. The rescue refs stay. */
export async function emptyTrash(order: Parameters<Empty>[0]): ReturnType<Empty> {
  const removed: string[] = [];
  const failures: unknown[] = [];
  for (const note of await readEntries(order.trash)) {
    if (order.now - Date.parse(note.at) < order.olderThanDays * DAY_MS) continue;
    const { folder, modules } = pathsOf(order.trash, note.label);
    try {
      await rm(folder, { recursive: true, force: true });
      await rm(modules, { recursive: true, force: true });
      await removeNote(order.trash, note.label);
      removed.push(note.label);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) return ok(removed);
  return fail(fileError(failures[0], { tried: 'empty the trash', next: `Remove the rest of ${shown(order.trash)} by hand.` }));
}

/** When it was removed, at the end of an entry's name. */
const TIME = /-\d{8}-\d{6}(?:-\d+)?$/;

/** The entry of that name, else all of the agent of that name: that is enough while it is in the trash once. */
async function entriesNamed(trash: string, name: string): Promise<readonly TrashNote[]> {
  const exact = await readEntry(trash, name);
  return exact === null ? (await readEntries(trash)).filter(({ label }) => label.replace(TIME, '') === name) : [exact];
}

export async function restoreTrash(context: GitContext, order: Parameters<Restore>[0]): ReturnType<Restore> {
  const tried = `restore ${shown(order.name)} from the trash`;
  const found = await entriesNamed(order.trash, order.name);
  const note = found[0];
  if (note === undefined || found.length > 1) {
    const names = found.map(({ label }) => label).join(', ');
    const said = note === undefined ? 'the trash has no entry of that name' : `the trash has ${names}`;
    return fail({ kind: 'not-found', tried, said, next: 'Take a name from `orch-tui trash list`' });
  }
  const attempt: Attempt = { tried, next: `Its files are in ${shown(pathsOf(order.trash, note.label).folder)}.` };
  if (note.head === null || (await commitOf(context, note.head)) === null) {
    return fail({ kind: 'git', tried, said: 'the commit it stood on is not in the repository any more', next: attempt.next });
  }
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  const branch = await branchFor(context, note, { head: note.head, attempt });
  if (!branch.ok) return branch;
  const path = await freePath(order.worktrees, note.name, attempt);
  const back = path.ok
    ? await bringBack(context, { note, trash: order.trash, path: path.value, branch: branch.value.name, attempt })
    : path;
  if (back.ok) return ok({ path: back.value, branch: branch.value.name });
  if (branch.value.isNew) await deleteBranch(context, { branch: branch.value.name, tip: note.head, attempt });
  return back;
}

interface Return {
  readonly note: TrashNote;
  readonly trash: string;
  readonly path: string;
  readonly branch: string;
  readonly attempt: Attempt;
}

async function bringBack(context: GitContext, order: Return): Promise<Result<string>> {
  const { note, trash, path, branch, attempt } = order;
  const { folder, modules } = pathsOf(trash, note.label);
  const added = expectSuccess(
    await context.git(context.refs, ['worktree', 'add', '--quiet', '--no-checkout', '--', path, branch]),
    attempt,
  );
  if (!added.ok) return added;
  const found = await findWorktree(context, path, attempt.tried);
  if (!found.ok) {
    await rm(path, { recursive: true, force: true }).catch(() => {});
    return found;
  }
  try {
    await swapFolder(folder, path);
    await rename(modules, join(found.value.place.gitDir, 'modules')).catch(ignoreMissing);
  } catch (error) {
    // Back to where it was: the new worktree held nothing but git's own file.
    if ((await lstat(folder).catch(() => null)) === null) await rename(path, folder).catch(() => {});
    else await rm(path, { recursive: true, force: true }).catch(() => {});
    await dropAdministration(context, path);
    return fail(fileError(error, attempt));
  }
  // What was staged is staged again; files and branch are back whether or not this works.
  await context.git(found.value.place, ['read-tree', note.index ?? 'HEAD']);
  await context.git(found.value.place, ['update-index', '-q', '--refresh']);
  await removeNote(trash, note.label).catch(() => {});
  return ok(path);
}

/** Puts the folder in the place of the empty new worktree, with that one's link to git. */
async function swapFolder(folder: string, path: string): Promise<void> {
  const link = await readFile(join(path, '.git'), 'utf8');
  await rm(join(path, '.git'));
  await rmdir(path);
  await rename(folder, path);
  const old = await lstat(join(path, '.git')).catch(() => null);
  // An agent may have made a repository of its own there, or a link that writing would follow.
  if (old?.isDirectory()) await rename(join(path, '.git'), join(path, '.git.before-restore'));
  else if (old !== null) await rm(join(path, '.git'));
  await writeFile(join(path, '.git'), link, { flag: 'wx' });
}

/** The branch it had, if it is free and at that commit, or a new one of that name or beside it. */
async function branchFor(
  context: GitContext,
  note: TrashNote,
  { head, attempt }: { readonly head: string; readonly attempt: Attempt },
): Promise<Result<{ readonly name: string; readonly isNew: boolean }>> {
  const listed = await listBranches(context);
  if (!listed.ok) return listed;
  const checkouts = await listCheckouts(context, attempt.tried);
  if (!checkouts.ok) return checkouts;
  const taken = new Set(listed.value);
  const isHeld = checkouts.value.some((checkout) => checkout.branch === note.branch);
  if (taken.has(note.branch) && !isHeld && (await commitOf(context, `refs/heads/${note.branch}`)) === head) {
    return ok({ name: note.branch, isNew: false });
  }
  const name = taken.has(note.branch) ? uniqueName(`${note.branch}-restored`, taken) : note.branch;
  const made = await makeBranch(context, { branch: name, commit: head, attempt });
  return made.ok ? ok({ name, isNew: true }) : made;
}

async function freePath(worktrees: string, name: string, attempt: Attempt): Promise<Result<string>> {
  try {
    await mkdir(worktrees, { recursive: true, mode: 0o700 });
    const taken = new Set(await readdir(worktrees));
    return ok(await realPathOf(join(worktrees, uniqueName(name, taken))));
  } catch (error) {
    return fail(fileError(error, attempt));
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}

/** Bytes of all files below, links not followed; what can not be read counts as nothing. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? await sizeOf(path) : ((await lstat(path).catch(() => null))?.size ?? 0);
  }
  return bytes;
}
