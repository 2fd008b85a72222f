// A question that an agent asks the manager in words: what the model is shown, and what its answer comes to. Pure.
import { FENCE_RULE } from '../chat/untrusted.js';
import type { Agent } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import { fencedText } from './fenced-text.js';
import { stateDigest } from './state-digest.js';

const PERSON = 'PERSON';
const ANSWER = 8000;

export const AGENT_ASK_PROMPT = `You are the manager of coding agents. One of them asks you something about its task. Answer it shortly, in plain words, without markup, from the goal, the task and the state below. You can not change anything by your answer, and you never allow what the person's policy leaves to the person: money, secrets, publishing, deleting what others made, or a change of the goal. Where only the person can decide, or you do not know, answer with the one word ${PERSON}. ${FENCE_RULE}`;

export interface AgentQuestion {
  readonly text: string;
  readonly options: readonly string[];
  /** What the manager wrote, where it is a reply to that. */
  readonly repliesTo: string;
}

export const NOBODY_TO_ASK: OrchError = {
  kind: 'needs-person',
  tried: 'ask the person',
  said: 'nobody is to be asked about this task',
  next: 'Decide it yourself as well as you can, and say in your summary what you have decided',
};

export function agentQuestionDigest(agent: Agent, { text, options, repliesTo }: AgentQuestion, state: AppState): string {
  const goal = state.goals[agent.goal]?.text ?? agent.text;
  const choices =
    options.length === 0
      ? ''
      : `\nIt offers these answers, of which you give one: ${options.map((option) => plainText(option, 200)).join(' | ')}`;
  return [
    fencedText({ what: 'goal', text: goal }),
    fencedText({ what: `task of ${plainText(agent.name, 60)}`, text: agent.text }),
    stateDigest(state),
    fencedText({ what: 'what you wrote to it before', text: repliesTo }),
    `The agent ${plainText(agent.name, 60)} asks:`,
    fencedText({ what: 'question', text: `${text}${choices}` }),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Null where it leaves that to the person. */
export function managersAnswer(said: string): string | null {
  const text = plainLines(said, ANSWER).trim();
  return text === '' || /^["'`*]*PERSON\b/u.test(text) ? null : text;
}
