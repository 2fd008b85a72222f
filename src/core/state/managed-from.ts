// Whether the manager watches a new agent: decided once, when it is made.
import type { Agent } from '../model/agent.js';
import type { Config } from '../model/config.js';

export interface Watched {
  /** It works on a task of a planned goal. */
  readonly isPlanned: boolean;
  /** Its work is to be finished with nobody asked again. */
  readonly isUnattended: boolean;
}

/** `model`: what `ChatModel.available('manager')` says. Nothing where nobody watches it. */
export function managedFrom(config: Pick<Config, 'manager'>, model: { readonly ok: boolean }, agent: Watched): Pick<Agent, 'manager'> {
  const isWatched = agent.isPlanned || (config.manager.watch === 'all' && agent.isUnattended);
  if (!model.ok || config.manager.watch === 'off' || !isWatched) return {};
  return { manager: { state: 'ready', decisions: [], askedSeq: 0 } };
}
