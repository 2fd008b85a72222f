// What a worker tells of an agent, as the events that the same signs of a local one would be. Pure.
import { type Agent, type AgentState, type EvidenceSource, isOver } from '../../core/model/agent.js';
import type { OrchError, Result } from '../../core/model/error.js';
import type { EventBody, EventOf } from '../../core/model/event.js';
import type { Failure } from '../../core/model/limit.js';
import { plainText } from '../../core/model/plain-text.js';
import type { RemoteResult, RemoteState } from '../../core/model/remote.js';

/** `rests`: the end of its turn is for somebody here to decide about, as that of one of here. */
export function stateEvents(
  agent: Agent,
  node: string,
  told: RemoteState,
  { now, rests }: { readonly now: number; readonly rests: boolean },
): readonly EventBody[] {
  const at = new Date(now).toISOString();
  const { title, usage, diff, progress } = told;
  const id = agent.id;
  const state = shownState(told);
  return [
    ...(title !== null && title !== agent.title ? [{ type: 'agent.titleChanged', agent: id, title } as const] : []),
    ...(usage === null ? [] : [{ type: 'agent.usageChanged', agent: id, usage } as const]),
    ...(diff === null ? [] : [{ type: 'agent.diffChanged', agent: id, diff } as const]),
    ...(progress === null || progress === agent.progress ? [] : [{ type: 'agent.progressReported', agent: id, progress } as const]),
    ...(state === null
      ? []
      : [
          {
            type: 'agent.stateChanged',
            agent: id,
            state,
            why: { source: sourceOf(told, rests), rule: `node.${node}`, evidence: told.evidence, at },
            question: state === 'waiting' ? told.question : null,
            ...failureOf(told, state),
          } as const,
        ]),
  ];
}

/** Its worker sees to its start, its limits and its end: what of those is of use here is that it is not at work, and until when. */
function shownState({ state, limit }: RemoteState): 'working' | 'waiting' | 'idle' | 'limited' | 'unknown' | null {
  switch (state) {
    case 'working':
    case 'waiting':
    case 'idle':
      return state;
    case 'limited':
      return limit == null ? 'unknown' : state;
    case 'unknown':
    case 'interrupted':
      return 'unknown';
    default:
      return null;
  }
}

function failureOf({ limit, question }: RemoteState, state: AgentState): { readonly failure?: Failure } {
  if (limit == null || question !== null || (state !== 'limited' && state !== 'waiting')) return {};
  return { failure: { kind: limit.kind, resetAt: limit.until, retries: 'there' } };
}

/** Else rest is no end: the end of the work there comes as a result, with the work. */
function sourceOf({ state, source }: RemoteState, rests: boolean): EvidenceSource {
  if (state !== 'idle') return 'structured';
  return rests ? source : 'screen';
}

/** What it has used, and its end in its own words, where it has told that by the tool for it. */
export function reportEvents({ id }: Agent, { report, usage }: RemoteResult, now: number): readonly EventBody[] {
  const at = new Date(now).toISOString();
  return [
    ...(report == null ? [] : [{ type: 'agent.reportedEnd', agent: id, report: { ...report, at } } as const]),
    ...(usage === null ? [] : [{ type: 'agent.usageChanged', agent: id, usage } as const]),
  ];
}

export type RemoteExit = Pick<EventOf<'agent.exited'>, 'exitCode' | 'signal' | 'tail' | 'error'>;

/** Its end, as if its CLI had ended here; `home`: whether its work has come. */
export function exitOf({ state, tail, error }: RemoteResult, home: Result<void>, node: string): RemoteExit {
  if (!home.ok) return failed(home.error);
  if (state === 'done') return { exitCode: 0, signal: null, tail };
  if (state === 'stopped') return { exitCode: null, signal: 'SIGTERM', tail: error?.said ?? tail };
  return error === null ? { exitCode: 1, signal: null, tail } : failed({ ...error, next: nextAfter(error, node) });
}

/** It was asked to end already, or has ended: nobody has to ask it anew. */
export function isEnding(agent: Agent | undefined): boolean {
  return agent === undefined || isOver(agent.state) || agent.pending?.order === 'stop' || agent.pending?.order === 'remove';
}

/** Its run ends without a result of its node. */
export function brokenOff(error: OrchError): RemoteExit {
  return error.kind === 'interrupted' ? { exitCode: null, signal: 'SIGTERM', tail: error.said } : failed(error);
}

function failed(error: OrchError): RemoteExit {
  return { exitCode: 1, signal: null, tail: error.said, error };
}

/** What is to be done about a CLI that ended is the same on every machine, but for the name that its agent has there. */
function nextAfter({ kind, next }: OrchError, node: string): string {
  return kind === 'harness' ? `Press r to run it again, or read its log in the clone on ${node}` : `On ${node}: ${next}`;
}

/** No node has it at the moment. */
export function leftAlone(agent: string, why: string, now: number): EventBody {
  return unknown(agent, { rule: 'node.gone', evidence: `${why}: it waits for another node` }, now);
}

/** Nothing of it goes on, and what it has done is not here yet. */
export function onItsWay(agent: string, { node, said }: { readonly node: string; readonly said: string }, now: number): EventBody {
  return unknown(agent, { rule: 'node.fetch', evidence: `done on ${node}, and its work can not be fetched yet: ${said}` }, now);
}

function unknown(agent: string, { rule, evidence }: { readonly rule: string; readonly evidence: string }, now: number): EventBody {
  const at = new Date(now).toISOString();
  const why = { source: 'structured', rule, evidence: plainText(evidence, 200), at } as const;
  return { type: 'agent.stateChanged', agent, state: 'unknown', why, question: null };
}

export function tooLate(by: string, agent: string): string {
  return `what ${plainText(by, 60)} did for ${agent} came too late and was not taken: it stays there on a branch`;
}

/** Why nobody waits any more for what `node` has of an agent that was stopped. */
export function leftBehind(agent: string, node: string, how: 'silent' | 'gone' | 'owed'): string {
  const name = plainText(node, 60);
  if (how === 'owed') return `the work of ${agent} could not be fetched from ${name} by then: press r to fetch it`;
  return `${name} ${how === 'gone' ? 'is gone' : 'did not answer'}: what it does for ${agent} counts no more`;
}
