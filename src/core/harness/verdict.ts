// A reading as the verdict that people and policies see: its reason, and its question with the digest that an answer is bound to. Pure.
import { createHash } from 'node:crypto';
import type { AgentState, Question, Why } from '../model/agent.js';
import { plainText } from '../model/plain-text.js';
import type { AskedDialog, Reading } from './harness.js';

export interface Verdict {
  readonly state: AgentState;
  readonly why: Why;
  readonly question: Question | null;
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
  return { state, why, question: isAsked ? questionOf({ ...reading, asks }, { at: why.at, dialogs }) : null };
}

export function questionOf(reading: Reading & Required<Pick<Reading, 'asks'>>, { at, dialogs }: QuestionOrder): Question {
  const { source, asks, dialog } = reading;
  const evidence = evidenceText(reading);
  // What a notification or a screen says is said to people; a title or a protocol's word is not.
  const text = source === 'notification' || source === 'screen' ? evidence : ASKED[asks];
  // Only what a dialog tells can be judged by rules; one that will never be read is a person's at once.
  const canBeJudged = asks === 'permission' && (dialog !== undefined || dialogs === 'read');
  return { kind: asks, text, ...askedOf(dialog), with: canBeJudged ? 'policy' : 'person', digest: digestOf(dialog?.shown ?? evidence, at) };
}

/** Of a dialog, what goes into the question. */
function askedOf(dialog: AskedDialog | undefined): Pick<Question, 'options' | 'tool' | 'command' | 'path'> {
  if (dialog === undefined) return { options: [] };
  const { options, tool, command, path } = dialog;
  return { options: options.map(({ label }) => plainText(label, 200)), tool, command, path };
}

/** Plain, and short enough for a row. */
export function evidenceText(reading: Reading): string {
  return plainText(reading.evidence, 200);
}

/** Two questions in the same words are two questions: the time is part of what an answer is bound to. */
export function digestOf(text: string, at: string): string {
  return createHash('sha256').update(`${at}\n${text}`).digest('hex').slice(0, 16);
}
