// What the commits of an agent say of themselves, for messages and the body of a pull request. Text from outside: plain and bounded.
import { ok } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { rawFieldsOf, shown, textOf } from './hardened-git.js';
import { findWorktree } from './worktree-place.js';

type Subjects = Repository['commitSubjects'];

const MAX_COMMITS = 100;

export async function commitSubjects(context: GitContext, order: Parameters<Subjects>[0]): ReturnType<Subjects> {
  const tried = `read the commits in ${shown(order.worktree)}`;
  const found = await findWorktree(context, order.worktree, tried);
  if (!found.ok) return found;
  const args = ['log', '-z', '--no-show-signature', '--no-mailmap', '--encoding=UTF-8', '--format=%s', `--max-count=${MAX_COMMITS}`];
  const range = ['--end-of-options', 'HEAD', `^${order.baseCommit}`, '--'];
  const answer = await context.git(found.value.place, [...args, ...range], { timeoutMs: 60_000 });
  const listed = expectSuccess(answer, { tried, next: 'Look at git log in the worktree.' });
  return listed.ok ? ok(rawFieldsOf(listed.value).map((subject) => plainText(textOf(subject)))) : listed;
}
