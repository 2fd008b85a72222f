// Finished work on its way out, and what comes of it.
import type { Agent, AgentResult, FinishKind } from '../model/agent.js';
import type { Result } from '../model/error.js';
import type { EffectPorts } from './effect-ports.js';
import type { MergeQueue } from './merge-queue.js';
import type { Verified } from './verify-work.js';

export interface Delivered {
  readonly result: AgentResult | null;
  readonly notes: readonly string[];
}

export interface Committed {
  readonly agent: Agent & { readonly worktree: string; readonly baseCommit: string; readonly branch: string };
  /** Tip of its branch. */
  readonly commit: string;
}

export type DeliveryPorts = Pick<EffectPorts, 'repository' | 'forge' | 'folders' | 'litterOf' | 'model' | 'prompt' | 'pulls' | 'runtime'>;

/** What it comes to; `tail` where the check failed that its merge was held to: the end of what that printed. */
export type DeliveryEnd = Result<Delivered> & { readonly tail?: string };

export interface Delivery {
  readonly work: Committed;
  readonly kind: FinishKind;
  readonly merges: MergeQueue;
  readonly verified: Verified;
}
