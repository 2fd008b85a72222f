// One task, watched: as it is, then each change, its artifacts at the end. Ends with the task, or where it waits for somebody, or when its reader goes.
import { type StreamResponse, TaskState } from '@a2a-js/sdk';
import type { A2aHost } from './a2a-host.js';
import type { Reader } from './caller.js';
import { failure } from './host-failure.js';
import type { KnownTask } from './known-tasks.js';
import { taskArtifacts } from './task-artifacts.js';
import {
  agentMessage,
  isBeingRead,
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

/** One whose answers are never found is told as it is. */
const READ_WITHIN_MS = 3000;

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
  let { answered } = order;
  for await (const seen of changes(host, order)) {
    const state = taskState(seen);
    const isOld = standOf(seen) === answered;
    // It has gone on since: where it comes to stand just so again, that is new.
    if (!isOld) answered = null;
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
    const next = await nextRead(host, { known, seq, reader });
    // It was removed from the list meanwhile: nothing more will be told.
    if (next === null || next.seen === null) return;
    const { seen } = next;
    seq = next.seq;
    const now = JSON.stringify([standOf(seen), progressLines(seen)]);
    if (now === before) continue;
    before = now;
    yield seen;
  }
}

interface Next {
  readonly seq: number;
  readonly seen: SeenTask | null;
}

/** What is asked is told of before its dialog is read: then it is waited for its words and answers, as long as that takes. Null when the reader goes. */
async function nextRead(
  host: A2aHost,
  { known, seq, reader }: Pick<WatchOrder, 'known' | 'reader'> & { readonly seq: number },
): Promise<Next | null> {
  let last = await nextStatus(host, { known, seq, until: reader.gone });
  if (last?.seen == null || !isBeingRead(last.seen)) return last;
  const until = AbortSignal.any([reader.gone, AbortSignal.timeout(READ_WITHIN_MS)]);
  while (last.seen !== null && isBeingRead(last.seen)) {
    const next = await nextStatus(host, { known, seq: last.seq, until });
    if (next === null) return reader.gone.aborted ? null : last;
    last = next;
  }
  return last;
}

async function nextStatus(
  host: A2aHost,
  { known, seq, until }: Pick<WatchOrder, 'known'> & { readonly seq: number; readonly until: AbortSignal },
): Promise<Next | null> {
  const answer = await untilGone(host.request('statusAfter', { seq }), until);
  if (answer === null) return null;
  if (!answer.ok) throw failure(answer.error);
  return { seq: answer.value.seq, seen: seenTask(answer.value.status, known) };
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
