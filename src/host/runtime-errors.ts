// Why an agent's process can not be started or told anything.
import type { Agent } from '../core/model/agent.js';
import type { OrchError } from '../core/model/error.js';

export function noWorktree(agent: Agent): OrchError {
  return {
    kind: 'harness',
    tried: `start ${agent.name}`,
    said: 'its worktree is gone',
    next: 'Restore it with `orch-tui trash restore`, or remove the agent',
  };
}

export function notRunning(what: string): OrchError {
  return { kind: 'harness', tried: what, said: 'the agent does not run', next: 'Resume it first, with `r` or `orch-tui resume`' };
}
