// Several agents on one task, of which one is picked.

/** What a model thinks of one try; it saw neither names nor harnesses. */
export interface TryJudgement {
  readonly agent: string;
  /** 0 to 10. */
  readonly score: number;
  /** Plain, at most 600 characters. */
  readonly reason: string;
}

/** What a try came to, once it has ended. */
export interface TryFacts {
  readonly agent: string;
  /** `none`: there was no verify command to run. */
  readonly verify: 'passed' | 'failed' | 'none';
  readonly commit: string | null;
}

export interface KeptTry {
  /** Its name. */
  readonly agent: string;
  readonly ref: string | null;
}

export interface Tries {
  /** `judging`: the model is asked. `choosing`: a person picks. `picked`: the rest follows by itself. */
  readonly state: 'running' | 'judging' | 'choosing' | 'picked';
  /** Nobody is asked: the best one is picked. */
  readonly isUnattended: boolean;
  readonly facts: readonly TryFacts[];
  /** Null until the model was asked, and where there is none. */
  readonly judgement: readonly TryJudgement[] | null;
  /** Why there is none. */
  readonly unjudged: string | null;
  readonly picked: string | null;
  /** What became of the others once the picked one was finished: their work is under `ref`; null where the base has all of it. */
  readonly kept?: readonly KeptTry[];
  readonly sinceSeq: number;
}

/** One try of the compare view and of `compare --json`. */
export interface TryRow extends TryFacts {
  readonly name: string;
  readonly harness: string;
  readonly model: string | null;
  readonly state: string;
  readonly files: number;
  readonly additions: number;
  readonly deletions: number;
  /** From its first start to its end. */
  readonly seconds: number;
  readonly costUsd: number | null;
  readonly score: number | null;
  readonly reason: string | null;
  readonly isPicked: boolean;
}
