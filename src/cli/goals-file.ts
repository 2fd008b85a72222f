// `run --goals FILE`: one goal a line; blank lines and lines that begin with # are passed over.
import { fail, ok, type Result } from '../core/model/error.js';
import { usage } from './outcome.js';
import { readText } from './standard-input.js';

const MAX_BYTES = 1024 * 1024;
/** More is a file of another kind, and its lines would become agents. */
const MOST = 500;

export interface GoalLine {
  /** From 1, as editors count. */
  readonly line: number;
  readonly text: string;
}

/** `-` is standard input. */
export async function readGoals(file: string): Promise<Result<readonly GoalLine[]>> {
  const tooLong = usage('the file of goals is larger than 1 MB', 'Split it, or put long texts into files of the repository and name those');
  const read = await readText(file, { what: 'the list of goals', maxBytes: MAX_BYTES, tooLong });
  return read.ok ? goalLines(read.value) : read;
}

export function goalLines(text: string): Result<readonly GoalLine[]> {
  const lines = text.split(/\r?\n/u).map((line, at): GoalLine => ({ line: at + 1, text: line.trim() }));
  const goals = lines.filter((line) => line.text !== '' && !line.text.startsWith('#'));
  if (goals.length === 0)
    return fail(usage('there is no goal in the file', 'Write one goal a line; lines that begin with # are passed over'));
  if (goals.length > MOST) return fail(usage(`there are ${goals.length} goals in the file, and at most ${MOST} are allowed`, 'Split it'));
  return ok(goals);
}
