// Events of agents that delegate, as sentences for a person.
import type { OrchEvent } from '../model/event.js';
import { plainText } from '../model/plain-text.js';
import { launchWords } from './chain.js';

/** Null where an event is of another family, or tells a person nothing. */
export function teamSentence(event: OrchEvent): string | null {
  switch (event.type) {
    case 'agent.delegated':
      return `delegated to ${plainText(event.order.name, 100)}: ${plainText(event.order.brief?.text ?? event.order.text, 200)}`;
    case 'child.reported':
      return `told that a child is ${event.result.state}: ${plainText(event.result.summary, 200)}`;
    case 'agent.waitsForChildren':
      return event.waits ? 'waits for its children' : null;
    case 'agent.reportedEnd':
      return `says that it is done: ${plainText(event.report.summary, 200)}`;
    case 'agent.inquired':
      return `asks ${event.inquiry.with === 'person' ? 'you' : 'the manager'}: ${plainText(event.inquiry.text, 200)}`;
    case 'agent.inquiryOver':
      return event.answer === null ? 'waits for no answer any more' : `was answered: ${plainText(event.answer, 200)}`;
    case 'agent.staleFound': {
      const seconds = Math.round((Date.parse(event.at) - Date.parse(event.lastSeen)) / 1000);
      return `no sign of life for ${seconds} s; its process ${event.found === 'alive' ? 'lives' : 'is gone'}`;
    }
    case 'agent.handOverAsked':
      return `hands over to ${plainText(launchWords(event.to), 100)}: ${plainText(event.text, 200)}`;
    default:
      return null;
  }
}
