// Gathers what is known of finished work and writes its pull request from it: by a model where there is one, else from the facts.
import { errorLine } from '../model/error.js';
import type { About } from '../model/event.js';
import type { Litter } from '../model/repository.js';
import type { ForgePlace } from '../ports/forge.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { type Report, verification } from './pull-evidence.js';
import { pullTemplate } from './pull-template.js';
import { type PullSubject, type PullTexts, pullTexts } from './pull-texts.js';
import type { PullMaterial, PullWords } from './pull-words.js';
import type { Verified } from './verify-work.js';

export interface PullSource {
  readonly about: About;
  readonly subject: PullSubject;
  /** A checkout of the branch. */
  readonly worktree: string;
  readonly baseCommit: string;
  readonly litter: Litter;
  /** Titles of the tasks of a planned goal. */
  readonly tasks: readonly string[];
  /** What its agent said of its work last. */
  readonly said: string;
  readonly verified: Verified;
  readonly reports: readonly Report[];
}

export interface WrittenPull extends PullTexts {
  readonly words: PullWords | null;
  /** What is missing in it. */
  readonly notes: readonly string[];
}

type Ports = Pick<EffectPorts, 'repository' | 'forge' | 'model' | 'prompt' | 'pulls'>;

export interface Writing {
  readonly source: PullSource;
  /** Where labels and reviewers may be chosen from; null: none are. */
  readonly choosesAt: ForgePlace | null;
}

export async function writePull(
  { source, choosesAt }: Writing,
  ports: Ports,
  context: Pick<EffectContext, 'dispatch'> & { readonly signal: AbortSignal },
): Promise<WrittenPull> {
  const { worktree, baseCommit, litter, subject } = source;
  const { repository } = ports;
  const subjects = await repository.commitSubjects({ worktree, baseCommit });
  const diff = await repository.measureDiff({ worktree, baseCommit, litter });
  const template = await pullTemplate(baseCommit, repository);
  const facts = { subjects: subjects.ok ? subjects.value : [], diff: diff.ok ? diff.value : null };
  const words = ports.model.available('summary').ok
    ? await wordsOf({ source, choosesAt, known: { ...facts, template } }, ports, context)
    : null;
  const parts = { ...facts, words, template, verification: verification(source.verified, source.reports, worktree) };
  // Without its list of commits or its size a pull request is no worse: said, not failed.
  const notes = [subjects, diff].flatMap((fact) => (fact.ok ? [] : [errorLine(fact.error)]));
  return { ...pullTexts(subject, parts), words, notes };
}

async function wordsOf(
  { source, choosesAt, known }: Writing & { readonly known: Pick<PullMaterial, 'subjects' | 'diff' | 'template'> },
  ports: Ports,
  context: Pick<EffectContext, 'dispatch'> & { readonly signal: AbortSignal },
): Promise<PullWords | null> {
  const { about, worktree, baseCommit, litter, subject, tasks, said } = source;
  const { PATCH, pullWords } = await import('./pull-words.js');
  const patch = await ports.repository.diff({ worktree, baseCommit, maxBytes: PATCH, litter });
  const none: readonly string[] = [];
  const labels = choosesAt === null || ports.pulls.labels === 'none' ? null : await ports.forge.labels(choosesAt);
  const reviewers = choosesAt === null || ports.pulls.reviewers === 'none' ? null : await ports.forge.reviewers(choosesAt);
  const material = {
    ...known,
    about,
    asked: subject.asked.text,
    tasks,
    said,
    patch: patch.ok ? patch.value.diff : '',
    // Who can not be asked for is not chosen.
    labels: labels?.ok ? labels.value : none,
    reviewers: reviewers?.ok ? reviewers.value : none,
  };
  return pullWords(material, ports, context);
}
