// Commits on their way from one machine to another, as both sides speak of them. Plain data.

/** How commits come from one repository into another: by a ref of the remote that both know, or as a bundle that the broker holds for a while. */
export interface Carried {
  readonly commit: string;
  readonly ref: string | null;
  readonly blob: string | null;
}

/** Work of a run that has ended on another node and could not be brought here: it is asked for again when a person wants it. */
export interface OwedWork {
  readonly node: string;
  readonly work: Carried;
  /** Nothing is left to be done on it there. */
  readonly isDone: boolean;
}
