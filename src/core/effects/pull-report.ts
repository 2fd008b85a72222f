// What an agent is told when its pull request comes back: all that is to be mended, in one message. What others wrote is fenced and bounded.

import { fenceUntrusted } from '../chat/untrusted.js';
import { withoutMentions } from '../model/mentions.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { ForgeCheck, ForgeComment, ForgeReview, PullRequest, ReturnReason } from '../model/pull-request.js';
import type { Forge } from '../ports/forge.js';
import type { PullReturn } from '../state/pull-step.js';

/** Of all that others wrote, together: a text of this size is still pasted in one go by every CLI we know. */
const MOST = 6000;
const MOST_LISTED = 20;

export function reasonsOf({ checks, reviews, comments, hasConflict }: PullReturn): readonly ReturnReason[] {
  return [
    ...(checks.length > 0 ? (['check'] as const) : []),
    ...(reviews.length > 0 ? (['review'] as const) : []),
    ...(comments.length > 0 ? (['comment'] as const) : []),
    ...(hasConflict ? (['conflict'] as const) : []),
  ];
}

/** Never rejects: a log that can not be had is left out. `code`: of the fences, for tests. */
export async function pullReport(
  { pull, work }: { readonly pull: PullRequest; readonly work: PullReturn },
  forge: Pick<Forge, 'jobLog'>,
  code?: () => string,
): Promise<string> {
  const { checks, reviews, comments, hasConflict } = work;
  const parts = [checks, reviews, comments].reduce((sum, list) => sum + Math.min(list.length, MOST_LISTED), 0);
  const room = Math.floor(MOST / Math.max(1, parts));
  const failed: string[] = [];
  for (const check of checks.slice(0, MOST_LISTED)) failed.push(await checkText({ pull, check, room }, forge, code));
  const said = [
    ...reviews.slice(0, MOST_LISTED).map((review) => reviewText(review, room, code)),
    ...comments.slice(0, MOST_LISTED).map((comment) => commentText(comment, room, code)),
  ];
  const left = [checks, reviews, comments].reduce((sum, list) => sum + Math.max(0, list.length - MOST_LISTED), 0);
  return [
    `Your pull request #${pull.number} is open, and its forge wants something of it.`,
    ...failed,
    ...said,
    ...(left > 0 ? [`${left} more are on its page.`] : []),
    ...(hasConflict && pull.agent === null ? [conflictOfGoal(pull)] : []),
    CLOSING,
  ].join('\n\n');
}

/** Behind what a message says; also of a conflict alone. */
export const CLOSING =
  'Mend what is right, in this worktree, without weakening any check. What is wrong or not for this task, leave and say why. Do not push, do not open or merge a pull request, and write no comment there: your work is verified, committed and pushed when you are done.';

export function conflictText(files: readonly string[], from: string): string {
  const list = files.slice(0, 50).map((file) => `- ${plainText(file, 300)}`);
  return [
    `${plainText(from, 200)} was merged into your worktree, with conflicts in these files:`,
    list.join('\n'),
    'Edit each of them: keep what both sides want, and remove the lines of <<<<<<<, ======= and >>>>>>>. Do not commit.',
  ].join('\n');
}

function conflictOfGoal({ remote, base }: PullRequest): string {
  const name = `${remote}/${base}`;
  return `It conflicts with its base. Merge ${name} into this branch (\`git merge ${name}\`) and resolve what conflicts: keep what both sides want.`;
}

async function checkText(
  { pull, check, room }: { readonly pull: PullRequest; readonly check: ForgeCheck; readonly room: number },
  forge: Pick<Forge, 'jobLog'>,
  code?: () => string,
): Promise<string> {
  const log = check.job === null ? null : await forge.jobLog({ owner: pull.owner, repo: pull.repo, job: check.job });
  const printed = log?.ok === true && log.value.trim() !== '' ? log.value : check.summary;
  const name = plainText(check.name, 100);
  // The end of a log tells most, and the beginning of a line that was cut tells nothing.
  const end = plainLines(printed.slice(-4 * room), 4 * room)
    .trim()
    .slice(-room);
  const shown = end.length < room ? end : end.slice(end.indexOf('\n') + 1);
  if (shown === '') return `The check "${name}" failed. It says nothing more.`;
  return `The check "${name}" failed. The end of what it printed:\n${fenceUntrusted({ what: 'output of a check', text: withoutMentions(shown) }, code)}`;
}

function reviewText({ author, state, body }: ForgeReview, room: number, code?: () => string): string {
  const who = plainText(author, 60);
  const does = state === 'changes' ? 'asks for changes' : 'says in a review';
  const words = plainLines(body.slice(0, 2 * room), room).trim();
  return words === ''
    ? `${who} asks for changes.`
    : `${who} ${does}:\n${fenceUntrusted({ what: 'words of a reviewer', text: withoutMentions(words) }, code)}`;
}

function commentText({ author, body, path, line }: ForgeComment, room: number, code?: () => string): string {
  const where = path === null ? 'under the pull request' : `at ${withoutMentions(plainText(path, 300))}${line === null ? '' : `:${line}`}`;
  const words = plainLines(body.slice(0, 2 * room), room).trim();
  return `${plainText(author, 60)} wrote ${where}:\n${fenceUntrusted({ what: 'words of a reviewer', text: withoutMentions(words) }, code)}`;
}
