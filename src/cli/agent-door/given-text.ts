// The words behind a command of an agent's terminal, or standard input where they are one `-`: what a model writes has lines and marks that no shell should read.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { readText } from '../standard-input.js';

/** Above what any of them takes: the host says which is too long. */
const MOST_BYTES = 128 * 1024;

export async function givenText(words: readonly string[]): Promise<Result<string>> {
  if (words.length !== 1 || words[0] !== '-') return ok(words.join(' '));
  const read = await readText('-', { what: 'the text', maxBytes: MOST_BYTES, tooLong: TOO_LONG });
  return read.ok ? ok(read.value) : fail(read.error);
}

const TOO_LONG: OrchError = {
  kind: 'usage',
  tried: 'read standard input',
  said: `it has more than ${MOST_BYTES / 1024} KB`,
  next: 'Put it into a file of your worktree, and name that',
};
