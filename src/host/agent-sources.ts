// What tells of an agent's state beside its terminal: the drop of its CLI's hooks, the events its CLI serves, or its CLI's log. Opened before the CLI is
// started, gone with it.
import { randomBytes } from 'node:crypto';
import type { EventServerOrder } from '../core/adapters/event-server.js';
import type { HookDrop } from '../core/adapters/hook-drop.js';
import type { LogPipe } from '../core/adapters/log-pipe.js';
import type { Harness, LaunchOrder, Reading } from '../core/harness/harness.js';
import { HOOKS_VARIABLE } from '../core/harness/hook-command.js';
import type { Agent } from '../core/model/agent.js';
import type { HookEvent } from '../core/model/hook-event.js';
import { addUsage, type Usage } from '../core/model/usage.js';
import type { Clock } from '../core/ports.js';
import type { AgentSeat } from './door/agent-seats.js';

/** Each null where it can not be had: the agent is read from its terminal then. */
export interface SourcePorts {
  readonly openHooks: (agentId: string, onEvent: (event: HookEvent) => void) => Promise<HookDrop | null>;
  readonly openLog: (agentId: string, onLine: (line: string) => void) => Promise<LogPipe | null>;
  readonly freePort: () => Promise<number | null>;
  readonly followEvents: (order: EventServerOrder) => () => void;
  /** What it speaks for its agent by; left out where agents have no socket. */
  readonly openSeat?: (agent: Agent) => Promise<AgentSeat>;
}

export interface AgentSources {
  /** For the CLI alone. */
  readonly env: Readonly<Record<string, string>>;
  readonly server: NonNullable<LaunchOrder['server']> | null;
  /** To be called once its CLI is started. */
  follow(): void;
  close(): Promise<void>;
}

export interface AgentSourcesOrder {
  readonly agentId: string;
  readonly harness: Pick<Harness, 'readHook' | 'conversationOfHook' | 'usageOfHook' | 'progressOfHook' | 'server' | 'log'>;
  /** The one it is started with; null where that is not known. */
  readonly conversation: string | null;
  /** What the person gives its CLI: a log of theirs stays theirs. */
  readonly person: Readonly<Record<string, string>>;
  readonly ports: SourcePorts;
  readonly clock: Clock;
  readonly onReading: (reading: Reading) => void;
  /** It goes on in another conversation than before. */
  readonly onConversation: (id: string) => void;
  /** By earlier runs: for those that tell of this one only. */
  readonly usedBefore: Usage;
  readonly onUsage: (usage: Usage) => void;
  readonly onProgress: (progress: string) => void;
  /** What told is gone: its terminal is all there is. */
  readonly onLost: () => void;
}

export async function openSources(order: AgentSourcesOrder): Promise<AgentSources> {
  const { agentId, harness, person, ports, clock, onReading, onConversation, onLost } = order;
  const { readHook, server, log } = harness;
  let conversation = order.conversation;
  const follow = (id: string | null | undefined) => {
    if (!id || id === conversation) return;
    conversation = id;
    onConversation(id);
  };
  const tell = (reading: Reading | null) => reading !== null && onReading(reading);
  const drop =
    readHook === undefined
      ? null
      : await ports.openHooks(agentId, (event) => {
          follow(harness.conversationOfHook?.(event));
          const usage = harness.usageOfHook?.(event) ?? null;
          if (usage !== null) order.onUsage(usage);
          const progress = harness.progressOfHook?.(event) ?? null;
          if (progress !== null) order.onProgress(progress);
          tell(readHook(event));
        });
  const pipe =
    log === undefined || person[log.variable] !== undefined ? null : await ports.openLog(agentId, (line) => tell(log.read(line)));
  const port = server === undefined ? null : await ports.freePort();
  const place = port === null ? null : { port, password: randomBytes(24).toString('hex') };
  let stop: () => void = () => undefined;
  return {
    env: {
      ...(drop === null ? {} : { [HOOKS_VARIABLE]: drop.folder }),
      ...(log === undefined || pipe === null ? {} : { [log.variable]: pipe.path }),
    },
    server: place,
    follow() {
      if (server === undefined || place === null) return;
      let read = server.reader();
      // Over every connection of this run.
      const usageOf = server.usage?.();
      stop = ports.followEvents({
        ...place,
        user: server.user,
        events: server.events,
        snapshot: Object.keys(server.snapshot),
        clock,
        onSnapshot: (path, answer) => {
          for (const event of server.snapshot[path]?.(answer) ?? []) tell(read(event));
        },
        onEvent: (event) => {
          const usage = usageOf?.(event) ?? null;
          if (usage !== null) order.onUsage(addUsage(order.usedBefore, usage));
          tell(read(event));
        },
        onLost() {
          read = server.reader();
          onLost();
        },
      });
    },
    async close() {
      stop();
      await drop?.close();
      await pipe?.close();
    },
  };
}
