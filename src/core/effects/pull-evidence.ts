// What a pull request shows for its work: the verify command and how it ended, and the reports of those who judged it. Bounded, and plain.
import { fenced } from '../model/fenced.js';
import type { Goal } from '../model/goal.js';
import { harmlessMarkdown, inertText } from '../model/harmless-text.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { Artifacts } from '../ports.js';
import { verdictOf } from './verdict-line.js';
import type { Verified } from './verify-work.js';

const PASSED = { lines: 15, characters: 1500 };
const FAILED = { lines: 60, characters: 4000 };
const REPORTS = 3;
const REPORT = 3000;

/** Of one task that judged the work of others. */
export interface Report {
  readonly title: string;
  readonly verdict: 'pass' | 'fail' | null;
  readonly text: string;
}

/** Of the tasks of a goal whose role is qa, and of those whose file begins with a verdict: a review. The newest, at most three. */
export async function reportsOf({ tasks }: Goal, artifacts: Pick<Artifacts, 'read'>): Promise<readonly Report[]> {
  const files = tasks.filter(({ state, result }) => state === 'done' && result?.kind === 'artifact' && result.path !== null);
  const read = await Promise.all(
    files.map(async ({ title, role, result }) => {
      const text = await artifacts.read(result?.path ?? '');
      // Its file is gone: the work is as good without it.
      if (!text.ok) return null;
      const verdict = verdictOf(text.value);
      return role === 'qa' || verdict !== null ? { title, verdict, text: text.value } : null;
    }),
  );
  return read.filter((report) => report !== null).slice(-REPORTS);
}

/** `worktree`: its path means nothing elsewhere, and is left out of what was printed. */
export function verification(verified: Verified, reports: readonly Report[], worktree: string): string {
  return ['### Verification', ...commandLines(verified, worktree), ...reports.map(reportText)].join('\n\n');
}

function commandLines({ command, problem, tail }: Verified, worktree: string): readonly string[] {
  if (command === null) return ['No verify command was set.'];
  const bound = problem === null ? PASSED : FAILED;
  const lines = plainLines(tail.replaceAll(worktree, '.'), bound.characters).trim().split('\n').slice(-bound.lines);
  const printed = lines.join('\n') === '' ? [] : [fenced(inertText(lines.join('\n')))];
  const code = `\`${plainText(command, 200).replaceAll('`', "'")}\``;
  const how = problem === null ? `${code} succeeded.` : `${code} **did not succeed** (${problem}): this is a draft all the same.`;
  return [how, ...printed];
}

function reportText({ title, verdict, text }: Report): string {
  const name = harmlessMarkdown(plainText(title, 100), 400);
  const isCut = text.length > REPORT;
  // Its beginning tells most: verdict and findings.
  const shown = plainLines(text.slice(0, REPORT), REPORT).trim();
  const summary = `${name}${verdict === null ? '' : `: verdict ${verdict}`}`;
  return `<details><summary>${summary}</summary>\n\n${fenced(inertText(isCut ? `${shown}\n[cut]` : shown))}\n\n</details>`;
}
