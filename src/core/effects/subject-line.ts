// One line that says what was worked on, for commits and titles, and a few words as code.
import type { Agent } from '../model/agent.js';
import { inertText } from '../model/harmless-text.js';
import { plainText } from '../model/plain-text.js';

/** What git and forges show of a subject without cutting it. */
export const SUBJECT_LENGTH = 72;

export function subjectOf(agent: Agent): string {
  if (agent.brief !== undefined) return subject(agent.brief.title);
  return subjectIn(agent.text, agent.name);
}

/** The first line of `text` that has words. */
export function subjectIn(text: string, otherwise: string): string {
  return subject(text.split('\n').find((line) => plainText(line) !== '') ?? otherwise);
}

export function codeSpan(text: string): string {
  return `\`${plainText(text, 200).replaceAll('`', "'")}\``;
}

/** Squashed, it becomes the message of a commit: no issue is closed by it. */
function subject(text: string): string {
  return plainText(inertText(plainText(text, SUBJECT_LENGTH)), SUBJECT_LENGTH);
}
