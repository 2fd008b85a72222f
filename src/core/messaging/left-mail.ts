// What a host that ends leaves of messages, in words: what waits for agents until they run again. Pure.
import type { KeptMessage } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { isAgent } from './sending.js';

/** Named one by one; of more only how many. */
const NAMED = 5;

export function leftMail(all: readonly KeptMessage[]): readonly string[] {
  const waiting = all.filter(({ state, message }) => state === 'queued' && isAgent(message.to_agent));
  if (waiting.length === 0) return [];
  const byName = new Map<string, number>();
  for (const { toName } of waiting) byName.set(toName, (byName.get(toName) ?? 0) + 1);
  const names = [...byName].map(([name, count]) => `${count} for ${plainText(name, 60)}`);
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more agents` : '';
  const unsure = waiting.filter(({ via }) => via !== null).length;
  const again =
    unsure === 0
      ? ''
      : `; ${unsure} may have been taken: ${unsure === 1 ? 'it says so when it is' : 'they say so when they are'} sent again`;
  return [`messages: ${names.slice(0, NAMED).join(', ')}${rest}; handed over when they run again${again}`];
}
