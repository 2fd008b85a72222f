// A message that goes to somebody else than it was sent to: the same one, so that whoever sent it knows the answer to it. Pure.
import type { KeptMessage, Party } from '../model/message.js';
import { boundedPayload } from './bounded-payload.js';
import { backFromTheDead } from './retries.js';

export interface Redirection {
  readonly to: Party;
  readonly toName: string;
  /** In place of its own words. */
  readonly text: string;
  /** ISO 8601 */
  readonly at: string;
}

/** Nobody has seen it there yet. What would be too large with the new words keeps its own. */
export function redirected(kept: KeptMessage, { to, toName, text, at }: Redirection): KeptMessage {
  const { payload } = kept.message;
  const anew = boundedPayload({ ...payload, text });
  const message = { ...kept.message, to_agent: to, payload: anew.ok ? anew.value : payload };
  return backFromTheDead({ ...kept, message, toName }, at);
}
