// A goal as an A2A task: its state, and what is said of it. Pure: the host's status in, words out.
import { type Message, Role, type Task, TaskState, type TaskStatus } from '@a2a-js/sdk';
import { errorLine } from '../../core/model/error.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { AgentStatus, GoalStatus, Status } from '../../core/model/status.js';
import type { KnownTask } from './known-tasks.js';
import { inWorktrees, withoutPaths } from './without-paths.js';

/** One goal with its agents, and what A2A knows of it. */
export interface SeenTask {
  readonly known: KnownTask;
  readonly goal: GoalStatus;
  readonly agents: readonly AgentStatus[];
}

/** Null where the goal has left the list. */
export function seenTask({ goals, agents }: Pick<Status, 'goals' | 'agents'>, known: KnownTask): SeenTask | null {
  const goal = goals.find(({ id }) => id === known.id);
  return goal === undefined ? null : { known, goal, agents: agents.filter((agent) => agent.goal === known.id) };
}

export function taskState({ known, goal, agents }: SeenTask): TaskState {
  switch (goal.state) {
    case 'done':
      return TaskState.TASK_STATE_COMPLETED;
    case 'failed':
      return TaskState.TASK_STATE_FAILED;
    case 'stopped':
      // What a limit has ended nobody has canceled; nor what its host was lost to.
      if (goal.limit !== undefined) return TaskState.TASK_STATE_FAILED;
      return isLost({ known, goal, agents }) ? TaskState.TASK_STATE_INPUT_REQUIRED : TaskState.TASK_STATE_CANCELED;
    case 'waiting':
      return TaskState.TASK_STATE_INPUT_REQUIRED;
    default:
      if (agents.some(asksByTool)) return TaskState.TASK_STATE_INPUT_REQUIRED;
      return isBegun({ goal, agents }) ? TaskState.TASK_STATE_WORKING : TaskState.TASK_STATE_SUBMITTED;
  }
}

export function isTerminal(state: TaskState): boolean {
  return (
    state === TaskState.TASK_STATE_COMPLETED ||
    state === TaskState.TASK_STATE_FAILED ||
    state === TaskState.TASK_STATE_CANCELED ||
    state === TaskState.TASK_STATE_REJECTED
  );
}

/** What stands still until somebody else does something: here a stream and a call that waits end. */
export function isSettled(state: TaskState): boolean {
  return isTerminal(state) || state === TaskState.TASK_STATE_INPUT_REQUIRED;
}

/** Its host was killed: it goes on when somebody says so. */
export function isLost({ known, goal, agents }: SeenTask): boolean {
  return goal.state === 'stopped' && known.isCanceled !== true && agents.some(({ state }) => state === 'interrupted');
}

/** A question to whoever ordered the goal, by an agent's tool for it. */
export function asksByTool({ inquiry }: Pick<AgentStatus, 'inquiry'>): boolean {
  return inquiry?.with === 'person';
}

/** The policy and the manager answer within a moment, or leave it to a person. */
export function asksPerson({ state, question, manager }: Pick<AgentStatus, 'state' | 'question' | 'manager'>): boolean {
  return state === 'waiting' && question?.with !== 'policy' && question?.with !== 'manager' && manager?.state !== 'asked';
}

/** It asks to choose, and nobody knows yet between what. */
export function isBeingRead({ agents }: Pick<SeenTask, 'agents'>): boolean {
  return agents.some(
    (agent) => asksPerson(agent) && agent.question !== null && agent.question.kind !== 'text' && agent.question.options.length === 0,
  );
}

export function taskStatus(seen: SeenTask): TaskStatus {
  const state = taskState(seen);
  const text = statusText(seen, state);
  return { state, message: text === '' ? undefined : agentMessage(seen, text), timestamp: changedAt(seen) };
}

/** `historyLength` as A2A has it: left out is all, 0 is none. */
export function taskOf(seen: SeenTask, more: Pick<Task, 'artifacts'> & { readonly historyLength?: number | undefined }): Task {
  const { known, goal } = seen;
  const first: Message = { ...said(known), messageId: known.messageId, role: Role.ROLE_USER, parts: [textPart(goal.text)] };
  return {
    id: known.id,
    contextId: known.contextId,
    status: taskStatus(seen),
    artifacts: more.artifacts,
    history: more.historyLength === 0 ? [] : [first],
    metadata: undefined,
  };
}

/** Lines that tell how far it is: what is new in them is what a stream tells. */
export function progressLines({ goal, agents }: Pick<SeenTask, 'goal' | 'agents'>): readonly string[] {
  const tasks = goal.tasks.map(({ id, title, state }) => `task ${id} (${plainText(title, 80)}) is ${state}`);
  const own = agents.flatMap(({ name, state, progress }) => [
    `${plainText(name, 60)} is ${state}`,
    ...(progress === null ? [] : [`${plainText(name, 60)}: ${plainText(progress, 500)}`]),
  ]);
  const plan = goal.state === 'planning' ? ['the planner is asked'] : [];
  return [...plan, ...tasks, ...own];
}

export function agentMessage({ known, goal, agents }: SeenTask, text: string): Message {
  const told = inWorktrees(text, agents);
  return { ...said(known), messageId: `${goal.id}-${digestOf(told)}`, role: Role.ROLE_AGENT, parts: [textPart(told)] };
}

export function textPart(text: string): Message['parts'][number] {
  return { content: { $case: 'text', value: text }, metadata: undefined, filename: '', mediaType: 'text/plain' };
}

function said({ id, contextId }: KnownTask): Pick<Message, 'contextId' | 'taskId' | 'metadata' | 'extensions' | 'referenceTaskIds'> {
  return { contextId, taskId: id, metadata: undefined, extensions: [], referenceTaskIds: [] };
}

function isBegun({ goal, agents }: Pick<SeenTask, 'goal' | 'agents'>): boolean {
  return goal.state === 'planning' || agents.some(({ state }) => state !== 'queued');
}

function statusText(seen: SeenTask, state: TaskState): string {
  const { goal, agents } = seen;
  if (state === TaskState.TASK_STATE_INPUT_REQUIRED) return questionText(seen);
  if (state === TaskState.TASK_STATE_FAILED) {
    const errors = [goal.finish?.error ?? goal.plan?.error ?? null, ...agents.map(({ error }) => error)].flatMap((error) => error ?? []);
    const limit = goal.limit === undefined ? [] : [`its ${goal.limit} limit was hit`];
    return withoutPaths(plainLines([...limit, ...errors.map(errorLine)].join('\n'), 4000)) || 'it has failed';
  }
  return isTerminal(state) ? '' : progressLines(seen).join('\n');
}

/** What an answer is to be: the same words that the answer is read by (`follow-up.ts`). */
function questionText(seen: SeenTask): string {
  const { goal, agents } = seen;
  if (isLost(seen)) return LOST_ASKS;
  const asked = agents.flatMap(({ name, question, inquiry, error, ...agent }) => {
    if (inquiry?.with === 'person') return [asking(name, inquiry.text, inquiry.options)];
    if (!asksPerson({ ...agent, question })) return [];
    if (question !== null) return [asking(name, question.text, question.options)];
    return [
      `${plainText(name, 60)} waits: ${error === null ? plainText(agent.why.evidence, 500) : withoutPaths(plainLines(errorLine(error), 2000))}`,
    ];
  });
  const plan = goal.plan?.state === 'proposed' ? [PLAN_ASKS, ...progressLines({ goal, agents: [] })] : [];
  const finish = goal.finish?.state === 'asked' ? [FINISH_ASKS] : [];
  return [...plan, ...finish, ...asked].join('\n') || 'it waits for a person';
}

const PLAN_ASKS = 'Its plan waits: answer `approve`, or say what is to be different.';
const LOST_ASKS = 'The host that ran it was ended: answer `resume` to go on, or cancel it.';
const FINISH_ASKS = 'Its finish waits: answer `approve`.';

function asking(name: string, text: string, options: readonly string[]): string {
  const choices = options.map((option, at) => `  ${at + 1}. ${plainText(option, 300)}`);
  return [`${plainText(name, 60)} asks: ${plainLines(text, 4000)}`, ...choices].join('\n');
}

/** What it waits with: an answer has come about once this is another. */
export function standOf(seen: SeenTask): string {
  // A plan that is made anew may be the same, word by word.
  return JSON.stringify([taskState(seen), changedAt(seen), questionText(seen), seen.goal.plan?.revision ?? 0]);
}

/** ISO 8601: when one of its agents came to stand as it does. */
export function changedAt({ goal, agents }: SeenTask): string {
  return agents.reduce((latest, { since }) => (since > latest ? since : latest), goal.createdAt);
}

/** The same words are the same message, also for another reader. */
function digestOf(text: string): string {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return (hash >>> 0).toString(36);
}
