// Pull requests as the screen tells of them: which of them wait for a person, and what stands beside whose work they are. Pure.
import { type Agent, type AgentState, asksByTool, isOver } from '../model/agent.js';
import { saidAndNext } from '../model/error.js';
import type { Goal } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import type { PullRequest } from '../model/pull-request.js';
import { pullOf } from '../state/pull-back.js';
import { PULL_MARKS, pullGist } from '../state/pull-text.js';
import { truncate } from './fit-text.js';
import { agentMark, type Glyphs, markOf, type StateMark, type Style } from './state-mark.js';

export type Pulls = Readonly<Record<string, PullRequest>>;

export interface PullWords {
  /** `PR #12 ci ✗ lint` */
  readonly text: string;
  readonly style: Style;
  /** It waits for a person. */
  readonly isStuck: boolean;
}

/** It is not asked about before a person has done something. */
export function isStuck({ state, follow, error }: PullRequest): boolean {
  return state === 'open' && follow === 'paused' && error !== null;
}

/** It has ended, and its pull request has stopped at a person. At work it may just be mending that; one that failed says so itself. */
export function isStuckAt(agent: Agent, pulls: Pulls): boolean {
  const pull = isOver(agent.state) && agent.state !== 'failed' ? pullOf({ pulls }, agent) : undefined;
  return pull !== undefined && isStuck(pull);
}

/** As it counts: who is done with a pull request that is stuck waits for a person, and so does who asks one by its tool. */
export function countedState(agent: Agent, pulls: Pulls): AgentState {
  return needsPerson(agent, pulls) ? 'waiting' : agent.state;
}

export function shownMark(agent: Agent, pulls: Pulls): StateMark {
  return needsPerson(agent, pulls) ? markOf('waiting') : agentMark(agent);
}

/** Though its own state does not say so. */
export function needsPerson(agent: Agent, pulls: Pulls): boolean {
  return isStuckAt(agent, pulls) || asksByTool(agent);
}

/** Of what is done, where its pull request stands is all there is to know; null where there is none, or it is being removed. */
export function donePull(agent: Agent, pulls: Pulls): PullRequest | null {
  if (agent.pending !== null || (agent.state !== 'done' && !isStuckAt(agent, pulls))) return null;
  return pullOf({ pulls }, agent) ?? null;
}

/** Of a planned goal as a whole, as it stands behind what it is called; null where it has none. */
export function goalPullWords(goal: Pick<Goal, 'pull'>, pulls: Pulls, glyphs: Glyphs): PullWords | null {
  const pull = pullOf({ pulls }, goal);
  return pull === undefined ? null : pullWords(pull, glyphs);
}

export function pullWords(pull: PullRequest, glyphs: Glyphs): PullWords {
  const { text, tone } = pullGist(pull, PULL_MARKS[glyphs]);
  const name = `PR #${pull.number}`;
  // What it looked like tells more than that it needs somebody, which its mark says.
  if (isStuck(pull))
    return { text: `${name} ${tone === 'bad' ? text : 'needs you'}`, style: { colour: 'yellow', bold: true }, isStuck: true };
  return { text: text === '' ? name : `${name} ${text}`, style: TONES[tone], isStuck: false };
}

const TONES: Readonly<Record<ReturnType<typeof pullGist>['tone'], Style>> = {
  bad: { colour: 'red' },
  busy: {},
  good: { colour: 'green' },
  quiet: { dim: true },
};

/** `PR #12 of fix-login: lint failed. Look at ...`: the one that came first of those that wait for a person; null where none does. */
export function stuckText({ agents, goals, pulls }: PullOwners): string | null {
  const [first] = Object.values(pulls)
    .filter((pull) => isStuck(pull) && !agents.some((agent) => agent.id === pull.agent && !isOver(agent.state)))
    .sort((one, other) => one.sinceSeq - other.sinceSeq);
  if (first?.error == null) return null;
  return `PR #${first.number} of ${ownerName(first, { agents, goals })}: ${plainText(saidAndNext(first.error), 400)}`;
}

export interface PullOwners {
  readonly agents: readonly Agent[];
  readonly goals: readonly Goal[];
  readonly pulls: Pulls;
}

/** Whose work it is: an agent, or a goal by its first line. */
export function ownerName({ agent, goal, branch }: PullRequest, { agents, goals }: Pick<PullOwners, 'agents' | 'goals'>): string {
  if (agent !== null) return agents.find(({ id }) => id === agent)?.name ?? branch;
  const text = goals.find(({ id }) => id === goal)?.text ?? branch;
  return truncate(plainText(text.trim().split('\n')[0] ?? '', 200), 60);
}
