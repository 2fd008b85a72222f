// A reading as the verdict that people and policies see: its reason, and its question with the digest that an answer is bound to. Pure.
import { createHash } from 'node:crypto';
import type { AgentState, Question, Why } from '../model/agent.js';
import type { Failure } from '../model/limit.js';
import { plainText } from '../model/plain-text.js';
import type { FailureReading, Reading } from './harness.js';
import { resetTime } from './reset-time.js';
import { type AskedActs, actText } from './tool-act.js';

export interface Verdict {
  readonly state: AgentState;
  readonly why: Why;
  readonly question: Question | null;
  /** Only with `limited`. */
  readonly failure?: Failure;
}

/** Until the screen has given the words. */
const ASKED: Readonly<Record<Question['kind'], string>> = {
  permission: 'allow it?',
  trust: 'trust this folder?',
  choice: 'which one?',
  text: 'a question',
};

export interface QuestionOrder {
  /** ISO 8601: when it began to ask. */
  readonly at: string;
  /** Whether its screen is read for the dialog of a question that something else has told of. */
  readonly dialogs: 'read' | 'unread';
}

export function verdictOf(reading: Reading, { now, dialogs }: Pick<QuestionOrder, 'dialogs'> & { readonly now: number }): Verdict {
  const { state, source, rule, asks } = reading;
  const why: Why = { source, rule, evidence: evidenceText(reading), at: new Date(now).toISOString() };
  const isAsked = state === 'waiting' && asks !== undefined;
  const question = isAsked ? questionOf({ ...reading, asks }, { at: why.at, dialogs }) : null;
  return { state, why, question, ...failureAt(reading, now) };
}

function failureAt({ failure }: Reading, now: number): Pick<Verdict, 'failure'> {
  if (failure === undefined) return {};
  const { kind, retries, resets } = failure;
  return { failure: { kind, retries, resetAt: resets === null ? null : resetTime(resets, now) } };
}

export function questionOf(reading: Reading & Required<Pick<Reading, 'asks'>>, { at, dialogs }: QuestionOrder): Question {
  const { source, asks, dialog, act } = reading;
  const evidence = evidenceText(reading);
  // What a notification or a screen says is said to people; a title or a protocol's word is not. A whole command is better than its first row.
  const isBetter = act !== undefined && act !== null && (dialog === undefined || act.command !== null);
  const told = isBetter ? actText(act) : null;
  const isSaid = source === 'notification' || source === 'screen' || asks === 'text';
  const text = told !== null ? plainText(told, 200) : isSaid ? evidence : ASKED[asks];
  // Only what a dialog tells can be judged by rules; one that will never be read is a person's at once.
  const canBeJudged = asks === 'permission' && (dialog !== undefined || dialogs === 'read');
  return {
    kind: asks,
    text,
    ...askedOf(reading),
    with: canBeJudged ? 'policy' : 'person',
    digest: digestOf(dialog?.shown ?? evidence, at),
  };
}

/** The answers are those of the dialog; what would be done is what a better source told of it, else what the dialog says. */
function askedOf({ dialog, act }: Reading): Pick<Question, 'options' | 'tool' | 'command' | 'path'> {
  const asked = act ?? dialog;
  if (asked === undefined) return { options: [] };
  const { tool, command, path } = asked;
  return { options: (dialog?.options ?? []).map(({ label }) => plainText(label, 200)), tool, command, path };
}

/** The question that is known, in the words of `reading`; null where those are no news. */
export function reworded(verdict: Verdict, { reading, acts, dialogs }: Rewording): Verdict | null {
  const { question, why } = verdict;
  if (question === null) return null;
  const asks = reading.asks ?? question.kind;
  const act = asks === 'permission' && reading.dialog !== undefined ? acts.of(reading.dialog) : null;
  const worded = questionOf({ ...reading, asks, act }, { at: why.at, dialogs });
  return isSameQuestion(question, worded) ? null : { ...verdict, question: worded };
}

interface Rewording extends Pick<QuestionOrder, 'dialogs'> {
  readonly reading: Reading;
  /** What a better source told that it would do. */
  readonly acts: Pick<AskedActs, 'of'>;
}

/** For people and rules alike: a mark that was moved among its answers makes no other question. */
export function isSameQuestion(one: Question, other: Question): boolean {
  const isWorded = one.text === other.text && one.options.length === other.options.length;
  return isWorded && (one.command ?? null) === (other.command ?? null) && (one.path ?? null) === (other.path ?? null);
}

/** It asks to choose; a question in words stands at rest. */
export function isAsked({ state, question }: Verdict): boolean {
  return state === 'waiting' && question !== null && question.kind !== 'text';
}

export function isAskedInWords({ state, question }: Verdict): boolean {
  return state === 'waiting' && question?.kind === 'text';
}

export function isAskedOnScreen({ state, why }: Verdict): boolean {
  return state === 'waiting' && why.source === 'screen';
}

/** Nothing new is said. A second question is news, and so is another failure, though the state is the same; so is a sign of its own for what output had only hinted at. */
export function isKnown(reading: Reading, { state, why }: Verdict): boolean {
  if (reading.state !== state || (why.source === 'quiet' && reading.source !== 'quiet')) return false;
  return (state !== 'waiting' && state !== 'limited') || evidenceText(reading) === why.evidence;
}

/** A structured source has told of it: the screen's words for it are no second failure, unless they name the time that is still missing. */
export function isToldAlready({ resets }: FailureReading, { why, failure }: Verdict): boolean {
  return failure !== undefined && why.source === 'structured' && (resets === null || failure.resetAt !== null);
}

/** Plain, and short enough for a row. */
export function evidenceText(reading: Reading): string {
  return plainText(reading.evidence, 200);
}

/** Two questions in the same words are two questions: the time is part of what an answer is bound to. */
export function digestOf(text: string, at: string): string {
  return createHash('sha256').update(`${at}\n${text}`).digest('hex').slice(0, 16);
}
