// What may be asked of the host about pull requests, issues and tries, and about the lines of a diff.
import type { IssueDetail, IssueEntry } from './issue.js';
import type { MergeMethod, PullRequest } from './pull-request.js';
import type { KeptTry, TryRow } from './tries.js';

/** One line of a diff that a person has said something about. */
export interface LineComment {
  readonly path: string;
  readonly line: number;
  /** `old`: of the side before the change. */
  readonly side: 'old' | 'new';
  /** The line itself, as it was shown. */
  readonly code: string;
  readonly text: string;
}

/** One hunk of a worktree's diff, told by its own text: another one at the same place is not touched. */
export interface HunkName {
  readonly path: string;
  /** Lines of the hunk as in a unified diff, its heading `@@ ... @@` first. */
  readonly patch: string;
}

/** How a reverted file is had as it was: out of the rescue ref, or, where it was deleted, by removing it again. */
export type WayBack = 'restore' | 'remove';

export interface PullMethods {
  /** Those that are open or ended lately, the newest first. */
  pulls: { params: Record<string, never>; result: { readonly pulls: readonly PullRequest[] } };
  /** `pull`: its number, its id, or the name of its agent. It is asked about at once. */
  pullFollow: {
    params: { readonly pull: string; readonly follow: 'on' | 'off'; readonly merge?: 'ask' | 'auto'; readonly method?: MergeMethod };
    result: { readonly pull: PullRequest };
  };
  /** Answered when it is merged there. */
  pullMerge: {
    params: { readonly pull: string; readonly method: MergeMethod | null };
    result: { readonly pull: PullRequest; readonly commit: string | null; readonly notes: readonly string[] };
  };
  /** Open issues of the forge, the newest first. */
  issues: {
    params: { readonly label: string | null; readonly search: string | null };
    result: { readonly issues: readonly IssueEntry[]; readonly more: boolean; readonly forge: string };
  };
  /** One issue with its comments, and the text of a task made of it, after the person's own words where there are some. */
  issue: {
    params: { readonly number: number; readonly own?: string };
    result: {
      readonly issue: IssueDetail;
      readonly text: string;
      readonly forge: string;
      /** What `plan: auto` comes to, by what is said in it: the text around it would make every issue long enough for a plan. */
      readonly plan: 'auto' | 'none';
    };
  };
  /** The tries of a goal side by side; `goal` may name one of its agents. */
  compare: {
    params: { readonly goal: string };
    result: { readonly goal: string; readonly tries: readonly TryRow[]; readonly unjudged: string | null };
  };
  /** Answered when the picked one is finished. `combine`: it first takes what is best of the others. */
  pick: {
    params: { readonly agent: string; readonly combine: boolean };
    result: {
      readonly agent: string;
      readonly kept: readonly KeptTry[];
      readonly notes: readonly string[];
    };
  };
  /** Comments on lines of its diff, as one message; an agent that has ended is resumed with it. */
  comment: { params: { readonly agent: string; readonly comments: readonly LineComment[] }; result: { readonly agent: string } };
  /** `revert` takes a hunk out of the worktree; what it takes out is kept as a rescue ref first. */
  hunk: {
    params: { readonly agent: string; readonly what: 'stage' | 'unstage' | 'revert'; readonly hunk: HunkName };
    result: { readonly agent: string; readonly rescueRef: string | null; readonly back: WayBack };
  };
}
