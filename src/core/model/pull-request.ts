// A pull request of ours: as it is kept here, and as it looked at its forge when that was last asked. Everything its forge says was written by others.
import type { OrchError } from './error.js';

export const MERGE_METHODS = ['merge', 'squash', 'rebase'] as const;
export type MergeMethod = (typeof MERGE_METHODS)[number];

/** How far it is followed after it was opened; decided once, when its work was ordered. */
export interface PullPlan {
  /** What its forge says goes back to the agent at most this often; then a person is asked. */
  readonly rounds: number;
  /** `auto`: it is merged as soon as nothing is in the way. */
  readonly merge: 'ask' | 'auto';
  readonly method: MergeMethod;
  /** Approving reviews that `auto` waits for. */
  readonly approvals: number;
  readonly deleteBranch: boolean;
}

/** Where it is. */
export interface PullName {
  readonly host: string;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export type ChecksState = 'none' | 'pending' | 'passed' | 'failed';
export type ReviewState = 'none' | 'approved' | 'changes';
/** `behind`: the forge wants the base taken in first. `blocked`: by a rule of its own, such as a protected branch. */
export type Mergeable = 'unknown' | 'yes' | 'conflict' | 'behind' | 'blocked';

/** What of it is shown; plain and bounded. */
export interface PullSight {
  readonly isDraft: boolean;
  /** Commit that the forge has of it. */
  readonly head: string;
  readonly checks: ChecksState;
  /** Names of those that failed, at most ten. */
  readonly failedChecks: readonly string[];
  readonly review: ReviewState;
  readonly mergeable: Mergeable;
  /** Conversations on lines that nobody has resolved. */
  readonly openThreads: number;
}

export interface PullDigests {
  readonly title: string;
  readonly text: string;
}

/** One as it stands at its forge, for whoever writes to it: as it was written there. */
export interface PullPage {
  readonly state: PullRequest['state'];
  readonly isDraft: boolean;
  readonly title: string;
  readonly text: string;
}

export interface PullRequest extends PullName {
  /** `github.com/ada/shop#12` */
  readonly id: string;
  readonly url: string;
  /** Whose work it is: of an agent, or with null of a planned goal as a whole. */
  readonly goal: string;
  readonly agent: string | null;
  /** Branches, as the forge calls them; `branch` as it is called here. */
  readonly head: string;
  readonly base: string;
  readonly branch: string;
  readonly remote: string;
  /** The last commit that was pushed to it from here. */
  readonly commit: string;
  /** Digests of the title and the text that were last written from here: what reads otherwise there is a person's, and stays. */
  readonly written?: PullDigests;
  /** It is a draft only because its verify command did not succeed: it becomes ready for review once that does. */
  readonly unverified?: true;
  readonly state: 'open' | 'merged' | 'closed';
  /** Whether its forge is asked about it. `paused`: a person has to do something first, or wants it left alone. */
  readonly follow: 'on' | 'paused' | 'off';
  readonly plan: PullPlan;
  /** Null until the forge was asked. */
  readonly sight: PullSight | null;
  /** How often it went back to its agent since a person last took part. */
  readonly rounds: number;
  /** It is back at its agent, whose next finish pushes again. */
  readonly isBack: boolean;
  /** While it is back: what its agent is to be told. Left out where nothing is, or by older versions. */
  readonly back?: PullBack;
  /** Keys of what its forge said that was dealt with: `check:ID`, `review:ID`, `comment:ID`, `conflict:HEAD`. At most 500, the newest last. */
  readonly handled: readonly string[];
  /** Ids of line comments that are to be answered once the work on them is pushed. */
  readonly toAnswer: readonly number[];
  /** What a person has to do; null where nothing is in the way. */
  readonly error: OrchError | null;
  /** `seq` of the event that changed it last. */
  readonly sinceSeq: number;
  /** ISO 8601 */
  readonly openedAt: string;
}

/** At the end of what is written from here in a conversation: not shown by forges. */
export const OUR_MARK = '<!-- orch-tui -->';

export const RETURN_REASONS = ['check', 'review', 'comment', 'conflict', 'merge'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** Work that its forge has for an agent. */
export interface PullBack {
  readonly reasons: readonly ReturnReason[];
  /** Plain and bounded. */
  readonly text: string;
  /** It has been told: its next finish pushes. */
  readonly isTold?: true;
}

/** One check of a commit: a check run, or a commit status. */
export interface ForgeCheck {
  /** `run:ID` or `status:CONTEXT:ID` */
  readonly id: string;
  readonly name: string;
  /** Cancelled, skipped and neutral ones have not failed. */
  readonly state: 'pending' | 'passed' | 'failed';
  /** What it says about itself; as it was written, at most 20,000 characters. */
  readonly summary: string;
  /** Of a job whose log can be fetched. */
  readonly job: number | null;
}

export interface ForgeReview {
  readonly id: number;
  readonly author: string;
  readonly state: 'approved' | 'changes' | 'commented' | 'dismissed';
  /** The author may write to the repository (OWNER, MEMBER, COLLABORATOR): only what such people want is work for an agent. */
  readonly isTrusted: boolean;
  readonly body: string;
  readonly commit: string | null;
}

export interface ForgeComment {
  readonly id: number;
  /** On a line of the diff, or under the whole. */
  readonly kind: 'line' | 'whole';
  readonly author: string;
  /** Written from here: it carries `OUR_MARK`. The account does not tell, for it may be the person's own. */
  readonly isOurs: boolean;
  readonly isTrusted: boolean;
  readonly body: string;
  readonly path: string | null;
  readonly line: number | null;
  /** The first one of its conversation; null where it is that. */
  readonly replyTo: number | null;
  /** Somebody has resolved its conversation; false where that can not be told. */
  readonly isResolved: boolean;
  /** Id of the review that it came with; null where it came alone. */
  readonly review: number | null;
}

/** All that is known of an open pull request at one moment. */
export interface PullFacts {
  readonly state: PullRequest['state'];
  /** Of a merged one. */
  readonly mergeCommit: string | null;
  readonly isDraft: boolean;
  /** Commits; `base` as the forge last compared with it, empty where it does not say. */
  readonly head: string;
  readonly base: string;
  readonly mergeable: Mergeable;
  readonly checks: readonly ForgeCheck[];
  readonly reviews: readonly ForgeReview[];
  readonly comments: readonly ForgeComment[];
}

/** `limited`: asked again before `untilMs` (since the epoch) it would refuse. */
export type PullAnswer =
  | { readonly kind: 'facts'; readonly facts: PullFacts }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'limited'; readonly untilMs: number; readonly said: string };

export function pullId({ host, owner, repo, number }: PullName): string {
  return `${host}/${owner}/${repo}#${number}`;
}
