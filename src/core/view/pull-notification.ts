// What of a pull request is worth calling a person for who looks elsewhere: it needs them, or it was merged. Pure.
import { plainText } from '../model/plain-text.js';
import type { PullRequest } from '../model/pull-request.js';
import type { Notification } from './notification.js';
import { isStuck, ownerName, type PullOwners } from './shown-pull.js';

/** Null where nothing new has come to tell. `before` is undefined for one that was not there. */
export function pullNotificationOf(
  before: PullRequest | undefined,
  after: PullRequest,
  owners: Pick<PullOwners, 'agents' | 'goals'>,
): Notification | null {
  const name = ownerName(after, owners);
  const tell = (kind: Notification['kind'], words: string): Notification => {
    const of = after.agent === null ? { goal: after.goal } : { agent: after.agent };
    return { kind, of, name, text: plainText(`${name}: PR #${after.number} ${words}`, 160) };
  };
  if (isStuck(after)) {
    const isKnown = before !== undefined && isStuck(before) && before.error?.said === after.error?.said;
    return isKnown ? null : tell('waiting', `needs you: ${after.error?.said ?? ''}`);
  }
  return after.state === 'merged' && before?.state === 'open' ? tell('done', 'is merged') : null;
}
