// What is known of an agent of another node, in the sentences that stand in its pane where no cells of its terminal do. Pure.
import type { Agent } from '../model/agent.js';
import { openQuestion } from '../model/open-question.js';
import { plainText } from '../model/plain-text.js';
import { ageAt, ageText } from './age.js';
import { isOfOthers, whyClosed } from './neighbour.js';
import { silenceFor } from './node-silence.js';
import { moneyText } from './task-rows.js';

/** `works for you`, `works for box.3fa2`; empty for an agent of this host. */
export function whoseWords({ neighbour }: Pick<Agent, 'neighbour'>): string {
  if (neighbour === undefined) return '';
  return neighbour.isOurs ? 'works for you' : `works for ${plainText(neighbour.owner, 40)}`;
}

/** What it does, for whom, since when, what it asks and says, what it has used, and where its screen is. */
export function neighbourLines(agent: Agent, now: number): readonly string[] {
  const { neighbour, progress, state } = agent;
  if (neighbour === undefined) return [];
  const node = plainText(neighbour.node, 60);
  const age = ageText(ageAt(agent.since, now));
  const is = age === 'now' ? `It is ${state}` : `It has been ${state} for ${age}`;
  const text = plainText(agent.text, MOST);
  const evidence = plainText(agent.why.evidence, 200);
  const asked = openQuestion(agent);
  const silence = silenceFor(agent, now);
  const screen = neighbour.isOpen ? `Its screen comes from ${node}.` : `Its screen is on ${node}: ${whyClosed(agent)}`;
  return [
    `${where(agent, node)}. ${is}${evidence === '' ? '' : `: ${evidence}`}.`.replace(/\.\.$/u, '.'),
    ...(silence === null ? [] : ['', `There is ${silence}: it may have changed since.`]),
    ...(text === '' ? [] : ['', `Its task: ${text}`]),
    ...(asked === null
      ? []
      : ['', `It asks: ${plainText(asked.text, MOST)}`, ...asked.options.map((option, at) => `  ${at + 1}. ${plainText(option, 300)}`)]),
    ...(progress === null || progress === '' ? [] : ['', `It says: ${plainText(progress, 600)}`]),
    ...usageLine(agent),
    '',
    screen,
  ];
}

const MOST = 2000;

function where(agent: Agent, node: string): string {
  const isItsOwn = isOfOthers(agent) && agent.neighbour?.owner === agent.neighbour?.node;
  return isItsOwn ? `It belongs to ${node} and runs there` : `It runs on ${node} and ${whoseWords(agent)}`;
}

function usageLine({ usage }: Agent): readonly string[] {
  if (usage === null) return [];
  const tokens = usage.inputTokens + usage.outputTokens;
  return ['', `It has used ${tokens} tokens, ${moneyText(usage.costUsd, usage.estimated)}.`];
}
