// From what a person typed to the one pull request meant: its number, its id, or the name of its agent.
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { PullRequest } from '../model/pull-request.js';
import type { AppState } from '../model/state.js';
import { findAgent } from './find.js';

/** The newest first. */
export function pullsOf({ pulls }: Pick<AppState, 'pulls'>): readonly PullRequest[] {
  return Object.values(pulls ?? {}).sort((one, other) => other.openedAt.localeCompare(one.openedAt) || other.number - one.number);
}

export function findPull(state: AppState, typed: string): Result<PullRequest> {
  const all = pullsOf(state);
  const number = /^#?(\d+)$/u.exec(typed)?.[1];
  const exact = all.find(({ id, url }) => id === typed || url === typed) ?? all.find((pull) => String(pull.number) === number);
  if (exact !== undefined) return ok(exact);
  const agent = findAgent(state, typed);
  const own = agent.ok ? all.find(({ id }) => id === agent.value.pull) : undefined;
  if (own !== undefined) return ok(own);
  const names = all.slice(0, 8).map((pull) => `#${pull.number}`);
  return fail({
    kind: 'not-found',
    tried: `find the pull request \`${plainText(typed, 80)}\``,
    said: names.length === 0 ? 'none was opened here' : `there is none of that number or agent; there are ${names.join(', ')}`,
    next: '`orch-tui pulls` lists them',
  });
}
