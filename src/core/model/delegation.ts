// Delegation: an agent that has a part of its work done by another one below it.

/** Roles of a hierarchy, from above: who delegates to whom. An agent of any other role delegates as a worker does. */
export const LEVELS = ['coordinator', 'worker', 'specialist'] as const;
export type Level = (typeof LEVELS)[number];

/** What an agent was delegated by, and may delegate itself. */
export interface Delegation {
  /** 0: ordered by a person or a plan. */
  readonly depth: number;
  /** The parent is held up until it has the result (a call of its own waits); else the result comes as a message. */
  readonly waits: boolean;
  /** Id of the `task_assignment` it began with; empty where that is only found among its messages. */
  readonly message: string;
  /** Levels that the machine allows where the first of them all runs, where that is another one; left out: as configured here. */
  readonly maxDepth?: number;
}

/** What an agent is in the hierarchy of its owner's machine, to the machine that does its task. Levels are counted on from there. */
export interface ForeignPart {
  readonly role: string | null;
  readonly depth: number;
  readonly maxDepth: number;
  readonly delegate: 'always' | 'auto' | 'never';
  /** It was delegated there: what it can not do by itself is told to its parent, and waits for nobody. */
  readonly isChild: boolean;
  /** What it is without the words around it, and what the whole is. */
  readonly title: string;
  readonly brief: string;
  readonly goal: string;
  /** What it begins with is its own work already, done on another machine. */
  readonly hasWork?: true;
  /** A person is there for what it asks, and for what those below it ask; left out by older versions. */
  readonly asksPerson?: boolean;
}

/** Of an agent that does the task of another machine, whose owner takes messages of it. */
export interface AtHome {
  /** Name of its parent there; null where it has none. */
  readonly parent: string | null;
  /** Node of the owner, and what the task is called there. */
  readonly owner: string;
  readonly task: string;
  /** A person is there for what it asks by its tool, and for what those below it ask; left out: as the owner's version did not say. */
  readonly asksPerson?: boolean;
}

/** What an agent says of its own end, by the tool for it. */
export interface AgentReport {
  readonly summary: string;
  /** Relative to its worktree, and inside it. */
  readonly artifacts: readonly string[];
  /** ISO 8601 */
  readonly at: string;
}

/** A question that an agent asks by the tool for it, and waits for. `id` is that of its message. */
export interface Inquiry {
  readonly id: string;
  readonly text: string;
  readonly options: readonly string[];
  readonly with: 'person' | 'manager';
  /** ISO 8601 */
  readonly at: string;
}
