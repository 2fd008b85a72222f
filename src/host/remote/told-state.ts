// What the nodes of one run have told of its agent: only what is new becomes events, and what was used on one node counts on when another goes on.
import type { Agent } from '../../core/model/agent.js';
import type { EventBody } from '../../core/model/event.js';
import type { RemoteResult, RemoteState } from '../../core/model/remote.js';
import { addUsage, NO_USAGE, type Usage } from '../../core/model/usage.js';
import { reportEvents, stateEvents } from './remote-state.js';

export class ToldState {
  #last = '';
  /** What the one that tells now does not count; null: it was not heard yet. */
  #before: Usage | null = null;
  #told: Usage | null = null;

  events(agent: Agent, node: string, state: RemoteState, how: Parameters<typeof stateEvents>[3]): readonly EventBody[] {
    const told = JSON.stringify(state);
    if (told === this.#last) return [];
    this.#last = told;
    return stateEvents(agent, node, { ...state, usage: this.#whole(agent.usage, state.usage) }, how);
  }

  endEvents(agent: Agent, result: RemoteResult, now: number): readonly EventBody[] {
    return reportEvents(agent, { ...result, usage: this.#whole(agent.usage, result.usage) }, now);
  }

  /** Another node tells of it from here on. */
  forget(): void {
    this.#last = '';
  }

  #whole(known: Usage | null, told: Usage | null): Usage | null {
    const isAnew = told === null || (this.#told !== null && tokens(told) < tokens(this.#told));
    if (isAnew) this.#before = known ?? NO_USAGE;
    // Of a host before this one: it may have counted some of it.
    this.#before ??= told === null || known === null ? NO_USAGE : less(known, told);
    this.#told = told;
    return told === null ? null : addUsage(this.#before, told);
  }
}

function less(known: Usage, told: Usage): Usage {
  return {
    inputTokens: Math.max(0, known.inputTokens - told.inputTokens),
    outputTokens: Math.max(0, known.outputTokens - told.outputTokens),
    costUsd: Math.max(0, known.costUsd - told.costUsd),
    estimated: known.estimated,
  };
}

function tokens({ inputTokens, outputTokens }: Usage): number {
  return inputTokens + outputTokens;
}
