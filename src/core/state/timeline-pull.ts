// Events about pull requests as sentences for a person.
import { saidAndNext } from '../model/error.js';
import type { OrchEvent } from '../model/event.js';
import type { PullEvent } from '../model/pull-event.js';

export function isPullEvent(event: OrchEvent): event is Extract<OrchEvent, PullEvent> {
  return event.type.startsWith('pull.');
}

/** Null where an event tells a person nothing. */
export function pullSentence(event: Extract<OrchEvent, PullEvent>): string | null {
  const name = `PR ${event.pull.slice(event.pull.lastIndexOf('#'))}`;
  switch (event.type) {
    case 'pull.opened':
      return `${name} is open: ${event.opened.url}`;
    case 'pull.pushed':
      return `${name}: pushed ${event.commit.slice(0, 10)}`;
    case 'pull.seen': {
      const { checks, review, mergeable } = event.sight;
      return `${name}: checks ${checks}, review ${review}, ${mergeable === 'yes' ? 'can be merged' : `merge: ${mergeable}`}`;
    }
    case 'pull.returned':
      return `${name} is back at its agent ← ${event.reasons.join(', ')}`;
    case 'pull.told':
      return null;
    case 'pull.moved':
      return event.of === 'base' ? `${name}: its base has moved on` : `${name}: others have pushed to its branch`;
    case 'pull.tookIn':
      return `${name}: what others pushed is taken in (${event.head.slice(0, 10)})`;
    case 'pull.mergeRequested':
      return event.by === 'person' ? `${name}: you merge it` : `${name}: nothing is in the way of its merge`;
    case 'pull.mergeFailed':
      return `${name} could not be merged ← ${saidAndNext(event.error)}`;
    case 'pull.answered':
      return event.comments.length === 0 ? null : `${name}: ${event.comments.length} comments answered`;
    case 'pull.stuck':
      return `${name} needs you ← ${saidAndNext(event.error)}`;
    case 'pull.followed':
      return event.follow === 'on' ? `${name} is followed` : `${name} is left alone`;
    case 'pull.merged':
      return `${name} is merged${event.commit === null ? '' : ` as ${event.commit.slice(0, 10)}`}`;
    case 'pull.closed':
      return `${name} was closed without a merge`;
  }
}
