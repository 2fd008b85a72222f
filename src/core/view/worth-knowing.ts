// The one thing worth knowing of an agent, for the last column of the list, and the one thing most urgent of all.
import { type Agent, type AgentResult, asksByTool, isOver, waitsForAnswer } from '../model/agent.js';
import { type OrchError, saidAndNext } from '../model/error.js';
import { FAILURE_WORDS } from '../model/limit.js';
import { openQuestion, waitsSince } from '../model/open-question.js';
import { plainText } from '../model/plain-text.js';
import { ageAt, ageText, clockText } from './age.js';
import { isReachable, ownAmong, wasSeen } from './neighbour.js';
import { silenceFor } from './node-silence.js';

/** Question, error, result or age: whatever a person would ask first. Plain text of any width. */
export function worthKnowing(agent: Agent, now: number): string {
  const age = ageText(ageAt(agent.since, now));
  // Until it has ended: a CLI may take seconds for that, and the key that asked for it must be seen to have worked.
  if (agent.pending?.order === 'stop') return 'stopping';
  if (agent.pending?.order === 'remove') return 'removing';
  // All that is known of it is older than this.
  const silence = silenceFor(agent, now);
  if (silence !== null) return silence;
  if (asksByTool(agent) && agent.state !== 'waiting') return plainText(openQuestion(agent)?.text ?? '');
  switch (agent.state) {
    case 'waiting':
      return agent.question?.text ?? agent.error?.said ?? `waits ${age}`;
    case 'failed':
      return agent.error?.said ?? `failed ${age}`;
    case 'done':
      if (agent.finish.competes === true) return TO_PICK;
      return resultText(agent.result) ?? age;
    case 'limited':
      return limitText(agent, now) ?? (agent.why.evidence === '' ? `limit ${age}` : agent.why.evidence);
    case 'preparing':
      return agent.setup === undefined
        ? agent.state
        : `setup: ${plainText(agent.setup.what, SETUP_WORDS)} ${ageText(ageAt(agent.setup.since, now))}`;
    case 'queued':
    case 'stopped':
      return agent.state;
    case 'starting':
      if (agent.why.rule === 'agent.offered') return agent.why.evidence;
      return agent.undelivered === undefined ? agent.state : NOT_TAKEN;
    case 'interrupted':
      return untilText(agent, now) ?? agent.state;
    case 'finishing':
      return agent.attempts > 0 ? `verify ${agent.attempts}` : `finishing ${age}`;
    case 'working':
      if (agent.undelivered !== undefined) return NOT_TAKEN;
      if (agent.staleSince !== undefined) return silentText(agent.staleSince, now);
      return agent.progress === null || agent.progress === '' ? age : `${age} ${plainText(agent.progress)}`;
    case 'idle':
    case 'unknown':
      if (agent.undelivered !== undefined) return NOT_TAKEN;
      return agent.staleSince === undefined ? age : silentText(agent.staleSince, now);
  }
}

/** No sign of life for so long. */
function silentText(lastSeen: string, now: number): string {
  return `silent for ${ageText(ageAt(lastSeen, now))}`;
}

/** One of several tries that has ended. */
export const TO_PICK = 'to be picked';
/** So that its age behind it is seen. */
const SETUP_WORDS = 24;

const NOT_TAKEN = 'message not taken';

function limitText(agent: Agent, now: number): string | null {
  const { limit } = agent;
  if (limit === undefined) return null;
  if (limit.next === 'itself') return `${FAILURE_WORDS[limit.kind]}, retries`;
  if (limit.next === 'hand-over') return 'handing over';
  return untilText(agent, now);
}

/** `until 14:00`; with its day where that is another. */
function untilText({ limit }: Agent, now: number): string | null {
  const at = limit === undefined || limit.until === null ? Number.NaN : Date.parse(limit.until);
  if (Number.isNaN(at)) return null;
  const day = new Date(at);
  const date =
    day.toDateString() === new Date(now).toDateString() ? '' : `${day.getMonth() + 1}-${String(day.getDate()).padStart(2, '0')} `;
  return `until ${date}${clockText(at)}`;
}

/** True when `worthKnowing` holds an age, so that the clock must look at this agent. */
export function showsAge(agent: Agent): boolean {
  if (agent.silentSince !== undefined) return true;
  const atFirst = worthKnowing(agent, Date.parse(agent.since));
  return atFirst.endsWith('now') || atFirst.startsWith('now ');
}

export function resultText(result: AgentResult | null): string | null {
  if (result === null) return null;
  switch (result.kind) {
    case 'pr': {
      const number = /\/(\d+)\/?$/u.exec(result.url ?? '')?.[1];
      return number === undefined ? 'pull request' : `PR #${number}`;
    }
    case 'merge':
      return 'merged';
    case 'branch':
      return 'branch kept';
    case 'artifact':
      return result.path?.split('/').at(-1) ?? 'artifact';
  }
}

export interface Urgent {
  /** Null when it concerns the host and no agent. */
  readonly agent: Agent | null;
  readonly text: string;
}

/** The most urgent thing: unsaved state, the longest waiting agent, unseen failures, a message that was not taken; null when nothing is urgent. */
export function mostUrgent(all: readonly Agent[], storageError: OrchError | null): Urgent | null {
  // What others are asked is for others.
  const agents = ownAmong(all);
  if (storageError !== null) return { agent: null, text: `State is not being saved: ${saidAndNext(storageError)}` };
  const oldest = (some: readonly Agent[]) => [...some].sort((a, b) => waitsSince(a).localeCompare(waitsSince(b)))[0] ?? null;
  const waiting = oldest(agents.filter((agent) => waitsForAnswer(agent) && isReachable(agent)));
  if (waiting !== null) return { agent: waiting, text: waitingText(waiting) };
  const failed = oldest(agents.filter((agent) => agent.state === 'failed' && !wasSeen(agent)));
  if (failed !== null)
    return {
      agent: failed,
      text: `${failed.name} failed: ${failed.error === null ? failed.why.evidence : saidAndNext(failed.error)}`,
    };
  const lost = agents
    .filter(({ undelivered, state, seen }) => undelivered !== undefined && !(isOver(state) && seen))
    .sort((a, b) => (a.undelivered?.at ?? '').localeCompare(b.undelivered?.at ?? ''))
    .at(-1);
  return lost === undefined ? null : { agent: lost, text: lostText(lost) };
}

function lostText({ name, undelivered }: Agent): string {
  return `${name} did not take your message: ${undelivered === undefined ? '' : saidAndNext(undelivered.error)}`;
}

function waitingText(agent: Agent): string {
  const asked = openQuestion(agent);
  if (asked !== null) return `${agent.name} asks: ${plainText(asked.text, 600)}`;
  if (agent.error !== null) return `${agent.name} waits: ${saidAndNext(agent.error)}`;
  return `${agent.name} waits for you`;
}
