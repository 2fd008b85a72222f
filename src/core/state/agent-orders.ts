// What a person may ask of an agent and what asking changes at once: stop, resume, remove, look. Views ask the same `may...` questions.
import { type Agent, isOver } from '../model/agent.js';
import type { EventOf } from '../model/event.js';
import { GO_ON, resumedWith, toldAnew, withoutLimit } from './agent-limit.js';
import { enterState, hostWhy } from './enter-state.js';
import { hasRested, isDelegated, withoutWaiting } from './family.js';

export function mayStop(agent: Agent): boolean {
  return !isOver(agent.state);
}

/** It is over, or it waits for a person and nothing of it runs any more. */
export function mayResume(agent: Agent): boolean {
  if (agent.pending?.order === 'remove' || hasLostWorktree(agent)) return false;
  const rests = agent.state === 'waiting' || agent.state === 'limited' || hasRested(agent);
  return isOver(agent.state) || (rests && agent.process === null);
}

/** It had a worktree, and nothing of it can run there again. */
export function hasLostWorktree(agent: Agent): boolean {
  return agent.baseCommit !== null && agent.worktree === null;
}

/** There is a worktree, and nobody is busy with it already. */
export function mayFinish(agent: Agent): boolean {
  if (agent.baseCommit === null || agent.worktree === null || agent.pending?.order === 'remove') return false;
  return agent.state !== 'queued' && agent.state !== 'preparing' && agent.state !== 'starting' && agent.state !== 'finishing';
}

/** It asks to choose: an Enter behind a message would be read as its preselected answer. Only a question in words takes a text. */
export function asksToChoose({ state, question }: Agent): boolean {
  return state === 'waiting' && question !== null && question.kind !== 'text';
}

export function afterStopRequest(agent: Agent, event: EventOf<'agent.stopRequested'>): Agent {
  if (!mayStop(agent)) return agent;
  // One that starts has a process in a moment: it is stopped when that is there, or when it did not come.
  if (agent.process !== null || agent.state === 'starting') {
    return agent.pending?.order === 'remove' ? agent : { ...agent, pending: { order: 'stop' } };
  }
  return enterState({ ...agent, pending: null }, event, { state: 'stopped', why: hostWhy(event, 'stop.requested', 'nothing of it ran') });
}

/** Back into the queue; its new run begins when a place is free and nothing is left of the old one. */
export function afterResumeRequest(agent: Agent, event: EventOf<'agent.resumeRequested'>): Agent {
  if (!mayResume(agent)) return agent;
  // A run that was to begin a conversation and never came about has none, though its id may have been chosen already.
  const hasNone = agent.baseCommit === null || (agent.run.mode !== 'resume' && agent.run.startedAt === null);
  const mode = event.fresh || hasNone ? 'fresh' : 'resume';
  const { tries: _past, report: _said, wokenAnew, ...rest } = withoutWaiting(withoutLimit(agent));
  const anew: Agent = {
    ...rest,
    ...(wokenAnew === true && event.by === 'host' ? { wokenAnew } : {}),
    run: {
      mode,
      text: textFor(agent, mode, event.text),
      startedAt: null,
      hasWorked: false,
    },
    // A parent that goes on with its results is finished after them, where a person has asked for that.
    pending: event.by === 'host' && agent.pending?.order === 'finish' ? agent.pending : null,
    error: null,
    attempts: 0,
    seen: false,
    seenAt: null,
  };
  return enterState(anew, event, { state: 'queued', why: hostWhy(event, 'resume.requested', 'waits for a free place') });
}

/** What it was to be told by a run that never came about it is told by this one: results of its children are told once. */
function textFor(agent: Agent, mode: 'fresh' | 'resume', text: string | null): string | null {
  const { run } = agent;
  const unsaid = run.startedAt === null && run.text !== GO_ON ? run.text : null;
  if (unsaid === null) return mode === 'fresh' ? toldAnew(agent, text) : (text ?? resumedWith(agent));
  const both = text === null || text === GO_ON ? unsaid : `${unsaid}\n\n${text}`;
  // That of a new conversation begins with the task already.
  return mode === 'fresh' && run.mode === 'resume' ? toldAnew(agent, both) : both;
}

export function afterRemoveRequest(agent: Agent, event: EventOf<'agent.removeRequested'>): Agent {
  const leaving: Agent = { ...agent, pending: { order: 'remove' } };
  // A child that was interrupted could have gone on: only now it has come to an end, which its parent is told.
  const endsNow = agent.state === 'interrupted' && isDelegated(agent);
  if ((isOver(agent.state) && !endsNow) || agent.process !== null) return leaving;
  return enterState(leaving, event, { state: 'stopped', why: hostWhy(event, 'remove.requested', 'nothing of it ran') });
}

/** Only a finished agent is seen: a look at one that runs does not tell its end. */
export function afterSeen(agent: Agent, event: EventOf<'agent.seen'>): Agent {
  return !isOver(agent.state) || agent.seen ? agent : { ...agent, seen: true, seenAt: event.at };
}
