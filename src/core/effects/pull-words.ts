// The words of a pull request by a model: title, description, the repository's template filled in, labels and reviewers out of those there are.
import * as z from 'zod/mini';
import { askStructured } from '../chat/ask-structured.js';
import { fenceUntrusted } from '../chat/untrusted.js';
import type { DiffSize } from '../model/agent.js';
import type { About } from '../model/event.js';
import { harmlessMarkdown, inertText } from '../model/harmless-text.js';
import { plainDiff, plainLines, plainText } from '../model/plain-text.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { keepsHeadings, withoutComments } from './pull-template.js';
import { SUBJECT_LENGTH } from './subject-line.js';

export interface WorkFacts {
  readonly subjects: readonly string[];
  readonly diff: DiffSize | null;
}

/** All that it is written from. */
export interface PullMaterial extends WorkFacts {
  readonly about: About;
  readonly asked: string;
  /** Titles of the tasks of a planned goal. */
  readonly tasks: readonly string[];
  /** What its agent said of its work last; empty where that is not known. */
  readonly said: string;
  /** Unified diff, bounded. */
  readonly patch: string;
  readonly template: string | null;
  /** What may be chosen from. */
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
}

/** Harmless Markdown, but for the title, which is plain. */
export interface PullWords {
  readonly title: string;
  readonly text: string;
  /** The same without Markdown, for a terminal. */
  readonly plain: string;
  /** Null where there is no template, or what came is not that template any more. */
  readonly filled: string | null;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
}

/** Largest part of a diff that is shown, in bytes. */
export const PATCH = 30_000;
const ASKED = 8000;
const SAID = 3000;
const SUBJECTS = 40;
const TEXT = 4000;
const FILLED = 16_000;
/** A longer one is not worth what it costs to have it written anew: it stands there as it is. */
const TEMPLATE = 8000;
const MAX_OUTPUT_TOKENS = 4000;
const NAMES = 100;
const MOST_LABELS = 3;
const MOST_REVIEWERS = 2;

const schema = z.object({
  title: z.string(),
  text: z.string(),
  template: z.nullish(z.string()),
  labels: z.nullish(z.array(z.string())),
  reviewers: z.nullish(z.array(z.string())),
});

/** Null where there is no model for it, or its answer is of no use: then the facts stand there. */
export async function pullWords(
  material: PullMaterial,
  { model, prompt }: Pick<EffectPorts, 'model' | 'prompt'>,
  { dispatch, signal }: Pick<EffectContext, 'dispatch'> & { readonly signal: AbortSignal },
): Promise<PullWords | null> {
  if (!model.available('summary').ok) return null;
  const system = await prompt('pull-request');
  if (!system.ok) return null;
  const template = material.template !== null && material.template.length <= TEMPLATE ? material.template : null;
  const answer = await askStructured({
    model,
    order: {
      use: 'summary',
      messages: [
        { role: 'system', content: system.value },
        { role: 'user', content: materialText({ ...material, template }) },
      ],
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      signal,
    },
    schema,
    what: 'the text of a pull request',
    onCall: (call) => dispatch({ type: 'model.called', use: 'summary', about: material.about, ...call }),
  });
  if (!answer.ok) return null;
  const { title, text, template: filled, labels, reviewers } = answer.value.value;
  const words = {
    title: inertText(plainText(title, SUBJECT_LENGTH)),
    text: harmlessMarkdown(text, TEXT),
    plain: plainLines(text.slice(0, TEXT), TEXT).trim(),
    filled: template === null ? null : filledIn(template, filled ?? ''),
    labels: amongThose(labels ?? [], material.labels, MOST_LABELS),
    reviewers: amongThose(reviewers ?? [], material.reviewers, MOST_REVIEWERS),
  };
  return words.title === '' || words.text === '' ? null : words;
}

function filledIn(template: string, answer: string): string | null {
  const filled = harmlessMarkdown(withoutComments(answer), FILLED);
  // As the headings of what is harmless are compared: a link in one is none any more in both.
  return filled !== '' && keepsHeadings(harmlessMarkdown(withoutComments(template), FILLED), filled) ? filled : null;
}

/** As they are called there. */
function amongThose(chosen: readonly string[], there: readonly string[], most: number): readonly string[] {
  const found = chosen.flatMap((name) => there.find((each) => each.toLowerCase() === name.trim().toLowerCase()) ?? []);
  return [...new Set(found)].slice(0, most);
}

function materialText({ asked, tasks, said, subjects, diff, patch, template, labels, reviewers }: PullMaterial): string {
  const part = (what: string, text: string) => (text.trim() === '' ? [] : [fenceUntrusted({ what, text })]);
  const list = (names: readonly string[], length: number) => names.map((name) => `- ${plainText(name, length)}`).join('\n');
  return [
    ...part('what was asked for', plainLines(asked, ASKED).trim()),
    ...part('tasks that were done', list(tasks, 100)),
    ...part('what its agent said last', plainLines(said, SAID).trim()),
    ...part('subjects of the commits', list(subjects.slice(0, SUBJECTS), 120)),
    ...(diff === null ? [] : [`${diff.files} files changed, ${diff.additions} lines added, ${diff.deletions} removed.`]),
    ...part('the diff, perhaps cut', plainDiff(patch)),
    ...part("the repository's template", template ?? ''),
    ...part('labels there are', list(labels.slice(0, NAMES), 60)),
    ...part('people who can review', list(reviewers.slice(0, NAMES), 60)),
  ].join('\n\n');
}
