// One run of an agent's CLI: its process, its terminal, and what else tells of it.
import type { AgentLog } from '../core/adapters/agent-log-writer.js';
import type { Harness } from '../core/harness/harness.js';
import type { Agent, AgentProcess } from '../core/model/agent.js';
import type { Pty } from '../core/ports.js';
import type { AgentSources } from './agent-sources.js';
import type { AgentTerminal } from './agent-terminal.js';

export interface Run {
  readonly terminal: AgentTerminal;
  readonly pty: Pty;
  readonly process: AgentProcess;
  readonly log: AgentLog;
  readonly sources: AgentSources;
  readonly ended: Promise<void>;
}

export interface EndedRun {
  readonly agent: Agent;
  readonly harness: Harness;
  readonly exit: { readonly exitCode: number | null; readonly signal: string | null };
  readonly attended: boolean;
}
