// What the nodes of one run have told of its agent: only what is new becomes events, and what was used on one node counts on when another goes on.
import type { Agent } from '../../core/model/agent.js';
import type { EventBody } from '../../core/model/event.js';
import type { RemoteResult, RemoteState } from '../../core/model/remote.js';
import { addUsage, NO_USAGE, type Usage } from '../../core/model/usage.js';
import { reportEvents, stateEvents } from './remote-state.js';

/** On one node: by agents before the one that tells now, and by that one. */
interface Used {
  readonly before: Usage;
  readonly told: Usage;
}

export class ToldState {
  #last = '';
  /** What none of the nodes below counts: the host before this one was told of it. Null: none was heard yet. */
  #known: Usage | null = null;
  readonly #used = new Map<string, Used>();

  events(agent: Agent, node: string, state: RemoteState, how: Parameters<typeof stateEvents>[3]): readonly EventBody[] {
    const told = JSON.stringify(state);
    if (told === this.#last) return [];
    this.#last = told;
    return stateEvents(agent, node, { ...state, usage: this.#whole(agent.usage, node, state.usage) }, how);
  }

  endEvents(agent: Agent, node: string, result: RemoteResult, now: number): readonly EventBody[] {
    return reportEvents(agent, { ...result, usage: this.#whole(agent.usage, node, result.usage) }, now);
  }

  /** Another node tells of it from here on. */
  forget(): void {
    this.#last = '';
  }

  #whole(known: Usage | null, node: string, told: Usage | null): Usage | null {
    if (told === null) return null;
    // Of a host before this one: it may have counted some of it.
    this.#known ??= known === null ? NO_USAGE : less(known, told);
    const used = this.#used.get(node) ?? { before: NO_USAGE, told: NO_USAGE };
    // One that was begun anew there tells only its own.
    const isAnew = tokens(told) < tokens(used.told);
    this.#used.set(node, { before: isAnew ? addUsage(used.before, used.told) : used.before, told });
    return [...this.#used.values()].reduce((sum, each) => addUsage(sum, addUsage(each.before, each.told)), this.#known);
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
