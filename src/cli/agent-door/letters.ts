// `agents`, `inbox`, `tell`, `reply`: whom an agent can talk to, what came for it, and what it says.
import type { Result } from '../../core/model/error.js';
import { flag, type Invocation, number } from '../invocation.js';
import { done, type Outcome } from '../outcome.js';
import { atDoor } from './at-door.js';
import { givenText } from './given-text.js';
import { contactsText, inboxText } from './words.js';

export function agents(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'status', async (door) => {
    const answer = await door.request('agentContacts', {});
    return answer.ok ? done(contactsText(answer.value.agents), answer.value) : answer;
  });
}

export function inbox(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'messages', async (door) => {
    const answer = await door.request('agentInbox', { waitSeconds: number(invocation, 'wait') ?? 0, peek: flag(invocation, 'peek') });
    return answer.ok ? done(inboxText(answer.value.messages), answer.value) : answer;
  });
}

export function tell(invocation: Invocation): Promise<Result<Outcome>> {
  const [to = '', ...words] = invocation.args;
  return atDoor(invocation, 'send AGENT TEXT', async (door) => {
    const wantsReply = flag(invocation, 'reply');
    const type = wantsReply ? 'question' : 'message';
    const text = await givenText(words);
    if (!text.ok) return text;
    const answer = await door.request('agentSend', { to, text: text.value, type, wantsReply });
    if (!answer.ok) return answer;
    const after = wantsReply ? '; the reply comes into your inbox' : '';
    return done([`sent to ${answer.value.to.join(', ')}${after}`, ...answer.value.notes].join('\n'), answer.value);
  });
}

export function reply(invocation: Invocation): Promise<Result<Outcome>> {
  const [message = '', ...words] = invocation.args;
  return atDoor(invocation, 'messages', async (door) => {
    const text = await givenText(words);
    if (!text.ok) return text;
    const answer = await door.request('agentReply', { message, text: text.value });
    return answer.ok ? done([`replied to ${answer.value.to}`, ...answer.value.notes].join('\n'), answer.value) : answer;
  });
}
