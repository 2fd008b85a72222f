// What tells of one run beside its terminal, with where each of it goes: readings to its terminal, facts as events. And what it may call us by.
import { growingFile } from '../core/adapters/growing-file.js';
import type { Harness, OwnTools } from '../core/harness/harness.js';
import type { Agent, AgentState } from '../core/model/agent.js';
import type { EventBody } from '../core/model/event.js';
import { NO_USAGE } from '../core/model/usage.js';
import type { AgentOutput, Clock } from '../core/ports.js';
import { type AgentSources, openSources, type SourcePorts } from './agent-sources.js';
import type { AgentTerminal } from './agent-terminal.js';
import { NO_SEAT } from './door/agent-seats.js';
import { NO_TOOLS, openRunTools } from './own-tools.js';
import { UsageMeter } from './usage-meter.js';

export interface RunSources extends AgentSources {
  /** What its CLI is to be told of our own tools. */
  readonly tools: OwnTools | null;
  /** Its state has changed to this one. */
  entered(state: AgentState): void;
  /** It was given this text. */
  given(text: string): void;
}

export interface RunWorld {
  readonly sources: SourcePorts;
  readonly clock: Clock;
  readonly dispatch: (event: EventBody) => void;
  /** `agent.cost_tracking` */
  readonly countsUsage: boolean;
  /** `messages.mcp` */
  readonly givesTools: boolean;
  readonly stateDir: string;
  readonly output: AgentOutput;
}

export interface RunSourcesOrder {
  readonly agent: Agent;
  readonly harness: Harness;
  /** The one it is started with; null where that is not known. */
  readonly conversation: string | null;
  /** The one it is told to ask; null: its own choice. */
  readonly model: string | null;
  /** What the person gives its CLI. */
  readonly person: Readonly<Record<string, string>>;
  readonly world: RunWorld;
  /** There once its process is. */
  readonly terminal: () => Pick<AgentTerminal, 'tell' | 'loseSource'> | undefined;
}

export async function openRunSources(order: RunSourcesOrder): Promise<RunSources> {
  const { agent, harness, conversation, person, world, terminal } = order;
  const { id } = agent;
  const { sources, clock, dispatch } = world;
  const meter = world.countsUsage ? await openMeter(order) : null;
  const opened = await openSources({
    agentId: id,
    harness,
    person,
    ports: sources,
    clock,
    conversation,
    onConversation(found) {
      meter?.follow(found);
      dispatch({ type: 'agent.conversationFound', agent: id, conversation: found });
    },
    usedBefore: agent.usage ?? NO_USAGE,
    onUsage: (usage) => meter?.told(usage),
    onProgress: (progress) => dispatch({ type: 'agent.progressReported', agent: id, progress }),
    onReading: (reading) => terminal()?.tell(reading),
    onLost: () => terminal()?.loseSource(),
  });
  const seat = (await sources.openSeat?.(agent)) ?? NO_SEAT;
  const own = world.givesTools ? await openRunTools({ agent: id, harness, seat: seat.env, person, stateDir: world.stateDir }) : NO_TOOLS;
  return {
    ...opened,
    env: { ...opened.env, ...seat.env, ...own.env },
    tools: own.tools,
    given: (text) => meter?.given(text),
    entered(state) {
      const turnEnds = state === 'idle' || state === 'done';
      if (turnEnds || state === 'waiting' || state === 'limited') meter?.stands({ turnEnds });
    },
    async close() {
      await own.close();
      await seat.close();
      await opened.close();
      await meter?.close();
    },
  };
}

async function openMeter({ agent, harness, conversation, model, person, world }: RunSourcesOrder): Promise<UsageMeter> {
  const { clock, output, dispatch } = world;
  // Its log goes on where an earlier run has ended.
  let { mark } = await output.since(agent, null);
  return new UsageMeter({
    harness,
    place: { worktree: agent.worktree ?? '', env: person, since: agent.createdAt },
    conversation,
    model,
    usedBefore: agent.usage ?? NO_USAGE,
    clock,
    openFile: growingFile,
    async printed() {
      const since = await output.since(agent, mark);
      mark = since.mark;
      return since.text;
    },
    onUsage: (usage) => dispatch({ type: 'agent.usageChanged', agent: agent.id, usage }),
  });
}
