// Work under one key runs one after the other, in the order it came; other keys go their own way. Knows nothing of what runs.

export interface Lanes {
  /** Resolves or rejects as `task` does; a failed task does not hold up the next. */
  run<Value>(key: string, task: () => Promise<Value>): Promise<Value>;
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<void>>();
  return {
    run(key, task) {
      const turn = (tails.get(key) ?? Promise.resolve()).then(task);
      const leave = (): void => {
        if (tails.get(key) === tail) tails.delete(key);
      };
      const tail: Promise<void> = turn.then(leave, leave);
      tails.set(key, tail);
      return turn;
    },
  };
}
