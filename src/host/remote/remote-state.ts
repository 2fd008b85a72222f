// What a worker tells of an agent, as the events that the same signs of a local one would be. Pure.
import type { Agent, EvidenceSource } from '../../core/model/agent.js';
import type { EventBody } from '../../core/model/event.js';
import type { RemoteResult, RemoteState } from '../../core/model/remote.js';

export function stateEvents(agent: Agent, node: string, told: RemoteState, at: string): readonly EventBody[] {
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
            why: { source: sourceOf(told), rule: `node.${node}`, evidence: told.evidence, at },
            question: state === 'waiting' ? told.question : null,
          } as const,
        ]),
  ];
}

/** Its worker sees to its start, its limits and its end: what of those is of use here is that it is not at work. */
function shownState({ state }: RemoteState): 'working' | 'waiting' | 'idle' | 'unknown' | null {
  switch (state) {
    case 'working':
    case 'waiting':
    case 'idle':
      return state;
    case 'limited':
    case 'unknown':
    case 'interrupted':
      return 'unknown';
    default:
      return null;
  }
}

/** Rest is no end: the end of the work there comes as a result, with the work. */
function sourceOf({ state }: RemoteState): EvidenceSource {
  return state === 'idle' ? 'screen' : 'structured';
}

/** In its own words, where it has told its end by the tool for it. */
export function reportEvents({ id }: Agent, { report }: RemoteResult, now: number): readonly EventBody[] {
  if (report == null) return [];
  return [{ type: 'agent.reportedEnd', agent: id, report: { ...report, at: new Date(now).toISOString() } }];
}

/** Its end, as if its CLI had ended here. `failed`: its work did not come. */
export function exitOf({ state, tail, error }: RemoteResult, failed: string | null) {
  const words = failed ?? (state === 'done' ? tail : (error?.said ?? tail));
  if (state === 'stopped') return { exitCode: null, signal: 'SIGTERM', tail: words };
  return { exitCode: state === 'done' && failed === null ? 0 : 1, signal: null, tail: words };
}
