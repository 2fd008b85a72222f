// What tells of one run beside its terminal, with where each of it goes: readings to its terminal, facts as events.
import type { Harness } from '../core/harness/harness.js';
import type { Agent } from '../core/model/agent.js';
import type { EventBody } from '../core/model/event.js';
import { NO_USAGE } from '../core/model/usage.js';
import type { Clock } from '../core/ports.js';
import { type AgentSources, openSources, type SourcePorts } from './agent-sources.js';
import type { AgentTerminal } from './agent-terminal.js';

export interface RunSourcesOrder {
  readonly agent: Agent;
  readonly harness: Harness;
  /** The one it is started with; null where that is not known. */
  readonly conversation: string | null;
  /** What the person gives its CLI. */
  readonly person: Readonly<Record<string, string>>;
  readonly world: {
    readonly sources: SourcePorts;
    readonly clock: Clock;
    readonly dispatch: (event: EventBody) => void;
    readonly countsUsage: boolean;
  };
  /** There once its process is. */
  readonly terminal: () => Pick<AgentTerminal, 'tell' | 'loseSource'> | undefined;
}

export function openRunSources({ agent, harness, conversation, person, world, terminal }: RunSourcesOrder): Promise<AgentSources> {
  const { id } = agent;
  const { sources, clock, dispatch } = world;
  return openSources({
    agentId: id,
    harness,
    person,
    ports: sources,
    clock,
    conversation,
    onConversation: (found) => dispatch({ type: 'agent.conversationFound', agent: id, conversation: found }),
    usedBefore: agent.usage ?? NO_USAGE,
    onUsage: (usage) => world.countsUsage && dispatch({ type: 'agent.usageChanged', agent: id, usage }),
    onProgress: (progress) => dispatch({ type: 'agent.progressReported', agent: id, progress }),
    onReading: (reading) => terminal()?.tell(reading),
    onLost: () => terminal()?.loseSource(),
  });
}
