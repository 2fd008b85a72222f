// One task, watched: as it is, then each change, its artifacts at the end. Ends with the task, or where it waits for somebody, or when its reader goes.
import { type StreamResponse, TaskState } from '@a2a-js/sdk';
import type { A2aHost } from './a2a-host.js';
import type { Reader } from './caller.js';
import { failure } from './host-failure.js';
import type { KnownTask } from './known-tasks.js';
import { taskArtifacts } from './task-artifacts.js';
import {
  agentMessage,
  isSettled,
  isTerminal,
  progressLines,
  type SeenTask,
  seenTask,
  standOf,
  taskOf,
  taskState,
  taskStatus,
} from './task-view.js';

export interface WatchOrder {
  readonly known: KnownTask;
  /** `settled`: also where it waits for an answer. */
  readonly until: 'settled' | 'ended';
  /** How it stood when it was answered (`standOf`): that is no reason to end; null where nothing was answered. */
  readonly answered: string | null;
  readonly reader: Reader;
}

export async function* watchTask(host: A2aHost, order: WatchOrder): AsyncGenerator<StreamResponse, void, undefined> {
  let told: readonly string[] | null = null;
  for await (const seen of changes(host, order)) {
    const state = taskState(seen);
    const isOld = standOf(seen) === order.answered;
    if (told === null) yield await first(host, seen, isOld);
    else if (isTerminal(state)) yield* last(host, seen, order.reader);
    else if (!isOld) yield { payload: { $case: 'statusUpdate', value: { ...idsOf(seen), status: news(seen, told) } } };
    if (isTerminal(state) || (order.until === 'settled' && isSettled(state) && !isOld)) return;
    told = progressLines(seen);
  }
}

async function first(host: A2aHost, seen: SeenTask, isAnswered: boolean): Promise<StreamResponse> {
  const artifacts = isTerminal(taskState(seen)) ? await taskArtifacts(host, seen) : [];
  const task = taskOf(seen, { artifacts });
  const status = isAnswered ? { state: TaskState.TASK_STATE_WORKING, message: undefined, timestamp: task.status?.timestamp } : task.status;
  return { payload: { $case: 'task', value: { ...task, status } } };
}

async function* last(host: A2aHost, seen: SeenTask, reader: Reader): AsyncGenerator<StreamResponse, void, undefined> {
  const ids = idsOf(seen);
  for (const artifact of await taskArtifacts(host, seen)) {
    yield { payload: { $case: 'artifactUpdate', value: { ...ids, artifact, append: false, lastChunk: true } } };
    await reader.hasRead();
  }
  yield { payload: { $case: 'statusUpdate', value: { ...ids, status: taskStatus(seen) } } };
}

/** While it works only what is new is said. */
function news(seen: SeenTask, told: readonly string[]) {
  const status = taskStatus(seen);
  const fresh = isSettled(status.state) ? [] : progressLines(seen).filter((line) => !told.includes(line));
  return fresh.length === 0 ? status : { ...status, message: agentMessage(seen, fresh.join('\n')) };
}

function idsOf({ known }: SeenTask) {
  return { taskId: known.id, contextId: known.contextId, metadata: undefined };
}

/** As the host tells it: now, and then whenever what is told of it has changed. */
async function* changes(host: A2aHost, { known, reader }: WatchOrder): AsyncGenerator<SeenTask, void, undefined> {
  let seq = -1;
  let before = '';
  for (;;) {
    // Whoever reads slowly gets the newest, and not all that was on the way to it.
    await reader.hasRead();
    const answer = await untilGone(host.request('statusAfter', { seq }), reader.gone);
    if (answer === null) return;
    if (!answer.ok) throw failure(answer.error);
    seq = answer.value.seq;
    const seen = seenTask(answer.value.status, known);
    // It was removed from the list meanwhile: nothing more will be told.
    if (seen === null) return;
    const now = JSON.stringify([standOf(seen), progressLines(seen)]);
    if (now === before) continue;
    before = now;
    yield seen;
  }
}

/** Null when the reader goes first. */
async function untilGone<Value>(answer: Promise<Value>, gone: AbortSignal): Promise<Value | null> {
  if (gone.aborted) return null;
  let stop = () => {};
  const left = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    gone.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, left]);
  } finally {
    gone.removeEventListener('abort', stop);
  }
}
