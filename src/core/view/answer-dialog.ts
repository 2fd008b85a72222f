// The dialog that answers what an agent asks: its words, its answers, and whose turn it is. Pure.

import { textEditOf } from '../input/text-edit.js';
import type { Agent } from '../model/agent.js';
import { asksOnScreen, openQuestion, waitsSince } from '../model/open-question.js';
import { runsElsewhere } from '../model/remote.js';
import { type AnswerDialog, type MessageDialog, OTHER_ANSWER } from './dialog.js';
import { wrapText } from './fit-text.js';
import { isOfOthers, isReachable, neighbourRefusal } from './neighbour.js';

/** Whose question `a` answers: the chosen agent's, else that of whoever has waited longest; null when nobody asks. Others are asked by others. */
export function whoAsks(agents: readonly Agent[], selected: string | null): Agent | null {
  const asking = agents.filter((agent) => openQuestion(agent) !== null && isReachable(agent));
  const longest = asking.filter((agent) => !isOfOthers(agent)).sort((a, b) => waitsSince(a).localeCompare(waitsSince(b)))[0];
  return asking.find(({ id }) => id === selected) ?? longest ?? null;
}

/** Why the question of the chosen agent is not answered from here; null where it is, or asks nothing. */
export function answerRefusal(chosen: Agent | null): string | null {
  return chosen === null || openQuestion(chosen) === null ? null : neighbourRefusal(chosen, 'agent.answer');
}

/** A list to choose from, or a text to write. Null where its answers could not be read: it is answered by attaching. */
export function answerDialog(agent: Agent): AnswerDialog | MessageDialog | null {
  const question = openQuestion(agent);
  if (question === null) return null;
  const { id, name } = agent;
  const { text, digest, options, command = null, path = null } = question;
  const isOnScreen = asksOnScreen(agent);
  // On its screen a text is typed; by its tool it is handed over. Which of both it is on another machine is known there.
  const isTyped = isOnScreen && !runsElsewhere(agent) && agent.neighbour === undefined;
  if (question.kind === 'text')
    return { kind: 'message', agent: id, name, asked: text, ...(isTyped ? {} : { digest }), edit: textEditOf('') };
  if (options.length === 0) return null;
  return { kind: 'answer', agent: id, name, digest, text, command, path, options, ...(isOnScreen ? {} : { byTool: true }), chosen: 0 };
}

/** The answers as they stand in the dialog. */
export function answerRows({ options, byTool }: Pick<AnswerDialog, 'options' | 'byTool'>): readonly string[] {
  return byTool === true ? [...options, OTHER_ANSWER] : options;
}

/** An answer that it does not offer. */
export function otherAnswer({ agent, name, text, digest }: AnswerDialog): MessageDialog {
  return { kind: 'message', agent, name, asked: text, digest, edit: textEditOf('') };
}

/** The question in the lines above its answers; a command or path that it does not name itself comes whole. */
export function questionLines({ text, command, path }: Pick<AnswerDialog, 'text' | 'command' | 'path'>): readonly string[] {
  return [text, ...[command, path].filter((detail) => detail !== null && !text.includes(detail)).map((detail) => `  ${detail}`)];
}

/** Rows of a question by its tool above the text that answers it: it stands on no terminal, so it is read here. */
export function askedRows({ asked, digest }: Pick<MessageDialog, 'asked' | 'digest'>, widthCols: number): readonly string[] {
  return asked === undefined || digest === undefined ? [] : wrapText(asked, widthCols).slice(0, MOST_ASKED);
}

const MOST_ASKED = 8;
