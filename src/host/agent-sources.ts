// What tells of an agent's state beside its terminal: the drop of its CLI's hooks. Opened before the CLI is started, gone with it.
import type { HookDrop } from '../core/adapters/hook-drop.js';
import type { Harness, Reading } from '../core/harness/harness.js';
import { HOOKS_VARIABLE } from '../core/harness/hook-command.js';
import type { HookEvent } from '../core/model/hook-event.js';

/** Null where it can not be had: the agent is read from its terminal then. */
export type OpenHooks = (agentId: string, onEvent: (event: HookEvent) => void) => Promise<HookDrop | null>;

export interface AgentSources {
  /** For the CLI alone. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface AgentSourcesOrder {
  readonly agentId: string;
  readonly harness: Pick<Harness, 'readHook'>;
  readonly openHooks: OpenHooks;
  readonly onReading: (reading: Reading) => void;
}

export async function openSources({ agentId, harness, openHooks, onReading }: AgentSourcesOrder): Promise<AgentSources> {
  const { readHook } = harness;
  const drop =
    readHook === undefined
      ? null
      : await openHooks(agentId, (event) => {
          const reading = readHook(event);
          if (reading !== null) onReading(reading);
        });
  return {
    env: drop === null ? {} : { [HOOKS_VARIABLE]: drop.folder },
    close: async () => drop?.close(),
  };
}
