// The chain of harnesses and models that an agent is handed along. Pure; an entry is used once, so a chain always ends.
import type { Agent, AgentLaunch } from '../model/agent.js';
import { harnessOfLink } from '../model/chain-link.js';
import { DEFAULT_LIMITS } from '../model/limit.js';

export interface ChainLink {
  readonly launch: AgentLaunch;
  /** Where the chain goes on afterwards. */
  readonly chainAt: number;
}

/** The next link that is another than what runs now; null at the end. An ad-hoc command is handed over like any other. */
export function nextOfChain(agent: Agent): ChainLink | null {
  const { chain } = agent.limits ?? DEFAULT_LIMITS;
  for (let at = agent.chainAt ?? 0; at < chain.length; at += 1) {
    const { harness, model } = harnessOfLink(chain[at] ?? '');
    const isSame = agent.launch.harness === harness && (model === null || agent.launch.model === model);
    // Extra arguments are words of one CLI: another would not know them.
    const args = agent.launch.harness === harness ? agent.launch.args : [];
    if (harness !== '' && !isSame) return { launch: { harness, command: null, args, model }, chainAt: at + 1 };
  }
  return null;
}

/** `codex`, `claude (sonnet)`. */
export function launchWords({ harness, model }: AgentLaunch): string {
  return model === null ? harness : `${harness} (${model})`;
}
