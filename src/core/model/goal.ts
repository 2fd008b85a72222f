// A goal: what a person asked for. Its tasks are the plan; without a planner it has none and one agent works on the text.

export type GoalState = 'planning' | 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
export type TaskState = 'blocked' | 'ready' | 'running' | 'verifying' | 'done' | 'failed' | 'skipped';

export interface Task {
  readonly id: string;
  readonly title: string;
  readonly role: string | null;
  readonly state: TaskState;
  /** Ids of the tasks it waits for. */
  readonly after: readonly string[];
  readonly agent: string | null;
}

export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly state: GoalState;
  /** What ended it before its work did. */
  readonly limit?: 'timeout';
  readonly workspace: string | null;
  readonly createdAt: string;
  readonly tasks: readonly Task[];
}
