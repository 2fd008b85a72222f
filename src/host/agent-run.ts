// One run of an agent's CLI: its process, its terminal, and what else tells of it.
import type { AgentLog } from '../core/adapters/agent-log-writer.js';
import type { Harness } from '../core/harness/harness.js';
import type { Verdict } from '../core/harness/verdict.js';
import type { Agent, AgentProcess } from '../core/model/agent.js';
import type { EventBody } from '../core/model/event.js';
import type { Pty } from '../core/ports.js';
import type { AgentTerminal } from './agent-terminal.js';
import type { RunSources } from './run-sources.js';

export interface Run {
  readonly terminal: AgentTerminal;
  readonly pty: Pty;
  readonly process: AgentProcess;
  readonly log: AgentLog;
  readonly sources: RunSources;
  readonly ended: Promise<void>;
}

/** What its signs say of its state now. */
export function verdictEvent(agent: string, { state, why, question, failure }: Verdict): EventBody {
  return { type: 'agent.stateChanged', agent, state, why, question, ...(failure === undefined ? {} : { failure }) };
}

export interface EndedRun {
  readonly agent: Agent;
  readonly harness: Harness;
  readonly exit: { readonly exitCode: number | null; readonly signal: string | null };
  readonly attended: boolean;
  /** Its CLI had ended before, and what ended now is the shell around it. */
  readonly inShell: boolean;
}

/** What its end tells the state; `shown`: what stood in its terminal at the end. */
export function exitEvents({ agent, harness, exit, attended, inShell }: EndedRun, shown: string): readonly EventBody[] {
  const conversation = harness.conversationIn(shown);
  const goesOn = harness.goesOn?.(shown) ?? null;
  const canResume = harness.isInteractive && ((conversation ?? agent.conversation) !== null || harness.findConversation !== undefined);
  const own = exit.signal === null ? (harness.ended?.(exit.exitCode) ?? null) : null;
  // How the shell was ended tells nothing of the CLI. One that says itself that a person has left it ends like one that a person has quit.
  const end = inShell ? ({ exitCode: null, signal: null, inShell } as const) : own === 'left' ? { exitCode: 0, signal: null } : exit;
  const isLeft = own === null ? attended : own === 'left';
  const gaveUp = own === 'failed' || own === 'limit' ? { gaveUp: own } : {};
  const otherwise = { ...(goesOn === null ? {} : { goesOn }), ...(canResume ? { canResume } : {}), ...gaveUp };
  const tail = harness.lastSaid?.(shown) ?? shown;
  const exited: EventBody = { type: 'agent.exited', agent: agent.id, ...end, tail, attended: isLeft, ...otherwise };
  return conversation === null ? [exited] : [{ type: 'agent.conversationFound', agent: agent.id, conversation }, exited];
}
