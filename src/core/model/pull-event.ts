// Past facts about pull requests.
import type { OrchError } from './error.js';
import type { MergeMethod, PullDigests, PullRequest, PullSight, ReturnReason } from './pull-request.js';

/** Opened here, or taken over: an open one of the same branch. */
type Opened = Omit<
  PullRequest,
  'state' | 'follow' | 'sight' | 'rounds' | 'isBack' | 'back' | 'handled' | 'toAnswer' | 'error' | 'sinceSeq' | 'openedAt'
> & {
  /** `pulls.follow` is false: its forge is not asked about it. Left out: it is. */
  readonly follow?: 'off';
};

export type PullEvent =
  | { readonly type: 'pull.opened'; readonly pull: string; readonly opened: Opened }
  /** Its branch was pushed again: it is open. `written` left out: its words are as they were. `unverified` as it is from here on. */
  | {
      readonly type: 'pull.pushed';
      readonly pull: string;
      readonly commit: string;
      readonly written?: PullDigests;
      readonly unverified?: true;
    }
  /** `handled`: what was told to a person and is no work for an agent. */
  | { readonly type: 'pull.seen'; readonly pull: string; readonly sight: PullSight; readonly handled?: readonly string[] }
  /** What its forge says is work: it goes back to its agent, told as `text`. */
  | {
      readonly type: 'pull.returned';
      readonly pull: string;
      readonly reasons: readonly ReturnReason[];
      readonly text: string;
      readonly handled: readonly string[];
      readonly toAnswer: readonly number[];
    }
  /** Its agent knows what is to be done: it was resumed with that, or told in its CLI. */
  | { readonly type: 'pull.told'; readonly pull: string }
  /** Commits are to be taken in before anything else: of its `base`, or those that others pushed to its own branch. `head`: where it is there. */
  | { readonly type: 'pull.moved'; readonly pull: string; readonly of: 'base' | 'branch'; readonly head: string }
  /** What others pushed to its branch is here now. */
  | { readonly type: 'pull.tookIn'; readonly pull: string; readonly head: string }
  /** It is to be merged there, if its head still is `head`. */
  | {
      readonly type: 'pull.mergeRequested';
      readonly pull: string;
      readonly head: string;
      readonly method: MergeMethod;
      readonly by: 'person' | 'host';
    }
  /** It could not be merged just now, and nothing has to be done about that. */
  | { readonly type: 'pull.mergeFailed'; readonly pull: string; readonly error: OrchError }
  /** Line comments were answered, or need none. */
  | { readonly type: 'pull.answered'; readonly pull: string; readonly comments: readonly number[] }
  /** A person is needed: it is not asked about until they go on. */
  | { readonly type: 'pull.stuck'; readonly pull: string; readonly error: OrchError; readonly handled: readonly string[] }
  /** A person goes on with it, leaves it alone, or says how it is merged. */
  | {
      readonly type: 'pull.followed';
      readonly pull: string;
      readonly follow: PullRequest['follow'];
      readonly merge?: 'ask' | 'auto';
      readonly method?: MergeMethod;
    }
  /** By whomever. `commit`: on the base. */
  | { readonly type: 'pull.merged'; readonly pull: string; readonly commit: string | null }
  | { readonly type: 'pull.closed'; readonly pull: string };
