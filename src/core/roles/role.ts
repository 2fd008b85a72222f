// A role: how a task is approached. Read from files (`parse-role.ts`), the same for every harness.

export interface Role {
  readonly name: string;
  /** One sentence: for the planner, and for people. */
  readonly purpose: string;
  /** Tools of the built-in agent that it may use; empty is all. */
  readonly tools: readonly string[];
  /** Turns of the built-in agent. */
  readonly turns: number;
  readonly kind: 'code' | 'artifact';
  /** Name of the file it ends in, with `artifact`. */
  readonly artifact: string | null;
  /** Definition of done, where a task brings none. */
  readonly done: string | null;
  /** What an agent of this role is told before its task. */
  readonly prompt: string;
}
