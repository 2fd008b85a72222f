// Everything that is going on, in a page: what the manager is shown when a person asks it something. Pure.
import { FENCE_RULE } from '../chat/untrusted.js';
import { type Agent, isOver } from '../model/agent.js';
import { saidAndNext } from '../model/error.js';
import type { Goal } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import { diffWords } from './digest.js';
import { fencedText } from './fenced-text.js';
import { overlapWords } from './overlap-words.js';

const GOALS = 20;
const AGENTS = 60;
const DECISIONS = 3;

export const ASK_PROMPT = `You are the manager of coding agents. A person asks you about the work. Answer from the state below, shortly, in plain words, without markup, and say what you do not know. You look, and you change nothing: to act, name the command of orch-tui or the key that does it. ${FENCE_RULE}`;

export interface PersonQuestion {
  readonly text: string;
  /** What the manager wrote, where it is a reply to that; empty where it is none. */
  readonly repliesTo: string;
}

export function personQuestionDigest({ text, repliesTo }: PersonQuestion, state: AppState): string {
  const before = fencedText({ what: 'what you wrote to the person before', text: repliesTo });
  return [stateDigest(state), before, `The person asks:\n${text}`].filter((part) => part !== '').join('\n\n');
}

export function stateDigest(state: AppState, code?: () => string): string {
  // What is alive first: a long list must not push it out.
  const agents = Object.values(state.agents).sort((a, b) => Number(isOver(a.state)) - Number(isOver(b.state)));
  const goals = Object.values(state.goals).slice(-GOALS);
  const overlaps = overlapWords(state);
  const text = [
    'Goals:',
    ...(goals.length === 0 ? ['none'] : goals.map(goalLines)),
    'Agents:',
    ...(agents.length === 0 ? ['none'] : agents.slice(0, AGENTS).map(agentLines)),
    ...(agents.length > AGENTS ? [`and ${agents.length - AGENTS} more`] : []),
    ...(overlaps.length === 0 ? [] : ['Files changed in more than one place:', ...overlaps]),
  ].join('\n');
  return fencedText({ what: 'state of goals and agents', text }, code);
}

function goalLines({ id, text, state, limit, tasks, plan, modelUsage }: Goal): string {
  const ended = limit === undefined ? '' : `, ended by its ${limit}`;
  const cost = modelUsage === undefined ? '' : `, planning and managing $${modelUsage.costUsd.toFixed(4)}`;
  const head = `- ${id} (${state}${ended}${plan === undefined ? '' : `, plan ${plan.state}`}${cost}): ${plainText(text, 200)}`;
  return [head, ...tasks.map((task) => `  ${task.id} ${plainText(task.title, 80)}: ${task.state}`)].join('\n');
}

function agentLines(agent: Agent): string {
  const { name, launch, goal, task, state, why, question, error, usage, manager, managerNotes } = agent;
  const of = task === null ? goal : `${goal} ${task}`;
  const facts = [
    `- ${name} (${launch.harness}, ${of}): ${state}, because ${plainText(why.evidence, 120)}`,
    diffWords(agent) === '' ? '' : `changed ${diffWords(agent)}`,
    usage === null ? '' : `$${usage.costUsd.toFixed(4)}${usage.estimated ? ' (estimated)' : ''}`,
    question === null ? '' : `asks: ${plainText(question.text, 160)}`,
    error === null ? '' : `error: ${plainText(saidAndNext(error), 240)}`,
  ];
  const decided = (manager?.decisions ?? []).slice(-DECISIONS).map(({ at, action, thought, outcome }) => {
    return `  decided ${at}: ${action.do} ${plainText(action.text, 120)} (${plainText(thought, 120)}) → ${plainText(outcome, 80)}`;
  });
  const told = (managerNotes ?? []).map(({ at, text }) => `  wrote to you ${at}: ${plainText(text, 160)}`);
  return [facts.filter((fact) => fact !== '').join('; '), ...decided, ...told].join('\n');
}
