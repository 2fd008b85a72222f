// Who is told that messages were given up: the person, and an agent that has sent them, which must not wait for an answer to what never arrived.
import { saidAndNext } from '../model/error.js';
import type { KeptMessage, Party } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { isAgent } from './sending.js';

export interface GivenUp {
  readonly text: string;
  /** The agent that is told; null where only the person is. */
  readonly sender: Party | null;
}

/** Ids that are named; of more only how many. */
const NAMED = 5;

/** Of messages to one receiver, for one reason: one text for each sender. */
export function givenUp(dead: readonly KeptMessage[]): readonly GivenUp[] {
  const bySender = new Map<string, KeptMessage[]>();
  for (const kept of dead) {
    const { from_agent: from, type } = kept.message;
    // A result is told by the host in the child's name: that one has sent nothing, and waits for no answer.
    const sender = isAgent(from) && type !== 'task_result' ? from : '';
    bySender.set(sender, [...(bySender.get(sender) ?? []), kept]);
  }
  return [...bySender].map(([sender, all]) => ({ text: givenUpText(all), sender: sender === '' ? null : sender }));
}

function givenUpText(all: readonly KeptMessage[]): string {
  const [first] = all;
  const why = first?.error == null ? '' : `: ${plainText(saidAndNext(first.error), 300)}`;
  const ids = all.map(({ message }) => message.id);
  if (all.length === 1) return `message ${ids[0]} to ${first?.toName} was given up${why}`;
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return `${all.length} messages to ${first?.toName} were given up (${ids.slice(0, NAMED).join(', ')}${more})${why}`;
}
