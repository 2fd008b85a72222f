// Commits what an agent left uncommitted, on its own branch (harness fact 4: an agent may not be able to). Never rewrites, never signs.

import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import { stillInConflict, type UnmergedFile } from './conflict-marks.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { fieldsOf, type GitPlace, lineOf, shown } from './hardened-git.js';
import { identityAt } from './identity.js';
import { stageAll } from './stage-all.js';
import { findWorktree } from './worktree-place.js';

type CommitAll = Repository['commitAll'];

export async function commitAll(context: GitContext, order: Parameters<CommitAll>[0]): ReturnType<CommitAll> {
  const tried = `commit the work in ${shown(order.worktree)}`;
  const found = await findWorktree(context, order.worktree, tried);
  if (!found.ok) return found;
  const { place, branch } = found.value;
  if (branch !== order.branch) {
    const said = `the worktree has ${branch === null ? 'no branch' : shown(branch)} checked out instead of ${shown(order.branch)}`;
    return fail({ kind: 'git', tried, said, next: `Run git switch ${shown(order.branch)} in the worktree, then try again.` });
  }
  const watched = await context.guard.check(context.commitHooks === 'run' ? 'hooks' : 'programs', place, tried);
  if (!watched.ok) return watched;
  const before = await tipOf(context, place, tried);
  if (!before.ok) return before;
  const unmerged = await unmergedStages(context, place, tried);
  if (!unmerged.ok) return unmerged;
  const open =
    order.conflicts === 'by-content' ? await stillInConflict(order.worktree, unmerged.value) : unmerged.value.map(({ path }) => path);
  if (open.length > 0) {
    const said = `unresolved conflicts in ${open.slice(0, 5).map(shown).join(', ')}`;
    return fail({ kind: 'conflict', tried, said, next: 'Resolve them in the worktree, then try again.' });
  }
  const staged = await stageAll(context, { place, env: {}, tried, nested: 'leave-out', litter: order.litter ?? [] });
  if (!staged.ok) return staged;
  const notes = staged.value.map((path) => `left out ${shown(path)}: it is a git repository of its own`);
  const clean = await context.git(place, ['diff-index', '--cached', '--quiet', '--ignore-submodules=none', 'HEAD', '--']);
  const isMerging = await context.git(place, ['rev-parse', '--verify', '--quiet', 'MERGE_HEAD']);
  if (clean.kind === 'ended' && clean.exitCode === 0 && !(isMerging.kind === 'ended' && isMerging.exitCode === 0)) {
    return ok({ commit: before.value, made: false, notes });
  }
  return commitStaged(context, { place, message: order.message, tried, notes });
}

async function commitStaged(
  context: GitContext,
  { place, message, tried, notes }: { place: GitPlace; message: string; tried: string; notes: readonly string[] },
): ReturnType<CommitAll> {
  const identity = await identityAt(context.git, place);
  // On standard input: a task text of 100 KB does not fit an argument.
  const answer = await context.git(place, ['commit', '--quiet', '--no-gpg-sign', '--cleanup=whitespace', '--file=-'], {
    env: identity.env,
    input: message.trim() === '' ? 'Work of an agent\n' : message.replaceAll('\0', ''),
    ...(context.commitHooks === 'run' ? { hooks: 'run' } : {}),
  });
  const next =
    context.commitHooks === 'run'
      ? 'Mend what git or your hooks say in the worktree, then try again.'
      : 'Look at git status in the worktree.';
  const committed = expectSuccess(answer, { tried, next });
  if (!committed.ok) return committed;
  const tip = await tipOf(context, place, tried);
  return tip.ok ? ok({ commit: tip.value, made: true, notes: [...notes, ...identity.notes] }) : tip;
}

async function tipOf(context: GitContext, place: GitPlace, tried: string): Promise<Result<string>> {
  const answer = await context.git(place, ['rev-parse', '--verify', 'HEAD^{commit}']);
  const found = expectSuccess(answer, { tried, next: 'Look at git log in the worktree.' });
  return found.ok ? ok(lineOf(found.value)) : found;
}

export async function unmergedFiles(context: GitContext, place: GitPlace, tried: string): Promise<Result<readonly string[]>> {
  const found = await unmergedStages(context, place, tried);
  return found.ok ? ok(found.value.map(({ path }) => path)) : found;
}

/** `git ls-files --unmerged`: mode, object and stage of each, a tab, and its path. */
async function unmergedStages(context: GitContext, place: GitPlace, tried: string): Promise<Result<readonly UnmergedFile[]>> {
  const answer = await context.git(place, ['ls-files', '--unmerged', '-z']);
  const listed = expectSuccess(answer, { tried, next: 'Look at git status in the worktree.' });
  if (!listed.ok) return listed;
  const stages = new Map<string, string[]>();
  for (const entry of fieldsOf(listed.value)) {
    const tab = entry.indexOf('\t');
    const path = entry.slice(tab + 1);
    stages.set(path, [...(stages.get(path) ?? []), entry.slice(tab - 1, tab)]);
  }
  return ok([...stages].map(([path, all]) => ({ path, stages: all })));
}
