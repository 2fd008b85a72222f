// One stop signal per agent whose finish is under way: pressing x ends a verify run of half an hour at once.

export interface Cancellations {
  /** `run` gets the signal. At most one run per agent at a time: lanes see to that. */
  during<Value>(agent: string, run: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Nothing happens when nothing of the agent is under way. */
  cancel(agent: string): void;
}

export function createCancellations(): Cancellations {
  const running = new Map<string, AbortController>();
  return {
    async during(agent, run) {
      const controller = new AbortController();
      running.set(agent, controller);
      try {
        return await run(controller.signal);
      } finally {
        running.delete(agent);
      }
    },
    cancel(agent) {
      running.get(agent)?.abort();
    },
  };
}
