// One stop signal per agent and kind of work under way: pressing x ends a verify run of half an hour, or a slow answer of a model, at once.

export interface Work {
  readonly agent: string;
  readonly kind: 'finish' | 'manager';
}

export interface Cancellations {
  /** `run` gets the signal. At most one run per agent and kind at a time: lanes see to that. */
  during<Value>(work: Work, run: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Nothing happens when nothing of the agent is under way. */
  cancel(agent: string): void;
}

export function createCancellations(): Cancellations {
  const running = new Map<string, AbortController>();
  return {
    async during({ agent, kind }, run) {
      const controller = new AbortController();
      const key = `${kind}:${agent}`;
      running.set(key, controller);
      try {
        return await run(controller.signal);
      } finally {
        running.delete(key);
      }
    },
    cancel(agent) {
      for (const kind of ['finish', 'manager'] satisfies readonly Work['kind'][]) running.get(`${kind}:${agent}`)?.abort();
    },
  };
}
