// The events of a host as an async iterator: each once and in order, from the call on, until the host or the Orchestrator ends.
import type { OrchEvent } from '../core/model/event.js';
import type { HostLink } from './host-link.js';
import { OrchestratorError } from './orchestrator-error.js';

/** So many events were lost before the next one: whoever reads too slowly falls behind what the host keeps. */
export interface EventsMissed {
  /** Told apart from what happened by this. */
  readonly type: 'events.missed';
  /** How many were lost. */
  readonly count: number;
}

/** What happened, such as `agent.started`; see `type`. Events are added in later versions: leave alone what you do not know. */
export type OrchestratorEvent = OrchEvent | EventsMissed;

/**
 * Asked for at once, so that nothing that is ordered after the call is missed.
 * @internal
 */
export function followEvents(link: Pick<HostLink, 'request' | 'isClosed'>): AsyncIterableIterator<OrchestratorEvent> {
  const beginning = link.request('eventsAfter', { seq: null });
  const ready: OrchestratorEvent[] = [];
  let seq: number | null = null;
  let isOver = false;
  const end = (): IteratorResult<OrchestratorEvent> => {
    isOver = true;
    return { done: true, value: undefined };
  };
  const next = async (): Promise<IteratorResult<OrchestratorEvent>> => {
    for (;;) {
      const event = ready.shift();
      if (event !== undefined && !isOver) return { done: false, value: event };
      if (isOver) return end();
      const answer = seq === null ? await beginning : await link.request('eventsAfter', { seq });
      if (isOver) return end();
      if (!answer.ok) {
        // The connection has ended: by `close`, or with the host.
        if (link.isClosed || (seq !== null && answer.error.kind === 'protocol')) return end();
        isOver = true;
        throw new OrchestratorError(answer.error);
      }
      seq = answer.value.seq;
      if (answer.value.missed > 0) ready.push({ type: 'events.missed', count: answer.value.missed });
      ready.push(...answer.value.events);
    }
  };
  // One after the other, also for a caller who does not wait.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    next() {
      const result = turn.then(next);
      turn = result.catch(() => undefined);
      return result;
    },
    // At once, also while an event is waited for: that may be long in coming.
    return: async () => end(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
