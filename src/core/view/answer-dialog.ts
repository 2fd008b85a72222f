// The dialog that answers what an agent asks: its words, its answers, and whose turn it is. Pure.

import { textEditOf } from '../input/text-edit.js';
import { type Agent, waitsForAnswer } from '../model/agent.js';
import type { AnswerDialog, MessageDialog } from './dialog.js';

/** Whose question `a` answers: the chosen agent's, else that of whoever has waited longest; null when nobody asks. */
export function whoAsks(agents: readonly Agent[], selected: string | null): Agent | null {
  const asking = agents.filter((agent) => waitsForAnswer(agent) && agent.question !== null);
  const longest = [...asking].sort((a, b) => a.since.localeCompare(b.since))[0];
  return asking.find(({ id }) => id === selected) ?? longest ?? null;
}

/** A list to choose from, or a text to write. Null where its answers could not be read: it is answered by attaching. */
export function answerDialog(agent: Agent): AnswerDialog | MessageDialog | null {
  const { question } = agent;
  if (question === null) return null;
  const { id, name } = agent;
  if (question.kind === 'text') return { kind: 'message', agent: id, name, asked: question.text, edit: textEditOf('') };
  if (question.options.length === 0) return null;
  const { text, digest, options, command = null, path = null } = question;
  return { kind: 'answer', agent: id, name, digest, text, command, path, options, chosen: 0 };
}

/** The question in the lines above its answers; a command or path that it does not name itself comes whole. */
export function questionLines({ text, command, path }: Pick<AnswerDialog, 'text' | 'command' | 'path'>): readonly string[] {
  return [text, ...[command, path].filter((detail) => detail !== null && !text.includes(detail)).map((detail) => `  ${detail}`)];
}
