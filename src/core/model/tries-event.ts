// Past facts about several agents on one task.
import type { TryFacts, TryJudgement } from './tries.js';

export type TriesEvent =
  /** One of them has ended: its work is committed on its branch and waits to be picked. */
  | { readonly type: 'try.ended'; readonly goal: string; readonly facts: TryFacts }
  | {
      readonly type: 'tries.judged';
      readonly goal: string;
      readonly judgement: readonly TryJudgement[] | null;
      readonly unjudged: string | null;
    }
  /** By a person, or where nobody is to be asked by what is known of them. The others are kept as refs and removed. */
  | { readonly type: 'try.picked'; readonly goal: string; readonly agent: string; readonly by: 'person' | 'host' }
  /** The picked one is to take what is best of the others first: it is told so and goes on. */
  | { readonly type: 'tries.combined'; readonly goal: string; readonly agent: string; readonly text: string };
