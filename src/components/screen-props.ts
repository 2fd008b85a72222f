// What the host gives the chrome to draw: one client's view and the part of the world it shows.

import type { OrchError } from '../core/model/error.js';
import type { QueueStatus } from '../core/model/issue.js';
import type { ProcessUsage } from '../core/model/process-usage.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { ViewState, ViewWorld } from '../core/view/view-state.js';

export interface RepositoryLine {
  readonly name: string;
  readonly branch: string | null;
  readonly ahead: number;
  readonly behind: number;
}

/** What today has cost, and what it may; null is no bound. */
export interface Money {
  readonly usd: number;
  readonly isEstimated: boolean;
  readonly limitUsd: number | null;
}

export interface ScreenProps {
  readonly view: ViewState;
  /** The same world the reducer gets; its `size` is the size of the frame, its `now` the clock. */
  readonly world: ViewWorld;
  readonly repository: RepositoryLine;
  /** ISO 8601; null in tests and pictures without a host. */
  readonly hostStartedAt: string | null;
  readonly money: Money | null;
  /** What becomes of the host when all goals have ended; null where it just ends. */
  readonly queue: QueueStatus | null;
  readonly storageError: OrchError | null;
  /** CPU and memory by agent id, of shown agents only (decision 16). */
  readonly usage: Readonly<Record<string, ProcessUsage>>;
  /** Size of the selected agent's PTY; shown in the title where it differs from the pane. */
  readonly ptySize: TerminalSize | null;
  /** The key that leaves an attached agent, as people read it. */
  readonly leaderKey: string;
}
