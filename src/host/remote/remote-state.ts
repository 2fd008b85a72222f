// What a worker tells of an agent, as the events that the same signs of a local one would be. Pure.
import type { Agent, EvidenceSource } from '../../core/model/agent.js';
import type { OrchError, Result } from '../../core/model/error.js';
import type { EventBody } from '../../core/model/event.js';
import { plainText } from '../../core/model/plain-text.js';
import type { RemoteResult, RemoteState } from '../../core/model/remote.js';

export function stateEvents(agent: Agent, node: string, told: RemoteState, now: number): readonly EventBody[] {
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

/** What it has used, and its end in its own words, where it has told that by the tool for it. */
export function reportEvents({ id }: Agent, { report, usage }: RemoteResult, now: number): readonly EventBody[] {
  const at = new Date(now).toISOString();
  return [
    ...(report == null ? [] : [{ type: 'agent.reportedEnd', agent: id, report: { ...report, at } } as const]),
    ...(usage === null ? [] : [{ type: 'agent.usageChanged', agent: id, usage } as const]),
  ];
}

/** Its end, as if its CLI had ended here; `home`: whether its work has come. */
export function exitOf({ state, tail, error }: RemoteResult, home: Result<void>) {
  const failed = home.ok ? null : `its work could not be brought here: ${home.error.said}`;
  const words = failed ?? (state === 'done' ? tail : (error?.said ?? tail));
  if (state === 'stopped') return { exitCode: null, signal: 'SIGTERM', tail: words };
  return { exitCode: state === 'done' && failed === null ? 0 : 1, signal: null, tail: words };
}

/** Its run ends without a result of its node. */
export function brokenOff({ kind, said, next }: OrchError) {
  const end = kind === 'interrupted' ? { exitCode: null, signal: 'SIGTERM' } : { exitCode: 1, signal: null };
  return { ...end, tail: `${said}. ${next}` };
}

/** No node has it at the moment. */
export function leftAlone(agent: string, why: string, now: number): EventBody {
  const at = new Date(now).toISOString();
  const evidence = plainText(`${why}: it waits for another node`, 200);
  const sign = { source: 'structured', rule: 'node.gone', evidence, at } as const;
  return { type: 'agent.stateChanged', agent, state: 'unknown', why: sign, question: null };
}

export function tooLate(by: string, agent: string): string {
  return `what ${plainText(by, 60)} did for ${agent} came too late and was not taken: it stays there on a branch`;
}
