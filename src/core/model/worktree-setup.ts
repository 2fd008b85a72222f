// What a new worktree needs before its agent begins: files and links of the checkout, and commands of the person.

/** How far a worktree is made ready. */
export interface WorktreeSetup {
  readonly state: 'running' | 'passed' | 'failed';
  /** The command, or what is copied or linked: plain. */
  readonly what: string;
  /** ISO 8601 */
  readonly since: string;
}
