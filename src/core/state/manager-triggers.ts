// When the manager is asked about an agent: once for each transition that needs a decision, and never else. Pure.
import type { Agent, Question } from '../model/agent.js';
import type { AgentManager } from '../model/agent-manager.js';
import type { ManagerReason } from '../model/decision.js';
import type { OrchEvent } from '../model/event.js';
import { awaitsChildren } from './family.js';
import { awaitsMail, isFreeOfMail } from './mail.js';

/** `after` with the manager asked about it, where what happened to it is for the manager. */
export function withManagerAsked(before: Agent, after: Agent, event: OrchEvent): Agent {
  const { manager } = after;
  if (manager === undefined) return after;
  const taken = hasPersonActed(event) ? withoutRounds(manager) : manager;
  const reason = mayAsk(taken) && after.pending === null ? reasonOf(before, after, event) : null;
  if (reason !== null) return { ...after, manager: asked(taken, { seq: event.seq, reason }) };
  // What it was asked about is past: its answer will come to nothing.
  const hasMoved = before.state !== after.state || before.question?.digest !== after.question?.digest || after.pending !== null;
  const isPast = taken.state === 'asked' && hasMoved;
  const next: AgentManager = isPast && taken.askedSeq !== event.seq ? { ...taken, state: 'ready' } : taken;
  return next === manager ? after : { ...after, manager: next };
}

export function asked(manager: AgentManager, { seq, reason }: { readonly seq: number; readonly reason: ManagerReason }): AgentManager {
  const { mayRetry: _tried, ...rest } = manager;
  return { ...rest, state: 'asked', askedSeq: seq, reason };
}

function mayAsk({ state, mayRetry }: AgentManager): boolean {
  return state !== 'off' || mayRetry === true;
}

function reasonOf(before: Agent, after: Agent, event: OrchEvent): ManagerReason | null {
  // What the manager itself decided, and what a budget or a person's stop brought, is no reason to ask it.
  if (event.type.startsWith('manager.') || event.type === 'budget.hit') return null;
  const hasEntered = before.state !== after.state;
  switch (after.state) {
    case 'idle':
      // One that rests for its children goes on with their results.
      // And one for which a message waits with its next turn.
      return (hasEntered || isFreeOfMail(before, after)) && after.run.hasWorked && !awaitsChildren(after) && !awaitsMail(after)
        ? 'idle'
        : null;
    case 'waiting': {
      if (after.question !== null) {
        const isNew = hasEntered || before.question?.digest !== after.question.digest || before.question.with !== after.question.with;
        return isNew && isForManager(after.question) ? 'waiting' : null;
      }
      // That a person has to agree to the finish is no question for it.
      if (!hasEntered || after.why.rule === 'finish.asked') return null;
      if (after.why.rule === 'exit.failed') return 'exited';
      if (after.limit === undefined) return 'waiting';
      return after.limit.kind === 'stuck' ? 'stuck' : 'limited';
    }
    default:
      return null;
  }
}

/** Permissions only where the policy says so; whether a folder is trusted is never for a model. */
export function isForManager({ kind, with: whose }: Question): boolean {
  return whose === 'manager' || kind === 'text' || kind === 'choice';
}

function hasPersonActed(event: OrchEvent): boolean {
  switch (event.type) {
    case 'message.sent':
      return event.by === undefined || event.by === 'person';
    case 'question.answered':
      return event.by === 'person';
    case 'agent.resumeRequested':
      return event.by === undefined || event.by === 'person' || event.by === 'review';
    case 'agent.interruptSent':
      return true;
    default:
      return false;
  }
}

function withoutRounds(manager: AgentManager): AgentManager {
  return manager.rounds === undefined || manager.rounds === 0 ? manager : { ...manager, rounds: 0 };
}
