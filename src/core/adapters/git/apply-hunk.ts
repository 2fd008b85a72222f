// One hunk of a worktree's diff: staged, unstaged, or taken out of the files again. It is found by its own text in a diff made just now, so another
// one at the same place is never touched; what is applied are git's own bytes, never what came back from a screen.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { plainDiff } from '../../model/plain-text.js';
import type { Repository } from '../../ports/repository.js';
import { rawDiff } from './diff.js';
import { findHunk, isOfDeleted } from './find-hunk.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectAnswer, firstLines } from './git-error.js';
import { shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';
import { rescue, rescueRef } from './rescue.js';
import { isLabel, labelOf } from './trash-entry.js';
import { findWorktree } from './worktree-place.js';

type Apply = Repository['applyHunk'];

/** Of the patch, whatever the configuration says of blanks. */
const EXACTLY = ['--whitespace=nowarn', '-p1'] as const;

export async function applyHunk(context: GitContext, order: Parameters<Apply>[0]): ReturnType<Apply> {
  const { what, hunk } = order;
  const tried = `${what} a hunk of ${shown(hunk.path)}`;
  if (!isLabel(order.name))
    return fail({ kind: 'usage', tried, said: `${shown(order.name)} is no agent name`, next: 'Use the name in the list.' });
  const diff = await rawDiff(context, order, tried);
  if (!diff.ok) return diff;
  const found = findHunk(diff.value, hunk, (raw) => plainDiff(Buffer.from(raw, 'latin1').toString('utf8')));
  if (found === null) return fail({ ...CHANGED, tried });
  if (found === 'several') return fail({ ...SEVERAL, tried });
  const checkout = await findWorktree(context, order.worktree, tried);
  if (!checkout.ok) return checkout;
  const { place } = checkout.value;
  const mode = what === 'stage' ? ['--cached'] : what === 'unstage' ? ['--cached', '--reverse'] : ['--reverse'];
  const patch = Buffer.from(found, 'latin1');
  // A rescue holds no file that was not there.
  const back = isOfDeleted(found) ? 'remove' : 'restore';
  const config = ['apply.ignoreWhitespace=no', 'apply.whitespace=nowarn'];
  const attempt: Attempt = { tried, next: 'Read the diff again, then try again.' };
  const run = async (more: readonly string[]): Promise<Result<void>> => {
    const answer = expectAnswer(await context.git(place, ['apply', ...EXACTLY, ...mode, ...more, '-'], { input: patch, config }), attempt);
    if (!answer.ok) return answer;
    if (answer.value.exitCode === 0) return ok(undefined);
    return fail(
      what === 'revert'
        ? { ...CHANGED, tried }
        : { ...inIndex(what), tried, said: `${inIndex(what).said} (${firstLines(answer.value.stderr)})` },
    );
  };
  // Before anything is saved for it: whether it fits at all.
  const fits = await run(['--check']);
  if (!fits.ok) return fits;
  if (what !== 'revert') {
    const applied = await run([]);
    return applied.ok ? ok({ rescueRef: null, back }) : applied;
  }
  const label = await freeLabel(context, order);
  const saved = await rescue(context, { place, branch: order.branch, base: order.base, label, tried });
  if (!saved.ok) return saved;
  const applied = await run([]);
  return applied.ok ? ok({ rescueRef: saved.value.ref, back }) : applied;
}

async function freeLabel(context: GitContext, { name, at }: Pick<Parameters<Apply>[0], 'name' | 'at'>): Promise<string> {
  for (let number = 1; ; number += 1) {
    const label = `${labelOf(name, at)}${number === 1 ? '' : `-${number}`}`;
    if ((await commitOf(context, rescueRef(label))) === null) return label;
  }
}

const CHANGED = {
  kind: 'conflict',
  said: 'it has changed meanwhile',
  next: 'Look at it as it is now, then try again',
} as const;

const SEVERAL = {
  kind: 'conflict',
  said: 'it has changed meanwhile, and its text is there more than once now',
  next: 'Look at it as it is now, then try again',
} as const;

function inIndex(what: 'stage' | 'unstage') {
  return what === 'stage'
    ? ({
        kind: 'conflict',
        said: "it does not fit git's index: part of it is staged or committed already",
        next: 'Look at git status in the worktree',
      } as const)
    : ({ kind: 'conflict', said: "it is not in git's index as it stands", next: 'Look at git status in the worktree' } as const);
}
