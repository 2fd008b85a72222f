// Events of agents that delegate, as sentences for a person.
import type { OrchEvent } from '../model/event.js';
import { plainText } from '../model/plain-text.js';

/** Null where an event is of another family, or tells a person nothing. */
export function teamSentence(event: OrchEvent): string | null {
  switch (event.type) {
    case 'agent.delegated':
      return `delegated to ${plainText(event.order.name, 100)}: ${plainText(event.order.brief?.text ?? event.order.text, 200)}`;
    case 'child.reported':
      return `told that a child is ${event.result.state}: ${plainText(event.result.summary, 200)}`;
    case 'agent.waitsForChildren':
      return event.waits ? 'waits for its children' : null;
    default:
      return null;
  }
}
