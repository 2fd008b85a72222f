// Types what waits for an agent into its CLI, only while that rests, and only counts what was proven to be taken. Looks when something changes, never by a timer.
import { type Agent, isOver } from '../model/agent.js';
import type { Delivered } from '../model/delivery.js';
import { fail, type OrchError, type Result } from '../model/error.js';
import type { EventBody } from '../model/event.js';
import { whoAtHome } from '../model/home-party.js';
import type { KeptMessage } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import type { ManagerInbox } from '../ports/manager-inbox.js';
import type { Deliveries, Post } from '../ports/post.js';
import type { AgentRuntime } from '../ports.js';
import { handOverText, typedTogether } from './hand-over-text.js';
import { isPlainShell } from './plain-shell.js';

export interface HandOverWorld {
  readonly post: Pick<Deliveries, 'waiting' | 'due' | 'begin' | 'delivered' | 'failed' | 'putBack' | 'giveUp' | 'redirect'> &
    Pick<Post, 'find'>;
  readonly state: () => AppState;
  readonly send: AgentRuntime['send'];
  readonly isAttended: AgentRuntime['isAttended'];
  readonly dispatch: (event: EventBody) => void;
  /** Agents of other hosts; left out where there are none. */
  readonly elsewhere?: Elsewhere;
  /** Agents of this host that run on other machines; left out where there are none. */
  readonly far?: Far;
  readonly manager: ManagerInbox;
}

/** Whom other hosts have, and the way there. */
export interface Elsewhere {
  has(party: string): boolean;
  /** Whether anything can be carried at the moment; what can not waits here. */
  readonly isReady: boolean;
  carry(kept: KeptMessage): Promise<Result<void>>;
}

/** The way to an agent that runs on another machine. */
export interface Far {
  /** `letters`: its worker takes messages. `typed`: as into any. `later`: nobody knows yet, or nobody has it at the moment. */
  wayTo(agent: string): 'letters' | 'typed' | 'later';
  /** Something waits for it. */
  mailMoved(agent: string): void;
}

/** Each may be a call of a model. */
const MOST_AT_MANAGER = 4;

export class HandOver {
  readonly #world: HandOverWorld;
  readonly #busy = new Set<string>();
  readonly #ending = new AbortController();
  #atManager = 0;

  constructor(world: HandOverWorld) {
    this.#world = world;
  }

  /** To be called when something has come, when an agent's state has changed, and when a person has left one. */
  check(): void {
    if (this.#isEnding) return;
    for (const party of this.#world.post.waiting) {
      // What is for the home of a task is fetched by the worker that has taken it.
      if (this.#busy.has(party) || party === 'person' || whoAtHome(party) !== null) continue;
      if (party === 'manager') this.#toManager();
      else if (this.#world.elsewhere?.has(party)) void this.#toNode(party, this.#world.elsewhere);
      else if (this.#isTyped(party)) this.#toAgent(party);
    }
  }

  /** Nothing more is begun. */
  end(): void {
    this.#ending.abort();
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  /** An agent of another machine reads what is for it there, as one of this machine does here. */
  #isTyped(id: string): boolean {
    const { far } = this.#world;
    const way = far?.wayTo(id) ?? 'typed';
    if (way === 'letters') far?.mailMoved(id);
    return way === 'typed';
  }

  #toAgent(id: string): void {
    const agent = this.#world.state().agents[id];
    if (agent === undefined) this.#world.post.giveUp(id, REMOVED);
    else if (isOver(agent.state) && agent.baseCommit !== null && agent.worktree === null) this.#world.post.giveUp(id, GONE);
    else if (mayBeTyped(agent) && !this.#world.isAttended(id) && this.#typable(agent).length > 0) void this.#type(agent);
  }

  /** To a shell words of other agents would be commands: they stay in its inbox. */
  #typable({ id, launch }: Agent): readonly KeptMessage[] {
    const due = this.#world.post.due(id);
    return isPlainShell(launch) ? due.filter(isOfPerson) : due;
  }

  async #type(agent: Agent): Promise<void> {
    const { post, send, dispatch } = this.#world;
    const due = typedTogether(this.#typable(agent));
    const ids = due.map(({ message }) => message.id);
    this.#busy.add(agent.id);
    await post.begin(ids, 'terminal');
    // One of them may have been answered or given up while that was noted.
    const typed = due.filter(({ message }) => post.find(message.id)?.state === 'queued');
    const now = this.#world.state().agents[agent.id];
    // It may have begun to work, or a person come to it, while that was noted.
    const isLate = typed.length === 0 || this.#isEnding || now === undefined || !mayBeTyped(now) || this.#world.isAttended(agent.id);
    const sent = isLate ? null : await unbroken('type a message', () => send(agent.id, handOverText(typed)));
    this.#busy.delete(agent.id);
    if (sent === null) {
      post.putBack(ids, 'untried');
      // Nothing is put back then, and what has come meanwhile is to be looked at.
      return typed.length === 0 ? this.check() : undefined;
    }
    this.#end(agent.id, ids, sent);
    if (sent.ok) dispatch({ type: 'message.sent', agent: agent.id, text: told(typed), by: saidBy(typed) });
    this.check();
  }

  #end(agent: string, ids: readonly string[], sent: Result<Delivered>): void {
    const { post } = this.#world;
    const now = this.#world.state().agents[agent];
    if (sent.ok) post.delivered(ids);
    // Its end is no fault of the message: it is handed over when the agent is resumed.
    else if (this.#isEnding || now === undefined || now.process === null || isOver(now.state)) post.putBack(ids);
    else post.failed(ids, sent.error);
  }

  /** One after the other, so that a pair keeps its order. A broker that went away meanwhile is no failed try. */
  async #toNode(party: string, elsewhere: Elsewhere): Promise<void> {
    const { post } = this.#world;
    if (!elsewhere.isReady) return;
    this.#busy.add(party);
    for (const kept of post.due(party)) {
      if (this.#isEnding) break;
      const ids = await post.begin([kept.message.id], 'node');
      // It came to its end while an earlier one was carried.
      if (ids.length === 0) continue;
      const carried = await unbroken('carry a message', () => elsewhere.carry(kept));
      if (carried.ok) post.delivered(ids);
      else if (elsewhere.isReady) post.failed(ids, carried.error);
      else post.putBack(ids);
      if (!carried.ok) break;
    }
    this.#busy.delete(party);
    this.check();
  }

  /** One of each sender: what it sent behind that comes after it, and nobody waits for another's answer. */
  #toManager(): void {
    const senders = new Set<string>();
    for (const kept of this.#world.post.due('manager')) {
      const { from_agent: from } = kept.message;
      if (senders.has(from) || this.#atManager >= MOST_AT_MANAGER) continue;
      senders.add(from);
      void this.#take(kept);
    }
  }

  async #take(kept: KeptMessage): Promise<void> {
    const { post, manager } = this.#world;
    const { id } = kept.message;
    this.#atManager += 1;
    await post.begin([id], 'inbox');
    const { signal } = this.#ending;
    const taken = signal.aborted ? null : await manager.take(kept, signal);
    this.#atManager -= 1;
    if (taken === null || (!taken.ok && signal.aborted)) return post.putBack([id]);
    if (!taken.ok) post.failed([id], taken.error);
    else if (taken.value === null) post.delivered([id]);
    else post.redirect(id, { to: 'person', text: taken.value.toPerson });
    this.check();
  }
}

/**
 * Its CLI runs and rests, asks nothing, and neither a tool of its own nor the manager decides at this moment what comes next. One that is to
 * be finished after this turn is told before that.
 */
export function mayBeTyped({ state, process, question, inquiry, pending, waitsForChildren, manager }: Agent): boolean {
  const rests = state === 'idle' || (waitsForChildren === true && state === 'working');
  const isEnded = pending !== null && pending.order !== 'finish';
  return rests && process !== null && question === null && inquiry === undefined && !isEnded && manager?.state !== 'asked';
}

/** A bug of what hands over must not keep a message on its way for ever, and all others behind it. */
async function unbroken<Value>(tried: string, hand: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await hand();
  } catch (error) {
    return fail({ kind: 'internal', tried, said: plainText(String(error), 200), next: 'Report this' });
  }
}

/** Such words a person could have typed to it as well. */
export function isOfPerson({ message }: KeptMessage): boolean {
  return message.from_agent === 'person';
}

function saidBy(messages: readonly KeptMessage[]): 'person' | 'manager' | 'agent' {
  if (messages.some(isOfPerson)) return 'person';
  return messages.every(({ message }) => message.from_agent === 'manager') ? 'manager' : 'agent';
}

function told(messages: readonly KeptMessage[]): string {
  return plainText(messages.map(({ fromName, message }) => `from ${fromName}: ${message.payload.text}`).join(' · '));
}

const GONE: OrchError = {
  kind: 'not-found',
  tried: 'deliver a message',
  said: 'the agent has ended, and its worktree is gone: it can not be resumed',
  next: 'Send it to another agent',
};

const REMOVED: OrchError = {
  kind: 'not-found',
  tried: 'deliver a message',
  said: 'the agent was removed',
  next: 'Send it to another agent',
};
