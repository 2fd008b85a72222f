// What the runtime of agents can not do, as errors a person can act on.
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

export function stillStarting(): OrchError {
  return {
    kind: 'harness',
    tried: 'interrupt it',
    said: 'it is still starting and would not take the keys, so none were sent',
    next: 'Try again when it is at work, or stop it',
  };
}
