// One stop signal per agent or goal and kind of work under way: pressing x ends a verify run of half an hour, or a slow answer of a model, at once.

export interface Work {
  /** Id of an agent, or of a goal. */
  readonly of: string;
  readonly kind: 'finish' | 'manager' | 'plan' | 'setup' | 'judge';
}

export interface Cancellations {
  /** `run` gets the signal. At most one run per owner and kind at a time: lanes see to that. */
  during<Value>(work: Work, run: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Nothing happens when nothing of it is under way. */
  cancel(of: string): void;
}

export function createCancellations(): Cancellations {
  const running = new Map<string, AbortController>();
  return {
    async during({ of, kind }, run) {
      const controller = new AbortController();
      const key = `${kind}:${of}`;
      running.set(key, controller);
      try {
        return await run(controller.signal);
      } finally {
        running.delete(key);
      }
    },
    cancel(of) {
      for (const kind of ['finish', 'manager', 'plan', 'setup', 'judge'] satisfies readonly Work['kind'][])
        running.get(`${kind}:${of}`)?.abort();
    },
  };
}
