// An agent that can not go on, as it shows in its state: limited until then, handed over, or waiting for a person; and its way back. Pure.
import { type Agent, isManaged, type Why } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import { type AgentLimit, FAILURE_WORDS, type Failure } from '../model/limit.js';
import { plainText } from '../model/plain-text.js';
import { nextOfChain } from './chain.js';
import { enterState, hostWhy } from './enter-state.js';
import { launchName } from './launch-name.js';
import { type Step, stepAfter, triesBefore } from './limit-steps.js';
import { givesWayAt, ownRetriesAt } from './own-retries.js';

/** What an agent is told when its limit is over. Short: it is typed. */
export const GO_ON = 'The interruption is over. Go on with the task where you left off.';

/** With what its conversation is taken up: a CLI that is only resumed waits at its input line, and of unattended work nobody comes to it. */
export function resumedWith({ finish, state }: Agent): string | null {
  return finish.unattended && state !== 'done' ? GO_ON : null;
}

/** What a new conversation is told in place of `text`, which was meant for one that knows the task; null: the task alone. */
export function toldAnew({ text: task }: Agent, text: string | null): string | null {
  return text === null || text === GO_ON ? null : `${task}\n\n${text}`;
}

/** Its CLI says that it can not go on. */
export function afterFailure(agent: Agent, event: EventOf<'agent.stateChanged'>, failure: Failure): Agent {
  if (failure.retries === 'there') return limitedThere(agent, event, failure);
  if (failure.retries === 'itself') {
    const ownRetries = ownRetriesAt(agent, event.at);
    const base = { kind: failure.kind, until: failure.resetAt, next: 'itself', seq: event.seq } as const;
    const limit: AgentLimit = { ...base, givesWayAt: givesWayAt(agent, ownRetries, failure) };
    return enterState({ ...agent, error: null, limit, ownRetries }, event, { state: 'limited', why: event.why });
  }
  // What its screen shows from now on is no end of its work.
  const broken: Agent = { ...agent, run: { ...agent.run, hasWorked: false } };
  return take(broken, event, { kind: failure.kind, step: stepAfter(agent, failure, event.at), why: event.why });
}

/** Its node waits it out, or has left it to a person, who is here. */
function limitedThere(agent: Agent, event: EventOf<'agent.stateChanged'>, { kind, resetAt: until }: Failure): Agent {
  const { why, seq } = event;
  if (event.state === 'limited')
    return enterState({ ...agent, error: null, limit: { kind, until, next: 'there', seq } }, event, { state: 'limited', why });
  const error = limitError(agent, { kind, step: { next: 'person', until }, why });
  return enterState({ ...agent, error, limit: { kind, until, next: 'person', seq } }, event, { state: 'waiting', why });
}

/** The node that knew of it is gone, or knows nothing of it any more. */
export function withoutLimitThere(agent: Agent): Agent {
  return agent.limit?.next === 'there' ? withoutLimit(agent) : agent;
}

/** Its process ended while it worked, and its conversation can be gone on with; null when that was tried often enough. */
export function afterCrash(agent: Agent, event: EventOf<'agent.exited'>, why: Why): Agent | null {
  const step = stepAfter(agent, { kind: 'crash', resetAt: null }, event.at);
  return step.next === 'person' ? null : take(agent, event, { kind: 'crash', step, why });
}

/** The time has come. Late news of a limit that is past change nothing. */
export function afterLimitOver(agent: Agent, event: EventOf<'agent.limitOver'>): Agent {
  const { limit } = agent;
  if (agent.state !== 'limited' || limit?.next !== 'go-on' || limit.seq !== event.limit) return agent;
  const tries = { count: triesBefore(agent, event.at).count + 1, at: event.at };
  if (agent.process !== null) return { ...agent, tries, limit: { ...limit, next: 'telling', seq: event.seq } };
  const run = { mode: 'resume', text: GO_ON, startedAt: null, hasWorked: false } as const;
  return enterState({ ...withoutLimit(agent), tries, run }, event, { state: 'queued', why: hostWhy(event, 'limit.over', 'goes on') });
}

/** What its CLI goes on trying meanwhile is of no weight any more, until it works again. */
export function afterOwnRetriesOver(agent: Agent, event: EventOf<'agent.ownRetriesOver'>): Agent {
  const { limit, ownRetries } = agent;
  if (agent.state !== 'limited' || limit?.next !== 'itself' || limit.seq !== event.limit) return agent;
  const seconds = Math.round((Date.parse(event.at) - Date.parse(ownRetries?.since ?? event.at)) / 1000);
  const why = hostWhy(event, 'limit.own-retries', `it has tried again by itself for ${seconds} s: ${agent.why.evidence}`);
  const next = nextOfChain(agent) === null ? 'person' : 'hand-over';
  const broken: Agent = { ...agent, run: { ...agent.run, hasWorked: false } };
  return take(broken, event, { kind: limit.kind, step: { next, until: limit.until }, why });
}

export function afterToldToGoOn(agent: Agent, event: EventOf<'agent.toldToGoOn'>): Agent {
  if (agent.state !== 'limited' || agent.limit?.next !== 'telling') return agent;
  return enterState(withoutLimit(agent), event, { state: 'working', why: hostWhy(event, 'limit.told', 'it was told to go on') });
}

/** It could not be told (its input line holds a draft, it asks something), or not be handed over: a person has to look. */
export function afterGoOnFailed(agent: Agent, event: EventOf<'agent.goOnFailed'>): Agent {
  const { limit } = agent;
  if (agent.state !== 'limited' || limit === undefined) return agent;
  const why = hostWhy(event, 'limit.failed', event.error.said.slice(0, 200));
  return forPerson({ ...agent, error: event.error }, event, { kind: limit.kind, step: { next: 'person', until: limit.until }, why });
}

/** Another CLI takes its task, worktree and branch; the conversation was the old one's. */
export function afterHandOver(agent: Agent, event: EventOf<'agent.handedOver'>): Agent {
  if (agent.state !== 'limited' || agent.limit?.next !== 'hand-over') return agent;
  const { tries: _old, ownRetries: _own, report: _said, ...rest } = withoutLimit(agent);
  const run = { mode: 'fresh', text: event.text, startedAt: null, hasWorked: false } as const;
  const handed: Agent = { ...rest, launch: event.to, conversation: null, chainAt: event.chainAt, run, error: null, title: null };
  return enterState(handed, event, { state: 'queued', why: hostWhy(event, 'limit.handedOver', event.reason) });
}

/** What follows is decided anew, as if the chain began behind the one that can not be started. */
export function afterHandOverSkipped(agent: Agent, event: EventOf<'agent.handOverSkipped'>): Agent {
  const { limit, why } = agent;
  if (agent.state !== 'limited' || limit?.next !== 'hand-over') return agent;
  const { handOver: _wish, ...rest } = agent;
  const left: Agent = { ...rest, chainAt: event.chainAt };
  const step = stepAfter(left, { kind: limit.kind, resetAt: limit.until }, event.at);
  return take(left, event, { kind: limit.kind, step, why });
}

/** It goes on, or nothing holds it any more. What it wished to be handed over to is past with it. */
export function withoutLimit(agent: Agent): Agent {
  if (agent.limit === undefined && agent.handOver === undefined) return agent;
  const { limit: _past, handOver: _wish, ...rest } = agent;
  return rest;
}

interface Taken {
  readonly kind: Failure['kind'];
  readonly step: Step;
  readonly why: Why;
}

function take(agent: Agent, event: OrchEvent, taken: Taken): Agent {
  const { kind, step, why } = taken;
  if (step.next === 'person') return forPerson({ ...agent, error: limitError(agent, taken) }, event, taken);
  return enterState({ ...agent, error: null, limit: { kind, ...step, seq: event.seq } }, event, { state: 'limited', why });
}

function forPerson(agent: Agent, event: OrchEvent, { kind, step, why }: Taken): Agent {
  const state = agent.finish.whenStuck === 'fail' && !isManaged(agent) ? 'failed' : 'waiting';
  return enterState({ ...agent, limit: { kind, ...step, seq: event.seq } }, event, { state, why });
}

function limitError(agent: Agent, { kind, why }: Taken): OrchError {
  const words = FAILURE_WORDS[kind];
  return {
    kind: 'limit',
    tried: `run ${launchName(agent)} for ${agent.name}`,
    said: why.evidence.toLowerCase().includes(words) ? why.evidence : `${words}: ${why.evidence}`,
    next: agent.node == null ? NEXT[kind] : `It runs on ${plainText(agent.node, 60)}. ${NEXT[kind]}`,
  };
}

const ATTACH = 'Attach with Enter to see it';
const NEXT: Readonly<Record<Failure['kind'], string>> = {
  'rate-limit': `${ATTACH}, and tell it to go on with s when the provider takes requests again`,
  'usage-limit': `${ATTACH}, and tell it to go on with s when the limit is over, or set limits.chain to hand over`,
  auth: `Log in to its CLI, then tell it to go on with s`,
  credit: `Add credit at its provider, then tell it to go on with s`,
  network: `See that the network is there, then tell it to go on with s`,
  context: `${ATTACH} and make room in its conversation, or stop it with x and start afresh`,
  stuck: `${ATTACH}, interrupt it with i, or stop it with x and press r`,
  crash: 'Press r to go on with it',
};
