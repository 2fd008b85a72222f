// What is worth calling a person for who looks elsewhere: an agent began to wait, came to rest, finished or failed; a goal waits for a yes or has ended. Pure.
import { type Agent, waitsForAnswer } from '../model/agent.js';
import type { Goal } from '../model/goal.js';
import type { Party } from '../model/message.js';
import { openQuestion } from '../model/open-question.js';
import { plainText } from '../model/plain-text.js';
import { truncate } from './fit-text.js';
import { addressOf, isOfOthers } from './neighbour.js';
import { ORCHESTRATOR } from './orchestrator.js';
import { agreementOf, goalTitle } from './task-rows.js';
import type { ViewState } from './view-state.js';
import { resultText } from './worth-knowing.js';

export interface Notification {
  /** `message`: one that it did not take. `unread`: one to the person. */
  readonly kind: 'waiting' | 'idle' | 'done' | 'failed' | 'message' | 'unread';
  /** Id of an agent, or of a goal; whose message it is. */
  readonly of: { readonly agent: string } | { readonly goal: string } | { readonly sender: Party };
  /** Of the agent, by which it can be answered from here, or of the sender, or the first line of the goal. */
  readonly name: string;
  /** One line, plain: who, and what. */
  readonly text: string;
}

/** Null where nothing new has come to tell, and of an agent of another host. `before` is undefined for an agent that was not there. */
export function notificationOf(before: Agent | undefined, after: Agent): Notification | null {
  if (isOfOthers(after)) return null;
  const tell = (kind: Notification['kind'], words: string): Notification => {
    return { kind, of: { agent: after.id }, name: addressOf(after), text: plainText(`${after.name} ${words}`, 160) };
  };
  if (before !== undefined && after.undelivered !== undefined && before.undelivered?.at !== after.undelivered.at)
    return tell('message', `did not take a message: ${after.undelivered.error.said}`);
  if (waitsForAnswer(after)) {
    const asked = openQuestion(after);
    const isKnown = before !== undefined && waitsForAnswer(before) && openQuestion(before)?.digest === asked?.digest;
    if (isKnown) return null;
    return tell('waiting', asked === null ? `waits: ${after.error?.said ?? 'for you'}` : `asks: ${asked.text}`);
  }
  if (before === undefined || before.state === after.state) return null;
  switch (after.state) {
    case 'idle':
      // A CLI that has just been started rests, too; what the manager sees to needs no person.
      return after.run.hasWorked && before.state === 'working' && after.manager?.state !== 'asked'
        ? tell('idle', 'has ended its turn')
        : null;
    case 'done':
      return tell('done', 'is done');
    case 'failed':
      return tell('failed', `failed: ${after.error?.said ?? after.why.evidence}`);
    default:
      return null;
  }
}

/** The same of a goal that has a plan, or several tries: the others are their one agent. */
export function goalNotificationOf(before: Goal | undefined, after: Goal): Notification | null {
  if (after.plan === undefined && after.tries === undefined) return null;
  const name = goalTitle(after);
  const tell = (kind: Notification['kind'], words: string): Notification => {
    // However long it is called, what there is to tell is read.
    return { kind, of: { goal: after.id }, name, text: plainText(`${truncate(name, 60)}: ${words}`, 160) };
  };
  if (after.plan === undefined) {
    const isNew = after.tries?.state === 'choosing' && before?.tries?.state !== 'choosing';
    return isNew ? tell('waiting', 'its tries are ready: pick one') : null;
  }
  const asks = agreementOf(after);
  if (asks !== null) {
    return before !== undefined && agreementOf(before) === asks ? null : tell('waiting', `the ${asks} waits for your yes`);
  }
  const { finish } = after;
  if (finish?.state === 'failed' && before?.finish?.state !== 'failed' && after.state === 'waiting')
    return tell('waiting', `not delivered: ${finish.error?.said ?? ''}`);
  if (before === undefined || before.state === after.state) return null;
  if (after.state === 'done') {
    const result = resultText(finish?.result ?? null);
    return tell('done', result === null ? 'it is done' : `it is done, ${result}`);
  }
  return after.state === 'failed' ? tell('failed', `it failed: ${failedBy(after)}`) : null;
}

/** A goal is in sight in its plan, and where all goals are told of; a message where messages are listed. */
export function isInSight({ place, selected }: Pick<ViewState, 'place' | 'selected'>, of: Notification['of']): boolean {
  if ('sender' in of) return place.kind === 'messages';
  const shown = place.kind === 'agents' ? selected : null;
  if ('agent' in of) return shown === of.agent;
  return shown === ORCHESTRATOR || ((place.kind === 'tasks' || place.kind === 'compare') && place.goal === of.goal);
}

function failedBy({ plan, finish, limit, tasks }: Goal): string {
  if (limit !== undefined) return `its ${limit === 'timeout' ? 'time is over' : `limit of ${limit} is reached`}`;
  const task = tasks.find(({ state }) => state === 'failed');
  const error = finish?.error ?? plan?.error ?? task?.error;
  return error?.said ?? 'see its tasks';
}
