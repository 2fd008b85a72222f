// What a host leaves when it is ended, in words: what waits for the next one. Pure.
import { plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import { isFollowed } from './pulls.js';

/** Named one by one; of more only how many. */
const NAMED = 5;

export function leftBehind({ agents, goals, pulls = {} }: Pick<AppState, 'agents' | 'goals' | 'pulls'>): readonly string[] {
  const queued = Object.values(agents).filter((agent) => agent.state === 'queued' || waitsForNode(agent));
  const unfinished = Object.values(goals).filter(({ state }) => state !== 'done' && state !== 'failed' && state !== 'stopped');
  const followed = Object.values(pulls).filter(isFollowed);
  return [
    ...told(
      queued,
      ({ name }) => name,
      (names) => `queued: ${names}; begins when a host runs again`,
    ),
    ...told(
      unfinished,
      ({ id, text }) => `${id} (${plainText(text, 60)})`,
      (names) => `not finished: ${names}; \`orch-tui resume\` goes on`,
    ),
    ...told(
      followed,
      ({ number }) => `#${number}`,
      (names) => `pull requests: ${names}; followed again when a host runs`,
    ),
  ];
}

/** It was offered to other machines, and none has it: it begins when one takes it. */
function waitsForNode({ state, offer, node }: AppState['agents'][string]): boolean {
  return state === 'starting' && offer !== undefined && (node ?? null) === null;
}

function told<Item>(items: readonly Item[], name: (item: Item) => string, sentence: (names: string) => string): readonly string[] {
  if (items.length === 0) return [];
  const rest = items.length > NAMED ? ` and ${items.length - NAMED} more` : '';
  return [sentence(`${items.slice(0, NAMED).map(name).join(', ')}${rest}`)];
}
