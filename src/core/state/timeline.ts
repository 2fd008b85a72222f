// Events as sentences for a person: the log view, `why` and `logs` read them. Knows nothing of where events are kept.
import { errorLine, saidAndNext } from '../model/error.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import { plainText } from '../model/plain-text.js';
import { REMOTE_PROCESS } from '../model/remote.js';
import type { TimelineEntry } from '../model/requests.js';
import type { AppState } from '../model/state.js';
import { launchWords } from './chain.js';
import { goalSentence } from './timeline-goal.js';
import { isPullEvent, pullSentence } from './timeline-pull.js';
import { teamSentence } from './timeline-team.js';

export interface TimelineOrder {
  /** Id of the only agent wanted; null is all. */
  readonly agent: string | null;
  /** Newest entries kept. */
  readonly limit: number;
}

/** Oldest first. `agent` of an entry is its name, where that is still known; else its id. */
export function timelineOf(events: readonly OrchEvent[], state: AppState, order: TimelineOrder): readonly TimelineEntry[] {
  const names = new Map(Object.values(state.agents).map((agent) => [agent.id, agent.name]));
  for (const event of events) {
    if (event.type === 'goal.submitted') for (const agent of event.agents) names.set(agent.id, agent.name);
    if (event.type === 'agent.delegated') names.set(event.order.id, event.order.name);
  }
  const saidLast = new Map<string | null, string>();
  const entries = events.flatMap((event): readonly TimelineEntry[] => {
    const agent = agentOf(event);
    if (order.agent !== null && agent !== order.agent && !mentions(event, order.agent)) return [];
    const text = timelineText(event);
    // A question that gets its words from the screen, after a hook or a title told of it, is the same one.
    if (text === null || (event.type === 'agent.stateChanged' && saidLast.get(agent) === text)) return [];
    saidLast.set(agent, text);
    const entry = { at: event.at, agent: agent === null ? null : (names.get(agent) ?? agent), text };
    return [event.type === 'manager.decided' ? { ...entry, decision: event.decision } : entry];
  });
  return order.limit <= 0 ? [] : entries.slice(-order.limit);
}

/** One line, harmless in a terminal; null where an event tells a person nothing. */
export function timelineText(event: OrchEvent): string | null {
  const text = sentence(event);
  return text === null ? null : plainText(text, 500);
}

function agentOf(event: OrchEvent): string | null {
  if (event.type === 'try.ended') return event.facts.agent;
  return 'agent' in event ? event.agent : null;
}

function keptAs(ref: string | null): string {
  return ref === null ? '' : ` (kept as ${ref})`;
}

function mentions(event: OrchEvent, agent: string): boolean {
  if (event.type === 'agent.delegated') return event.order.id === agent;
  return event.type === 'goal.submitted' && event.agents.some((order) => order.id === agent);
}

function sentence(event: OrchEvent): string | null {
  switch (event.type) {
    case 'host.started':
      return `host ${event.version} started (pid ${event.pid})`;
    case 'host.stopping':
      return 'host is ending its agents';
    case 'host.stopped':
      return 'host stopped';
    case 'limits.changed':
      return `at most ${event.maxAgents} agents at once`;
    case 'goal.submitted':
      return `goal: ${plainText(event.text, 120)} → ${event.agents.map((agent) => agent.name).join(', ')}`;
    case 'goal.limitHit':
      return event.limit === 'timeout'
        ? `the time of goal ${event.goal} is over`
        : `a limit of goal ${event.goal} is reached: ${event.limit}`;
    case 'worktree.created':
      return withNotes(`worktree on ${event.branch} at ${event.worktree}`, event.notes);
    case 'setup.started':
      return `setup: ${event.what}`;
    case 'setup.passed':
      return withNotes('worktree is ready', event.notes);
    case 'agent.started':
      return event.process.pid === REMOTE_PROCESS.pid ? 'started on another machine' : `started (pid ${event.process.pid})`;
    case 'agent.offered':
      return event.fence === 1 ? 'offered to the workers' : `offered to the workers once more (${event.fence})`;
    case 'agent.placed':
      return event.node == null
        ? 'its node is lost, or has left it'
        : `taken by ${event.node}, whose own policy says what it may do unasked`;
    case 'agent.moved':
      return `${event.placement.on === 'here' ? 'to run here' : 'to run on another machine'}: ${event.evidence}`;
    case 'agent.checkpointed':
      return `its work so far is saved as ${event.commit.slice(0, 10)}`;
    case 'agent.workOwed':
      return event.owed === null ? 'its work is here' : `its work is still on ${event.owed.node}`;
    case 'agent.stateChanged':
      // With its CLI still open it is idle by that, not done: its work is not finished yet.
      return `${event.state === 'done' ? 'says it is done' : event.state} ← ${event.why.rule} ${event.why.evidence}`;
    case 'agent.limitOver':
      return 'its limit should be over: it goes on';
    case 'agent.ownRetriesOver':
      return 'its CLI has tried again by itself for long enough';
    case 'agent.toldToGoOn':
      return 'told to go on';
    case 'agent.goOnFailed':
      return errorLine(event.error);
    case 'agent.handedOver':
      return `handed over from ${launchWords(event.from)} to ${launchWords(event.to)} ← ${event.reason}`;
    case 'agent.handOverSkipped':
      return `${launchWords(event.to)} is skipped in the chain ← ${saidAndNext(event.error)}`;
    case 'agent.conversationFound':
      return `conversation ${event.conversation}`;
    case 'agent.exited':
      return exitLine(event);
    case 'agent.progressReported':
      return `progress: ${event.progress}`;
    case 'agent.stopRequested':
      return 'asked to stop';
    case 'agent.interruptSent':
      return 'interrupted by a person';
    case 'agent.interrupted':
      return `interrupted ← ${event.evidence}`;
    case 'agent.resumeRequested':
      return event.fresh ? 'asked to start afresh' : 'asked to go on';
    case 'agent.removeRequested':
      return 'asked to be removed';
    case 'agent.removed':
      return `${event.restore === null ? 'removed' : `removed; to get its work back: ${event.restore}`}${keptAs(event.rescueRef)}`;
    case 'worktree.removed':
      return event.restore === null ? 'worktree removed' : `worktree removed; to get it back: ${event.restore}`;
    case 'question.answered':
      return `answered ${plainText(event.answer, 80)} ← ${answeredBy(event)} (${plainText(event.question, 200)})`;
    case 'question.left':
      return `left to ${event.to === 'manager' ? 'the manager' : 'a person'} ← policy, ${event.rule}`;
    case 'message.sent':
      return `told${event.by === 'manager' ? ' by the manager' : ''}: ${plainText(event.text, 200)}`;
    case 'message.failed':
      return `message not taken: ${plainText(event.text, 200)} ← ${saidAndNext(event.error)}`;
    case 'finish.requested':
      return `asked to finish: ${event.kind}${event.draft ? ', as a draft' : ''}`;
    case 'verify.passed':
      return `verified at run ${event.attempt}`;
    case 'verify.failed':
      return `verify run ${event.attempt} failed ← ${event.error.said}`;
    case 'changes.committed':
      return withNotes(`committed ${event.commit.slice(0, 10)}`, event.notes);
    case 'finish.done':
      return withNotes(`finished: ${event.result?.url ?? event.result?.kind ?? 'nothing to keep'}`, event.notes);
    case 'storage.recovered':
      return 'saving works again';
    case 'notice.raised':
      return event.text;
    case 'worktree.failed':
    case 'setup.failed':
    case 'agent.startFailed':
    case 'agent.removeFailed':
    case 'finish.failed':
    case 'storage.failed':
      return errorLine(event.error);
    case 'agent.titleChanged':
    case 'agent.diffChanged':
    case 'agent.seen':
      return null;
    default:
      return isPullEvent(event) ? pullSentence(event) : (goalSentence(event) ?? teamSentence(event));
  }
}

function answeredBy({ by, rule }: EventOf<'question.answered'>): string {
  if (by === 'policy') return `policy, ${rule ?? ''}`;
  return by === 'manager' ? 'the manager' : 'a person';
}

function withNotes(text: string, notes: readonly string[]): string {
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

function exitLine({ exitCode, signal, goesOn, inShell, error }: EventOf<'agent.exited'>): string {
  if (error !== undefined) return `ended: ${error.said}`;
  if (inShell) return 'its CLI had ended: the shell it was started by was ended, too';
  const end = signal === null ? `ended with exit code ${exitCode ?? 'unknown'}` : `ended by ${signal}`;
  if (goesOn === undefined) return end;
  return `${end}: it only had to be started otherwise, with ${goesOn === 'resume' ? 'its conversation' : 'a new conversation'}`;
}
