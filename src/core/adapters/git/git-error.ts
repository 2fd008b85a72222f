// Turns what git answered into one error a person can act on: plain, bounded, without credentials. Decides nothing.
import type { OrchError, OrchErrorKind, Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { GitAbsence, GitAnswer } from './run-git.js';

export interface Attempt {
  readonly tried: string;
  /** Used when nothing better is known of the failure. */
  readonly next: string;
  readonly kind?: OrchErrorKind;
}

/** The answer when git ended with code 0 (or was cut on purpose), else the error. */
export function expectSuccess(answer: GitAnswer | GitAbsence, attempt: Attempt): Result<GitAnswer> {
  if (answer.kind === 'ended' && (answer.exitCode === 0 || answer.truncated)) return ok(answer);
  return fail(gitError(answer, attempt));
}

/** The answer whatever its exit code; an error only when git did not run. */
export function expectAnswer(answer: GitAnswer | GitAbsence, attempt: Attempt): Result<GitAnswer> {
  return answer.kind === 'ended' ? ok(answer) : fail(gitError(answer, attempt));
}

export function gitError(answer: GitAnswer | GitAbsence, attempt: Attempt): OrchError {
  const { tried, next, kind = 'git' } = attempt;
  switch (answer.kind) {
    case 'not-installed':
      return { kind: 'repository', tried, said: 'git is not installed, or not in PATH', next: 'Install git 2.38 or newer.' };
    case 'no-folder':
      return { kind: 'not-found', tried, said: 'the folder does not exist', next };
    case 'timed-out':
      return { kind, tried, said: `git did not end in time (${answer.detail})`, next };
    case 'interrupted':
      return { kind: 'interrupted', tried, said: `git was ended: ${answer.detail}`, next };
    case 'not-started':
      return { kind, tried, said: `git could not be started (${answer.detail})`, next };
    case 'ended':
      return known(answer.stderr, tried) ?? { kind, tried, said: wordsOf(answer), next };
  }
}

/** Failures whose next step is the same whatever was tried. */
function known(stderr: string, tried: string): OrchError | null {
  if (/No space left on device|Disk quota exceeded/u.test(stderr)) {
    return { kind: 'storage', tried, said: firstLines(stderr), next: 'Free some space, then try again.' };
  }
  if (/Read-only file system|Permission denied/u.test(stderr)) {
    return { kind: 'storage', tried, said: firstLines(stderr), next: 'Make that folder writable, then try again.' };
  }
  const lock = /Unable to create '([^\n]+\.lock)': File exists/u.exec(stderr)?.[1];
  if (lock !== undefined) {
    const next = `Wait for the other git to end and try again; if none runs, remove ${plainText(lock, 150)}.`;
    return { kind: 'git', tried, said: 'another git holds the lock', next };
  }
  return null;
}

function wordsOf(answer: GitAnswer): string {
  return (
    firstLines(answer.stderr) ||
    firstLines(answer.stdout.subarray(0, 8192).toString('utf8')) ||
    `git ended with ${answer.exitCode === null ? 'a signal' : `code ${answer.exitCode}`}`
  );
}

/** The lines that matter of git's standard error, in one line. */
export function firstLines(text: string): string {
  const lines = withoutCredentials(text.slice(0, 65_536))
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(?:hint|warning|Preparing worktree)\b/u.test(line));
  const telling = lines.filter((line) => /^(?:remote: )?(?:fatal|error|! )/iu.test(line));
  return plainText((telling.length > 0 ? telling : lines).slice(0, 3).join('; '), 400);
}

/** `https://name:secret@host` without `name:secret`. */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s'"]*@/giu, '$1');
}

/** An error of the file system, told like one of git's. */
export function fileError(error: unknown, attempt: Attempt): OrchError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = plainText(error instanceof Error ? error.message : String(error), 300);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return { kind: 'storage', tried: attempt.tried, said, next: 'Free some space, then try again.' };
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return { kind: 'storage', tried: attempt.tried, said, next: 'Make that folder writable, then try again.' };
  }
  return { kind: attempt.kind ?? 'storage', tried: attempt.tried, said, next: attempt.next };
}
