// Commits on their way from one machine to another, as both sides speak of them. Plain data.

/** How commits come from one repository into another: by a ref of the remote that both know, or as a bundle that the broker holds for a while. */
export interface Carried {
  readonly commit: string;
  readonly ref: string | null;
  readonly blob: string | null;
}
