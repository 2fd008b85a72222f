// What is printed while a worktree is made ready: kept in a log of its own, and shown in the agent's pane until its CLI has a terminal there.
import type { AgentLog } from '../core/adapters/agent-log-writer.js';
import type { SetupLog } from '../core/ports/worktree.js';
import type { Clock } from '../core/ports.js';
import type { HostAgentRuntime } from './agent-runtime.js';

export interface SetupOutputOrder {
  readonly agent: string;
  readonly log: AgentLog;
  readonly runtime: Pick<HostAgentRuntime, 'show' | 'emulator'>;
  readonly clock: Clock;
  /** Its cells have changed. */
  readonly onOutput: (agent: string) => void;
  /** False for a checkout that is no agent's, and once nothing of it is to be seen any more. */
  readonly isShown: () => boolean;
}

export function openSetupOutput({ agent, log, runtime, clock, onOutput, isShown }: SetupOutputOrder): SetupLog {
  let isFirst = true;
  return {
    write(output) {
      const bytes = asOnTerminal(Buffer.from(output));
      log.append(bytes);
      if (!isShown()) return;
      if (isFirst) runtime.show(agent, bytes, null);
      else runtime.emulator(agent)?.parse(bytes, clock.now());
      isFirst = false;
      onOutput(agent);
    },
    close: () => log.close(),
  };
}

/** A command without a terminal ends its lines by a line feed alone, which there would not go back to the first column. */
function asOnTerminal(bytes: Buffer): Uint8Array {
  return Buffer.from(bytes.toString('latin1').replace(/\r?\n/gu, '\r\n'), 'latin1');
}
