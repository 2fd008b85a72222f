// Title and text of a pull request, put together: the words of a model or the facts, the template, evidence, and what it closes, which only we say.
import { fenced } from '../model/fenced.js';
import { inertText } from '../model/harmless-text.js';
import { plainLines } from '../model/plain-text.js';
import type { PullWords, WorkFacts } from './pull-words.js';
import { codeSpan } from './subject-line.js';

/** Forges take 65,536 characters in all: template, words and evidence have bounds of their own. */
const ASKED = 10_000;
const COMMITS = 40;

export interface PullSubject {
  readonly title: string;
  /** What was asked for, and what it is called. */
  readonly asked: { readonly heading: 'Task' | 'Goal'; readonly text: string };
  /** Of a planned goal: Markdown, a line each. */
  readonly tasks: readonly string[];
  readonly closes: number | undefined;
  readonly madeBy: string;
}

export interface PullParts extends WorkFacts {
  readonly words: PullWords | null;
  readonly template: string | null;
  /** Markdown with its heading. */
  readonly verification: string;
}

export interface PullTexts {
  readonly title: string;
  readonly body: string;
}

export function pullTexts(subject: PullSubject, parts: PullParts): PullTexts {
  const { words, verification } = parts;
  const facts = factsOf(subject, parts);
  const told = words === null ? facts : [`<details><summary>${subject.asked.heading} and commits</summary>`, ...facts, '</details>'];
  const body = [
    ...opening(parts),
    ...(words === null ? told : []),
    verification,
    ...(words === null ? [] : told),
    ...(subject.closes === undefined ? [] : [closing(subject.closes)]),
    subject.madeBy,
  ];
  return { title: words?.title ?? subject.title, body: `${body.join('\n\n')}\n` };
}

/** Forges close the issue with the pull request. */
export function closing(issue: number): string {
  return `Closes #${issue}`;
}

function opening({ words, template }: PullParts): readonly string[] {
  if (words?.filled != null) return [words.filled];
  if (template === null) return words === null ? [] : [words.text];
  return words === null ? [template] : [template, '### Description', words.text];
}

function factsOf({ asked, tasks }: PullSubject, { subjects, diff }: WorkFacts): readonly string[] {
  const commits = subjects.slice(0, COMMITS).map((subject) => `- ${codeSpan(inertText(subject))}`);
  const more = subjects.length > COMMITS ? [`- and ${subjects.length - COMMITS} more`] : [];
  return [
    `### ${asked.heading}`,
    fenced(inertText(plainLines(asked.text.slice(0, ASKED), ASKED))),
    ...(tasks.length === 0 ? [] : ['### Tasks', tasks.join('\n')]),
    ...(commits.length === 0 ? [] : ['### Commits', [...commits, ...more].join('\n')]),
    ...(diff === null ? [] : [`${diff.files} files changed, +${diff.additions} −${diff.deletions}`]),
  ];
}
