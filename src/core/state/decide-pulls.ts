// (state after, event) -> what is to be done about pull requests. Pure; what their forge says is looked at by `pull-step.ts`.
import type { Command } from '../model/command.js';
import type { OrchEvent } from '../model/event.js';
import type { PullRequest } from '../model/pull-request.js';
import type { AppState } from '../model/state.js';
import { takesBack } from './pull-back.js';

export function decidePulls(state: AppState, event: OrchEvent): readonly Command[] {
  if (state.host.isStopping) return [];
  const all = Object.values(state.pulls ?? {});
  return [...all.flatMap((pull) => givingBack(state, pull, event)), ...onPullEvent(state, event)];
}

/** When it came back, when its agent comes to rest, and when a host begins that finds it untold. */
function givingBack({ agents }: AppState, { id, state, agent: owner, back, sinceSeq }: PullRequest, event: OrchEvent): readonly Command[] {
  const agent = owner === null ? undefined : agents[owner];
  if (state !== 'open' || back === undefined || back.isTold === true || agent === undefined || !takesBack(agent, back)) return [];
  const isFresh = sinceSeq === event.seq || agent.sinceSeq === event.seq || event.type === 'host.started';
  const hasEnded = event.type === 'agent.exited' && event.agent === agent.id;
  return isFresh || hasEnded ? [{ type: 'pull.giveBack', pull: id, agent: agent.id }] : [];
}

function onPullEvent(state: AppState, event: OrchEvent): readonly Command[] {
  const pull = 'pull' in event ? state.pulls?.[event.pull] : undefined;
  if (pull === undefined) return [];
  const { id, agent } = pull;
  switch (event.type) {
    case 'pull.moved':
      return agent === null ? [] : [{ type: 'pull.takeIn', pull: id, agent, of: event.of, head: event.head }];
    case 'pull.mergeRequested':
      return [{ type: 'pull.merge', pull: id, head: event.head, method: event.method, by: event.by }];
    case 'pull.pushed':
      return pull.toAnswer.length === 0 || pull.isBack ? [] : [{ type: 'pull.answer', pull: id }];
    case 'pull.merged':
      return [{ type: 'pull.tidy', pull: id, agent }];
    default:
      return [];
  }
}
