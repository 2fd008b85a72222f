// What became of a delegated task, as its parent is told: from the child alone and what it said last. Plain and bounded.
import type { Agent } from '../model/agent.js';
import { saidAndNext } from '../model/error.js';
import type { MessageResult } from '../model/message.js';
import { plainLines, plainText } from '../model/plain-text.js';
import { lastWords } from '../state/last-words.js';
import { resultText } from '../state/result-text.js';

const SUMMARY = 4000;
const ARTIFACTS = 50;
/** Characters of its end that are looked at: a screen and what scrolled out of it. */
const DRAWN = 16_000;
/** Box drawing and block elements of Unicode. */
const FRAME = /[\u2500-\u259f]/u;

/** `said`: the end of what it printed, as it was printed. */
export function childResult(child: Agent, said: string): MessageResult {
  const { id, state, result, report, worktree, branch } = child;
  const reported = report?.artifacts.map((name) => `${worktree ?? ''}/${name}`) ?? [];
  return {
    agent: id,
    state: state === 'done' ? 'done' : state === 'failed' ? 'failed' : 'stopped',
    summary: summaryOf(child, said),
    artifacts: [...(result?.path == null ? [] : [result.path]), ...reported].slice(0, ARTIFACTS),
    branch,
    commit: result?.kind === 'merge' ? result.commit : null,
  };
}

/** Of a CLI that draws a screen the last rows are its input line and what stands around it: frames hold no words of its work. */
function withoutFrames(said: string): string {
  return plainLines(said, DRAWN)
    .split('\n')
    .filter((line) => !FRAME.test(line))
    .join('\n');
}

/** Its own words, and what went wrong where something did. */
function summaryOf({ state, report, error, why }: Agent, said: string): string {
  // The screen of a CLI that was ended in the middle says nothing of its work.
  const printed = why.rule === 'stop.requested' ? '' : lastWords(withoutFrames(said));
  const own = plainLines(report?.summary ?? printed, SUMMARY).trim();
  if (state === 'done') return own === '' ? 'It is done, without a word.' : own;
  const reason = error === null ? why.evidence : saidAndNext(error);
  const failure = `${state === 'stopped' ? 'It was stopped' : 'It failed'}: ${plainText(reason, 1000)}`;
  return own === '' ? failure : `${failure}\n${own}`.slice(0, SUMMARY);
}

/** The message itself, for whoever reads it as text. */
export function resultMessage(child: Agent, result: MessageResult): string {
  const { name, branch, base } = child;
  const { state, summary, artifacts } = result;
  const end =
    child.result !== null
      ? `Result: ${resultText(child.result, { branch, base })}.`
      : state === 'done'
        ? 'It changed no file.'
        : `Nothing of it is in your branch; its work stays on the branch ${plainText(branch ?? name, 100)}.`;
  const files = artifacts.length === 0 ? [] : [`Files: ${artifacts.map((path) => plainText(path, 500)).join(', ')}`];
  return [`${plainText(name, 100)} is ${state}. ${end}`, ...files, summary].join('\n');
}
