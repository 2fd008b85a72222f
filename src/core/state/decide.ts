// (state after, event) -> what is to be done. Pure; fresh transitions are told by `sinceSeq`, so one event decides once.
import { type Agent, isManaged, isOver } from '../model/agent.js';
import type { Command } from '../model/command.js';
import type { OrchEvent } from '../model/event.js';
import type { AgentLimit } from '../model/limit.js';
import type { AppState } from '../model/state.js';
import { decideFamilies } from './decide-families.js';
import { decideGoals } from './decide-goals.js';
import { decidePulls } from './decide-pulls.js';
import { decideTries } from './decide-tries.js';

export function decide(state: AppState, event: OrchEvent): readonly Command[] {
  const byEntry = Object.values(state.agents).flatMap((agent) => (agent.sinceSeq === event.seq ? onEntry(agent, event) : []));
  const byLimit = Object.values(state.agents).flatMap((agent) => (agent.limit?.seq === event.seq ? onLimit(agent, agent.limit) : []));
  const byManager = Object.values(state.agents).flatMap((agent) =>
    state.host.isStopping ? onHostEnd(agent, event) : onManager(agent, event),
  );
  return [
    ...byEntry,
    ...byLimit,
    ...byManager,
    ...onSetup(state, event),
    ...onEvent(state, event),
    ...decideGoals(state, event),
    ...decideTries(state, event),
    ...decidePulls(state, event),
    ...decideFamilies(state, event),
  ];
}

function onEntry(agent: Agent, event: OrchEvent): readonly Command[] {
  const id = agent.id;
  switch (agent.state) {
    case 'preparing':
      return [{ type: 'worktree.create', agent: id }];
    case 'starting':
      // After a failed verify run the CLI is started by the report itself, which knows what to say.
      return event.type === 'verify.failed' ? [] : [{ type: 'agent.spawn', agent: id, mode: agent.run.mode, text: agent.run.text }];
    case 'finishing': {
      const removeWorktree = agent.pending?.order === 'finish' && agent.pending.removeWorktree;
      return [{ type: 'work.finish', agent: id, kind: agent.finish.kind, removeWorktree }];
    }
    case 'waiting':
      // Whoever has spent what it may spends no more; its conversation can be gone on with.
      return [...(event.type === 'budget.hit' && agent.process !== null ? [stop(id)] : []), ...measure(agent)];
    case 'idle':
    case 'limited':
      return measure(agent);
    case 'done':
    case 'failed':
    case 'stopped':
      return [...(agent.process === null ? [] : [stop(id)]), ...measure(agent), { type: 'result.write', agent: id }];
    default:
      return [];
  }
}

/** Only while it is limited: one that a person has, or that is over, is left alone. */
function onLimit({ id, state }: Agent, { next, until, seq, givesWayAt }: AgentLimit): readonly Command[] {
  if (state !== 'limited') return [];
  switch (next) {
    case 'go-on':
      return until === null ? [] : [{ type: 'limit.wait', agent: id, limit: seq, until }];
    case 'telling':
      return [{ type: 'agent.goOn', agent: id }];
    case 'hand-over':
      return [{ type: 'agent.handOver', agent: id }];
    case 'itself':
      return givesWayAt === undefined ? [] : [{ type: 'limit.wait', agent: id, limit: seq, until: givesWayAt }];
    case 'person':
    case 'there':
      return [];
  }
}

/** Asked: what `manager-triggers.ts` found. At work: it looks when that takes long without a change, and again after each look; a change ends that wait. */
function onManager(agent: Agent, event: OrchEvent): readonly Command[] {
  const { id, manager, state, sinceSeq } = agent;
  if (manager === undefined || !isManaged(agent)) return [];
  if (manager.state === 'asked' && manager.askedSeq === event.seq)
    return [{ type: 'manager.consult', agent: id, reason: manager.reason ?? 'person', seq: event.seq }];
  const hasLooked = state === 'working' && event.type === 'manager.decided' && event.agent === id && manager.state === 'ready';
  return sinceSeq === event.seq || hasLooked ? [{ type: 'manager.wait', agent: id, seq: sinceSeq }] : [];
}

/** Nobody waits for the manager any more: a call that hangs must not hold the host. The next host asks anew. */
function onHostEnd({ id, manager, sinceSeq }: Agent, event: OrchEvent): readonly Command[] {
  if (manager === undefined) return [];
  if (event.type === 'host.stopping' && manager.state === 'asked') return [stop(id)];
  return sinceSeq === event.seq ? [{ type: 'manager.wait', agent: id, seq: sinceSeq }] : [];
}

/** A setup of half an hour must not hold a host that ends; the next one begins it anew. */
function onSetup(state: AppState, event: OrchEvent): readonly Command[] {
  if (event.type !== 'host.stopping') return [];
  return Object.values(state.agents).flatMap(({ id, setup }) => (setup?.state === 'running' ? [stop(id)] : []));
}

function onEvent(state: AppState, event: OrchEvent): readonly Command[] {
  const agent = 'agent' in event ? state.agents[event.agent] : undefined;
  if (agent === undefined) return [];
  switch (event.type) {
    case 'agent.stopRequested':
      // Also where nothing ran: a start or a verify run may be under way.
      return [stop(agent.id)];
    case 'agent.removeRequested':
      return [stop(agent.id), { type: 'agent.remove', agent: agent.id }];
    case 'agent.started':
      // It was stopped while it was being started.
      return isOver(agent.state) || agent.pending?.order === 'stop' || agent.why.rule === 'budget.hit' ? [stop(agent.id)] : [];
    case 'verify.failed': {
      const goesOn = agent.sinceSeq === event.seq && (agent.state === 'working' || agent.state === 'starting');
      const lead = event.lead === undefined ? {} : { lead: event.lead };
      return goesOn ? [{ type: 'verify.report', agent: agent.id, tail: event.tail, ...lead }] : [];
    }
    case 'agent.stateChanged': {
      const { question } = agent;
      return question?.with === 'policy' ? [{ type: 'question.judge', agent: agent.id, digest: question.digest }] : [];
    }
    case 'changes.committed':
    case 'agent.checkpointed':
      return measure(agent);
    default:
      return [];
  }
}

function stop(agent: string): Command {
  return { type: 'agent.stop', agent };
}

function measure(agent: Agent): readonly Command[] {
  // What was merged has moved its base on, which concerns the others also where its own worktree is gone.
  const hasSomething = agent.worktree !== null || agent.result?.kind === 'merge';
  return agent.baseCommit === null || !hasSomething ? [] : [{ type: 'diff.measure', agent: agent.id }];
}
