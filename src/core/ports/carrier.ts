// Commits on their way between two repositories that need not see each other: by refs of a remote that both know, or as bundles.
import type { Result } from '../model/error.js';

export interface CarriedRef {
  readonly ref: string;
  readonly commit: string;
}

/** Of one repository. Nothing here moves a branch or a checkout but `advance`. Never rejects. */
export interface Carrier {
  /** The first commit in the history of `commit`. */
  rootOf(commit: string): Promise<Result<string>>;
  /** Whether it is here with all that came before it. */
  has(commit: string): Promise<boolean>;
  /** `older` is part of the history of `newer`; both are here. */
  isWithin(order: { readonly older: string; readonly newer: string }): Promise<boolean>;
  /** `origin`, or the first one there is; null where there is none. `url` without credentials. */
  remote(): Promise<Result<{ readonly name: string; readonly url: string } | null>>;
  /** The same, but that what it asks of a remote ends with this signal: a remote may say nothing for minutes. */
  until(signal: AbortSignal): Carrier;
  /** Everything that the remote has on branches. */
  fetchAll(remote: string): Promise<Result<void>>;
  /** A ref of ours there, in place of what it was: no branch of anybody. */
  push(order: { readonly remote: string; readonly commit: string; readonly ref: string }): Promise<Result<void>>;
  fetch(order: { readonly remote: string; readonly ref: string }): Promise<Result<void>>;
  /** Takes such a ref away there, if it still is this commit. */
  drop(order: { readonly remote: string } & CarriedRef): Promise<Result<void>>;
  /** Refs below `prefix`, which ends with a slash: here, or there where a remote is named. */
  list(order: { readonly prefix: string; readonly remote?: string }): Promise<Result<readonly CarriedRef[]>>;
  /** Names here that have a commit in their history, some of many; none where it is not here. */
  namesOf(commit: string): Promise<readonly string[]>;
  /** `commit` under the name `ref`, with all of its history that neither `without` nor (`and-remote`) a known branch of `remote()` has; `not-found`: they have all of it. */
  bundle(order: {
    readonly commit: string;
    readonly ref: string;
    readonly without: readonly string[];
    readonly beyond: 'these' | 'and-remote';
    readonly maxBytes: number;
  }): Promise<Result<Uint8Array>>;
  /** What a bundle has as `ref` stands under it here. */
  unbundle(order: { readonly data: Uint8Array; readonly ref: string }): Promise<Result<void>>;
  /** A ref of ours, so that the commit stays; null takes it away. */
  keep(order: { readonly ref: string; readonly commit: string | null }): Promise<Result<void>>;
  /** All that stands in a worktree, as a commit on top of what is checked out there; that one itself where nothing else is. Changes nothing in it. */
  snapshot(order: { readonly worktree: string; readonly message: string }): Promise<Result<string>>;
  /** The branch of a worktree moves on to a commit that has all of it. `conflict`: it has something that the commit has not, or files in the way. */
  advance(order: { readonly worktree: string; readonly branch: string; readonly commit: string }): Promise<Result<void>>;
}
