// Events for tests of state: bodies get `seq` and `at` as the store gives them, and are folded into a state.
import type { AgentState, EvidenceSource, FinishPlan } from '../../src/core/model/agent.js';
import type { Command } from '../../src/core/model/command.js';
import type { OrchError } from '../../src/core/model/error.js';
import type { EventBody, NewAgent, OrchEvent } from '../../src/core/model/event.js';
import { type AppState, emptyState } from '../../src/core/model/state.js';
import { decide } from '../../src/core/state/decide.js';
import { reduce } from '../../src/core/state/reduce.js';

export const START = Date.parse('2026-11-21T12:00:00.000Z');

export const anError: OrchError = { kind: 'git', tried: 'merge a into main', said: 'conflict in x.ts', next: 'Resolve it' };

export function newAgent(id: string, changes: Partial<NewAgent> & { readonly plan?: Partial<FinishPlan> } = {}): NewAgent {
  const { plan, ...rest } = changes;
  return {
    id,
    name: `name-${id}`,
    text: `task of ${id}`,
    launch: { harness: 'claude', command: null, args: [], model: null },
    role: null,
    parent: null,
    task: null,
    finish: { kind: 'merge', unattended: false, verify: null, attempts: 3, labels: [], reviewers: [], draft: false, ...plan },
    branch: null,
    base: 'main',
    worktree: null,
    conversation: null,
    ...rest,
  };
}

export function submitted(...agents: readonly NewAgent[]): EventBody {
  return { type: 'goal.submitted', goal: 'g1', text: 'a goal', agents };
}

export function created(agent: string): EventBody {
  return { type: 'worktree.created', agent, branch: `orch/name-${agent}`, worktree: `/wt/name-${agent}`, baseCommit: 'c0', notes: [] };
}

export function started(agent: string, conversation: string | null = null): EventBody {
  return { type: 'agent.started', agent, process: { pid: 100, startTicks: 7 }, conversation };
}

export function shows(agent: string, state: AgentState, source: EvidenceSource = 'structured'): EventBody {
  return { type: 'agent.stateChanged', agent, state, why: { source, rule: 'rule', evidence: 'evidence', at: '' }, question: null };
}

export function exited(
  agent: string,
  exitCode: number | null,
  changes: { readonly attended?: boolean; readonly tail?: string; readonly goesOn?: 'resume' | 'fresh' } = {},
): EventBody {
  return { type: 'agent.exited', agent, exitCode, signal: exitCode === null ? 'SIGKILL' : null, tail: '', attended: false, ...changes };
}

/** An agent in its worktree, with a process, seen working. */
export function atWork(id: string, changes: Parameters<typeof newAgent>[1] = {}): readonly EventBody[] {
  return [submitted(newAgent(id, changes)), created(id), started(id), shows(id, 'working')];
}

/** A second between two events, so that ages can be told apart. */
export function stamp(body: EventBody, seq: number, at = START + seq * 1000): OrchEvent {
  return { seq, at: new Date(at).toISOString(), ...body };
}

export function fold(bodies: readonly EventBody[], from: AppState = emptyState(5)): AppState {
  return bodies.reduce((state, body) => reduce(state, stamp(body, state.seq + 1)), from);
}

/** What the last of `bodies` makes `decide` order. */
export function commandsAfter(bodies: readonly EventBody[], from: AppState = emptyState(5)): readonly Command[] {
  const before = fold(bodies.slice(0, -1), from);
  const event = stamp(bodies.at(-1)!, before.seq + 1);
  return decide(reduce(before, event), event);
}
