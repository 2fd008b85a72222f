// The slice of agents: which event touches which agent, and how. The rules of a life are in the files it calls.

import { type Agent, holdsPlace, isOver } from '../model/agent.js';
import type { EventOf, NewAgent, OrchEvent } from '../model/event.js';
import { isElsewhere, runsElsewhere } from '../model/remote.js';
import { afterEvidence, afterQuestionLeft, waitsForPerson, withoutUndelivered } from './agent-evidence.js';
import { afterExit } from './agent-exit.js';
import { afterFinishDone, afterFinishFailed, afterFinishRequest, afterVerifyFailed } from './agent-finish.js';
import {
  afterGoOnFailed,
  afterHandOver,
  afterHandOverSkipped,
  afterLimitOver,
  afterOwnRetriesOver,
  afterToldToGoOn,
} from './agent-limit.js';
import { afterManager } from './agent-manager.js';
import { afterRemoveRequest, afterResumeRequest, afterSeen, afterStopRequest } from './agent-orders.js';
import { enterState, hostWhy } from './enter-state.js';
import { withoutWaiting } from './family.js';
import { afterTold } from './mail.js';
import { withNote } from './manager-notes.js';
import { asked, withManagerAsked } from './manager-triggers.js';
import { afterTeam } from './team-agent.js';
import { afterCombined, afterPicked } from './try-agent.js';
import { afterSetup, afterWorktreeCreated, afterWorktreeRemoved } from './worktree-life.js';

type Agents = Readonly<Record<string, Agent>>;

export function reduceAgents(agents: Agents, event: OrchEvent): Agents {
  if (event.type === 'host.started') return afterHostStart(agents, event);
  if (!('agent' in event)) return agents;
  const agent = Object.hasOwn(agents, event.agent) ? agents[event.agent] : undefined;
  if (agent === undefined) return agents;
  if (event.type === 'agent.removed') {
    const { [agent.id]: _gone, ...rest } = agents;
    return rest;
  }
  const next = withManagerAsked(agent, reduceAgent(agent, event), event);
  return next === agent ? agents : { ...agents, [agent.id]: next };
}

/** A new agent as it enters the queue. */
export function queuedAgent(
  order: NewAgent,
  { number, goal }: Pick<Agent, 'number' | 'goal'>,
  event: EventOf<'goal.submitted' | 'task.assigned' | 'agent.delegated'>,
): Agent {
  return {
    ...order,
    number,
    goal,
    state: 'queued',
    since: event.at,
    sinceSeq: event.seq,
    createdAt: event.at,
    why: hostWhy(event, event.type, 'waits for a free place'),
    pending: null,
    run: { mode: 'start', text: null, startedAt: null, hasWorked: false },
    question: null,
    process: null,
    baseCommit: null,
    title: null,
    diff: null,
    progress: null,
    thought: null,
    usage: null,
    attempts: 0,
    seen: false,
    seenAt: null,
    result: null,
    error: null,
  };
}

/** What is left of agents when the host that ran them is gone: shown as `interrupted`, ready to be resumed. */
export function afterHostStart(agents: Agents, event: OrchEvent): Agents {
  return Object.fromEntries(Object.values(agents).map((agent) => [agent.id, interrupted(agent, event, 'the host that ran it is gone')]));
}

function interrupted(agent: Agent, event: OrchEvent, evidence: string): Agent {
  // Its node goes on with it, and tells of it again.
  if (event.type !== 'agent.interrupted' && isOut(agent)) return { ...agent, pending: null, ...askedOfNext(agent, event) };
  const alone: Agent = { ...withoutWaiting(agent), process: null, pending: null, ...askedAnew(agent, event) };
  // One of a plan waits for its goal to be resumed; any other that was queued still is.
  const isHeld = agent.state === 'queued' && agent.task !== null;
  if (!holdsPlace(agent.state) && agent.state !== 'interrupted' && !isHeld) return alone;
  // Nothing of it ran: what a person has to mend is as it was.
  if (agent.process === null && waitsForPerson(agent)) return alone;
  return enterState(alone, event, { state: 'interrupted', why: hostWhy(event, 'host.lost', evidence) });
}

/** It runs on another node, or was offered and is waited for. */
function isOut(agent: Agent): boolean {
  return runsElsewhere(agent) || (isElsewhere(agent) && agent.offer !== undefined && agent.state === 'starting');
}

/** Whoever was to decide is gone: about what still waits it is asked again, about all else when something happens. */
function askedAnew(agent: Agent, event: OrchEvent): Pick<Agent, 'manager'> {
  const { manager } = agent;
  if (manager?.state !== 'asked') return {};
  if (agent.process !== null || !waitsForPerson(agent)) return { manager: { ...manager, state: 'ready' } };
  return { manager: asked(manager, { seq: event.seq, reason: manager.reason ?? 'waiting' }) };
}

/** It rests at its node as it did: whoever comes is asked what nobody has answered. */
function askedOfNext({ manager }: Agent, event: OrchEvent): Pick<Agent, 'manager'> {
  return manager?.state === 'asked' ? { manager: asked(manager, { seq: event.seq, reason: manager.reason ?? 'idle' }) } : {};
}

type AgentEvent = Extract<OrchEvent, { readonly agent: string }>;

function reduceAgent(agent: Agent, event: AgentEvent): Agent {
  switch (event.type) {
    case 'worktree.created':
      return afterWorktreeCreated(agent, event);
    case 'worktree.failed':
      return agent.state === 'preparing' ? failed(agent, event) : agent;
    case 'worktree.removed':
      return afterWorktreeRemoved(agent);
    case 'setup.started':
    case 'setup.passed':
      return afterSetup(agent, event);
    case 'setup.failed':
      return agent.state === 'preparing' ? failed(agent, event) : agent;
    case 'agent.started': {
      const conversation = event.conversation ?? agent.conversation;
      const startedAt = agent.startedAt ?? event.at;
      return { ...agent, process: event.process, conversation, startedAt, run: { ...agent.run, startedAt: event.at } };
    }
    case 'agent.startFailed':
      return isOver(agent.state) || agent.state === 'queued' ? agent : failed(agent, event);
    case 'agent.stateChanged':
      return afterEvidence(agent, event);
    case 'agent.titleChanged':
      return { ...agent, title: event.title };
    case 'agent.conversationFound':
      return { ...agent, conversation: event.conversation };
    case 'agent.exited':
      return afterExit(agent, event);
    case 'agent.stopRequested':
      return afterStopRequest(agent, event);
    case 'agent.interrupted':
      return interrupted(agent, event, event.evidence);
    case 'agent.resumeRequested':
      return afterResumeRequest(agent, event);
    case 'agent.seen':
      return afterSeen(agent, event);
    case 'agent.diffChanged':
      return { ...agent, diff: event.diff };
    case 'agent.removeRequested':
      return afterRemoveRequest(agent, event);
    case 'agent.removeFailed':
      return { ...agent, pending: null, error: event.error };
    case 'finish.requested':
      return afterFinishRequest(agent, event);
    case 'verify.passed':
      return { ...agent, attempts: event.attempt };
    case 'verify.failed':
      return afterVerifyFailed(agent, event);
    case 'finish.done':
      return afterFinishDone(agent, event);
    case 'finish.failed':
      return afterFinishFailed(agent, event);
    case 'question.left':
      return afterQuestionLeft(agent, event);
    case 'agent.limitOver':
      return afterLimitOver(agent, event);
    case 'agent.ownRetriesOver':
      return afterOwnRetriesOver(agent, event);
    case 'agent.toldToGoOn':
      return afterToldToGoOn(agent, event);
    case 'agent.goOnFailed':
      return afterGoOnFailed(agent, event);
    case 'agent.handOverSkipped':
      return afterHandOverSkipped(agent, event);
    case 'agent.handedOver':
      return afterHandOver(agent, event);
    case 'message.failed': {
      const { text, error, at } = event;
      return { ...agent, undelivered: { text, error, at } };
    }
    case 'message.sent':
      return afterTold(withoutUndelivered(agent), event);
    case 'agent.usageChanged':
      return { ...agent, usage: event.usage };
    case 'agent.progressReported':
      return { ...agent, progress: event.progress };
    case 'manager.asked':
    case 'manager.decided':
    case 'manager.failed':
      return afterManager(agent, event);
    case 'manager.told':
      return withNote(agent, event);
    case 'child.reported':
    case 'child.resultTaken':
    case 'agent.waitsForChildren':
    case 'agent.lacksResult':
    case 'parent.wokenAnew':
    case 'parent.leftResults':
    case 'agent.reportedEnd':
    case 'agent.handOverAsked':
    case 'agent.inquired':
    case 'agent.inquiryOver':
    case 'agent.askedBelow':
    case 'agent.staleFound':
    case 'agent.seenAgain':
    case 'agent.mailChanged':
    case 'agent.offered':
    case 'agent.placed':
    case 'agent.moved':
    case 'agent.checkpointed':
    case 'agent.workOwed':
      return afterTeam(agent, event);
    case 'agent.delegated':
    case 'agent.interruptSent':
    case 'question.answered':
    case 'changes.committed':
    case 'agent.removed':
      return agent;
    case 'try.picked':
      return afterPicked(agent, event);
    case 'tries.combined':
      return afterCombined(agent, event);
    default:
      // Written by a newer program: unknown here, and no reason to lose the rest.
      event satisfies never;
      return agent;
  }
}

function failed(agent: Agent, event: EventOf<'worktree.failed' | 'setup.failed' | 'agent.startFailed'>): Agent {
  const evidence = event.error.said.slice(0, 200);
  if (agent.pending?.order === 'stop') {
    return enterState({ ...agent, pending: null }, event, { state: 'stopped', why: hostWhy(event, 'stop.requested', evidence) });
  }
  return enterState({ ...agent, pending: null, error: event.error }, event, { state: 'failed', why: hostWhy(event, event.type, evidence) });
}
