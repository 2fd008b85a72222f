// Finished work on its way out, and what comes of it.
import type { Agent, AgentResult, FinishKind } from '../model/agent.js';
import type { EffectPorts } from './effect-ports.js';
import type { Lanes } from './lanes.js';
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

export interface Delivery {
  readonly work: Committed;
  readonly kind: FinishKind;
  /** Merges into the same base take turns, also those of other agents. */
  readonly bases: Lanes;
  readonly verified: Verified;
}
