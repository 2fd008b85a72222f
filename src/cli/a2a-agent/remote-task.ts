// One conversation with a remote agent: a message out, then what becomes of it, also over a line that breaks.
import { type Message, type Part, Role, type StreamResponse, type Task, TaskState } from '@a2a-js/sdk';
import type { Client } from '@a2a-js/sdk/client';
import { TaskNotFoundError } from '@a2a-js/sdk/errors';
import { RemoteArtifacts } from './remote-artifacts.js';

/** How far it came. */
export type RemoteEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly said: string }
  | { readonly kind: 'asks'; readonly said: string };

/** What a conversation is gone on with: both ids are the remote agent's. */
export interface RemoteIds {
  readonly contextId: string;
  /** Empty where its task has ended. */
  readonly taskId: string;
}

export interface RemoteTaskOrder {
  readonly client: Pick<Client, 'sendMessageStream' | 'sendMessage' | 'getTask' | 'cancelTask' | 'resubscribeTask'>;
  readonly ids: RemoteIds;
  /** What the remote agent says: untrusted. */
  readonly onSaid: (text: string) => void;
  readonly onIds: (ids: RemoteIds) => void;
  /** Sent with the first message: which repository and commit the task is about. */
  readonly about: Readonly<Record<string, string>>;
  readonly createId: () => string;
  /** Rejects when it is broken off. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/** Between looks at a task whose stream is gone; the last one again and again while it answers. */
const LOOKS_MS = [500, 1000, 2000, 4000, 8000];
/** Looks in a row that failed: then it is given up. */
const MOST_FAILED = 8;
const MAX_ID = 500;

export class RemoteTask {
  readonly artifacts = new RemoteArtifacts();
  readonly #order: RemoteTaskOrder;
  #ids: RemoteIds;
  #state: TaskState = TaskState.TASK_STATE_UNSPECIFIED;
  #said = '';
  /** How it stands, and how it stood when it was answered: a stream may begin with the question that it was. */
  #stand = '';
  #answered: string | null = null;
  /** It answered by a message, and made no task of it. */
  #isAnswered = false;

  constructor(order: RemoteTaskOrder) {
    this.#order = order;
    this.#ids = order.ids;
  }

  get isUnderWay(): boolean {
    return this.#ids.taskId !== '';
  }

  /** A message, and all that follows on it. Rejects where it can not be sent, and when `signal` aborts. */
  async send(text: string, signal: AbortSignal): Promise<RemoteEnd> {
    this.#state = TaskState.TASK_STATE_UNSPECIFIED;
    this.#answered = this.#stand;
    const stream = this.#order.client.sendMessageStream(request(this.#message(text)), { signal });
    await this.#follow(stream, signal);
    // Nothing else came: it asks the same once more.
    this.#answered = null;
    return this.#toEnd(signal);
  }

  /** What became of a task that was under way when this program ended. */
  async goOn(signal: AbortSignal): Promise<RemoteEnd> {
    try {
      await this.#look(signal);
    } catch (error) {
      // It is not known there any more: the next try begins another one.
      if (error instanceof TaskNotFoundError) this.#ended();
      throw error;
    }
    return this.#toEnd(signal);
  }

  /** Words for a task that is at work. */
  async add(text: string): Promise<void> {
    const configuration = { acceptedOutputModes: [], taskPushNotificationConfig: undefined, returnImmediately: true };
    await this.#order.client.sendMessage({ ...request(this.#message(text)), configuration });
  }

  /** Nothing of it is to go on there. Never rejects. */
  async cancel(signal: AbortSignal): Promise<void> {
    const { taskId } = this.#ids;
    if (taskId === '') return;
    await this.#order.client.cancelTask({ tenant: '', id: taskId, metadata: undefined }, { signal }).then(
      () => this.#ended(),
      () => undefined,
    );
  }

  async #toEnd(signal: AbortSignal): Promise<RemoteEnd> {
    let failed = 0;
    for (let look = 0; !this.#isSettled(); look += 1) {
      await this.#order.wait(LOOKS_MS[Math.min(look, LOOKS_MS.length - 1)] ?? 0, signal);
      try {
        await this.#look(signal);
        if (!this.#isSettled())
          await this.#follow(this.#order.client.resubscribeTask({ tenant: '', id: this.#ids.taskId }, { signal }), signal);
        failed = 0;
      } catch (error) {
        if (signal.aborted) throw error;
        failed += 1;
        if (failed >= MOST_FAILED) throw error;
      }
    }
    return this.#end();
  }

  async #look(signal: AbortSignal): Promise<void> {
    this.#takeTask(await this.#order.client.getTask({ tenant: '', id: this.#ids.taskId }, { signal }));
  }

  /** Also a stream that breaks off has told something: what it lacks is looked up. */
  async #follow(stream: AsyncGenerator<StreamResponse, void, undefined>, signal: AbortSignal): Promise<void> {
    let isBegun = false;
    try {
      for await (const event of stream) {
        isBegun = true;
        this.#take(event);
        if (this.#isSettled()) return;
      }
    } catch (error) {
      if (signal.aborted || !isBegun || this.#ids.taskId === '') throw error;
    }
  }

  #take({ payload }: StreamResponse): void {
    switch (payload?.$case) {
      case 'task':
        this.#takeTask(payload.value);
        return;
      case 'statusUpdate':
        this.#takeStatus(payload.value);
        return;
      case 'artifactUpdate': {
        const { artifact, append } = payload.value;
        if (artifact !== undefined) this.artifacts.take(artifact, append ? 'append' : 'whole');
        return;
      }
      case 'message':
        this.#isAnswered = true;
        this.#takeIds({ contextId: payload.value.contextId, taskId: '' });
        this.#say(payload.value);
        this.artifacts.take(answerOf(payload.value), 'whole');
    }
  }

  #takeTask({ id, contextId, status, artifacts }: Task): void {
    this.#takeIds({ contextId, taskId: id });
    for (const artifact of artifacts) this.artifacts.take(artifact, 'whole');
    this.#takeStatus({ status });
  }

  #takeStatus({ status }: Pick<Task, 'status'>): void {
    if (status === undefined) return;
    this.#state = status.state;
    this.#stand = JSON.stringify([status.state, status.timestamp, status.message?.messageId]);
    if (status.message !== undefined) this.#say(status.message);
    if (isOver(status.state)) this.#ended();
  }

  #say({ parts }: Pick<Message, 'parts'>): void {
    const text = textOf(parts);
    if (text !== '' && text !== this.#said) this.#order.onSaid(text);
    this.#said = text;
  }

  #isSettled(): boolean {
    if (this.#stand === this.#answered) return false;
    return this.#isAnswered || isOver(this.#state) || asks(this.#state) || this.#state === TaskState.TASK_STATE_AUTH_REQUIRED;
  }

  #end(): RemoteEnd {
    const said = this.#said;
    if (this.#isAnswered || this.#state === TaskState.TASK_STATE_COMPLETED) return { kind: 'done' };
    if (asks(this.#state)) return { kind: 'asks', said: said || 'it asks, without a word' };
    if (this.#state === TaskState.TASK_STATE_AUTH_REQUIRED) return { kind: 'failed', said: `it wants a sign-in of its own: ${said}` };
    if (this.#state === TaskState.TASK_STATE_CANCELED) return { kind: 'failed', said: `its task was canceled there: ${said}` };
    return { kind: 'failed', said: said || 'it has failed, without a word' };
  }

  #ended(): void {
    this.#takeIds({ ...this.#ids, taskId: '' });
  }

  #takeIds(ids: RemoteIds): void {
    const taken = { contextId: ids.contextId.slice(0, MAX_ID), taskId: ids.taskId.slice(0, MAX_ID) };
    if (taken.contextId === this.#ids.contextId && taken.taskId === this.#ids.taskId) return;
    this.#ids = taken;
    this.#order.onIds(taken);
  }

  #message(text: string): Message {
    const { about, createId } = this.#order;
    const isFirst = this.#ids.contextId === '';
    const more: Part[] = isFirst && Object.keys(about).length > 0 ? [part({ $case: 'data', value: about }, 'application/json')] : [];
    return {
      messageId: createId(),
      ...this.#ids,
      role: Role.ROLE_USER,
      parts: [part({ $case: 'text', value: text }, 'text/plain'), ...more],
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    };
  }
}

function request(message: Message) {
  return { tenant: '', message, configuration: undefined, metadata: undefined };
}

function part(content: NonNullable<Part['content']>, mediaType: string): Part {
  return { content, metadata: undefined, filename: '', mediaType };
}

/** What it answers without a task is the result. */
function answerOf({ parts }: Pick<Message, 'parts'>) {
  return { artifactId: 'answer', name: 'answer', description: '', parts, metadata: undefined, extensions: [] };
}

function textOf(parts: readonly Part[]): string {
  return parts.flatMap(({ content }) => (content?.$case === 'text' || content?.$case === 'url' ? [content.value] : [])).join('\n');
}

function asks(state: TaskState): boolean {
  return state === TaskState.TASK_STATE_INPUT_REQUIRED;
}

function isOver(state: TaskState): boolean {
  return (
    state === TaskState.TASK_STATE_COMPLETED ||
    state === TaskState.TASK_STATE_FAILED ||
    state === TaskState.TASK_STATE_CANCELED ||
    state === TaskState.TASK_STATE_REJECTED
  );
}
