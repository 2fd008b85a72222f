// The A2A methods on the host's requests. The goals are the tasks: there is no second store that could say something else, and a restart loses nothing.
import type {
  CancelTaskRequest,
  GetTaskRequest,
  ListTasksRequest,
  Message,
  SendMessageRequest,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
} from '@a2a-js/sdk';
import {
  ExtendedAgentCardNotConfiguredError,
  PushNotificationNotSupportedError,
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
  UnsupportedOperationError,
} from '@a2a-js/sdk/errors';
import type { A2ARequestHandler, ServerCallContext } from '@a2a-js/sdk/server';
import { plainText } from '../../core/model/plain-text.js';
import type { Status } from '../../core/model/status.js';
import type { A2aHost } from './a2a-host.js';
import type { CardSource } from './agent-card.js';
import { readerOf } from './caller.js';
import { type FollowUp, followUp } from './follow-up.js';
import { goalOrder, messageText } from './goal-order.js';
import { failure } from './host-failure.js';
import { type KnownTask, type KnownTasks, messageDigest } from './known-tasks.js';
import { sharedStatus } from './status-feed.js';
import { taskArtifacts } from './task-artifacts.js';
import { listed, taskPage } from './task-list.js';
import { changedAt, isTerminal, type SeenTask, seenTask, standOf, taskOf, taskState } from './task-view.js';
import { type WatchOrder, watchTask } from './task-watch.js';

/** A task that a message has begun or was passed on to. */
type Taken = Pick<WatchOrder, 'known' | 'answered'>;

const MAX_ID = 200;
/** A client that lost an answer asks again soon; the same words long after their task has ended are a new wish. */
const REPEATED_MS = 10 * 60 * 1000;
/** Messages to tasks of which is known how those stood before. */
const MOST_PASSED = 200;

export class GoalRequestHandler implements A2ARequestHandler {
  readonly #host: A2aHost;
  readonly #known: KnownTasks;
  readonly #card: CardSource;
  /** Messages whose goals are being ordered: sent twice at once, they are one. */
  readonly #beginning = new Map<string, Promise<KnownTask>>();
  /** How a task stood before a message was passed on to it, the newest last. Sent again, the message comes to the same. */
  readonly #passed = new Map<string, Promise<string>>();

  constructor(host: A2aHost, known: KnownTasks, card: CardSource) {
    this.#host = sharedStatus(host);
    this.#known = known;
    this.#card = card;
  }

  getAgentCard() {
    return this.#card();
  }

  async sendMessage(request: SendMessageRequest, context: ServerCallContext): Promise<Task> {
    const taken = await this.#take(request);
    const { returnImmediately = false, historyLength } = request.configuration ?? {};
    if (!returnImmediately) {
      // Its last word is the task as it stands then.
      for await (const _ of watchTask(this.#host, { ...taken, until: 'settled', reader: readerOf(context) }));
    }
    return this.#told(this.#seen(await this.#status(), taken.known), historyLength);
  }

  async *sendMessageStream(request: SendMessageRequest, context: ServerCallContext): AsyncGenerator<StreamResponse, void, undefined> {
    const taken = await this.#take(request);
    yield* watchTask(this.#host, { ...taken, until: 'settled', reader: readerOf(context) });
  }

  async *resubscribe({ id }: SubscribeToTaskRequest, context: ServerCallContext): AsyncGenerator<StreamResponse, void, undefined> {
    const { known, ...rest } = this.#seen(await this.#status(), this.#find(id));
    if (isTerminal(taskState({ known, ...rest })))
      throw new UnsupportedOperationError(`task ${known.id} has ended: there is nothing to follow`);
    yield* watchTask(this.#host, { known, answered: null, until: 'ended', reader: readerOf(context) });
  }

  async getTask({ id, historyLength }: GetTaskRequest): Promise<Task> {
    return this.#told(this.#seen(await this.#status(), this.#find(id)), historyLength);
  }

  async listTasks(request: ListTasksRequest) {
    const status = await this.#status();
    const all = this.#known.all().flatMap((known) => seenTask(status, known) ?? []);
    return listed(taskPage(all, request), request, (seen) => taskArtifacts(this.#host, seen));
  }

  async cancelTask({ id }: CancelTaskRequest): Promise<Task> {
    const known = this.#find(id);
    if (isTerminal(taskState(this.#seen(await this.#status(), known))))
      throw new TaskNotCancelableError(`task ${known.id} has ended already`);
    const stopped = await this.#host.request('goalStop', { goal: known.id });
    if (!stopped.ok) throw failure(stopped.error);
    await this.#known.cancel(known.id);
    return this.#told(this.#seen(await this.#status(), this.#find(id)));
  }

  getAuthenticatedExtendedAgentCard = () => Promise.reject(new ExtendedAgentCardNotConfiguredError());
  createTaskPushNotificationConfig = () => Promise.reject(new PushNotificationNotSupportedError());
  getTaskPushNotificationConfig = () => Promise.reject(new PushNotificationNotSupportedError());
  listTaskPushNotificationConfigs = () => Promise.reject(new PushNotificationNotSupportedError());
  deleteTaskPushNotificationConfig = () => Promise.reject(new PushNotificationNotSupportedError());

  async #take({ message, metadata }: SendMessageRequest): Promise<Taken> {
    if (message === undefined) throw new RequestMalformedError('message is missing');
    if (message.messageId === '' || message.messageId.length > MAX_ID)
      throw new RequestMalformedError(`message.messageId has 1 to ${MAX_ID} characters`);
    if (message.contextId.length > MAX_ID) throw new RequestMalformedError(`message.contextId has at most ${MAX_ID} characters`);
    const text = messageText(message);
    const chosen = { ...metadata, ...message.metadata };
    if (message.taskId === '') return { known: await this.#begin(message, text, chosen), answered: null };
    const known = this.#find(message.taskId);
    if (message.contextId !== '' && message.contextId !== known.contextId)
      throw new RequestMalformedError(`task ${known.id} is of another context`);
    const answered = await this.#passOnce(known, message.messageId, {
      text,
      agent: typeof chosen.agent === 'string' ? chosen.agent : null,
    });
    return { known: this.#find(known.id), answered };
  }

  /** How the task stood before; null where that is not known any more. By its id the message is the same, whatever it says by now. */
  #passOnce(known: KnownTask, messageId: string, said: Omit<FollowUp, 'id'>): Promise<string> | null {
    const key = messageDigest([known.id, messageId]);
    const before = this.#passed.get(key);
    if (before !== undefined) return before;
    if (this.#known.hasTaken(known, messageId)) return null;
    const passed = this.#pass(known, messageId, { ...said, id: `m${key.slice(0, 16)}` });
    this.#passed.set(key, passed);
    for (const oldest of [...this.#passed.keys()].slice(0, -MOST_PASSED)) this.#passed.delete(oldest);
    // Where it was refused it may be sent again.
    passed.catch(() => this.#passed.delete(key));
    return passed;
  }

  async #pass(known: KnownTask, messageId: string, said: FollowUp): Promise<string> {
    const seen = this.#seen(await this.#status(), known);
    await followUp(this.#host, seen, said);
    await this.#known.took(known, messageId);
    return standOf(seen);
  }

  async #begin(message: Message, text: string, chosen: Readonly<Record<string, unknown>>): Promise<KnownTask> {
    const { messageId, contextId } = message;
    const digest = messageDigest([messageId, contextId, text]);
    const before = this.#beginning.get(digest);
    if (before !== undefined) return before;
    const begun = this.#begunOrOrdered({ messageId, contextId, digest }, text, chosen);
    this.#beginning.set(digest, begun);
    try {
      return await begun;
    } finally {
      this.#beginning.delete(digest);
    }
  }

  async #begunOrOrdered(
    of: Pick<KnownTask, 'messageId' | 'contextId' | 'digest'>,
    text: string,
    chosen: Readonly<Record<string, unknown>>,
  ): Promise<KnownTask> {
    const before = this.#known.begunBy(of.digest);
    const seen = before === null ? null : seenTask(await this.#status(), before);
    if (before !== null && this.#isSame(before, seen)) return before;
    const order = goalOrder(text, chosen);
    // One that a host did not live to take is ordered under the same id: it can not be there twice.
    const id = before?.isOrdering === true && seen === null ? before.id : this.#host.createGoalId();
    await this.#known.ordering({ ...of, id, contextId: of.contextId || this.#host.createId() });
    const run = await this.#host.request('run', { ...order, goal: id });
    if (!run.ok) {
      await this.#known.refused(id);
      // What is not there was named by the caller: a role, a branch, a harness. No task is meant.
      throw failure(run.error.kind === 'not-found' ? { ...run.error, kind: 'usage' } : run.error);
    }
    await this.#known.ordered(id);
    return this.#find(id);
  }

  /** Its message comes again: while it goes on that is no other wish, however long whoever sent it has waited. */
  #isSame(known: KnownTask, seen: SeenTask | null): boolean {
    if (seen === null && known.isOrdering === true) return false;
    if (seen !== null && !isTerminal(taskState(seen))) return true;
    const last = Math.max(Date.parse(known.at), seen === null ? 0 : Date.parse(changedAt(seen)));
    return last >= this.#host.now() - REPEATED_MS;
  }

  async #told(seen: SeenTask, historyLength?: number): Promise<Task> {
    const artifacts = isTerminal(taskState(seen)) ? await taskArtifacts(this.#host, seen) : [];
    return taskOf(seen, { artifacts, historyLength });
  }

  #find(id: string): KnownTask {
    if (id.trim() === '') throw new RequestMalformedError('the id of the task is missing');
    const known = this.#known.find(id);
    if (known === null) throw new TaskNotFoundError(`there is no task ${plainText(id, 60)}`);
    return known;
  }

  #seen(status: Status, known: KnownTask): SeenTask {
    const seen = seenTask(status, known);
    if (seen === null) throw new TaskNotFoundError(`task ${known.id} is not kept any more`);
    return seen;
  }

  async #status(): Promise<Status> {
    const status = await this.#host.request('status', {});
    if (!status.ok) throw failure(status.error);
    return status.value;
  }
}
