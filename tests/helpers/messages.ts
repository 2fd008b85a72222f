// Messages for tests: plain values, each test names only what it is about.
import type { KeptMessage, Message } from '../../src/core/model/message.js';
import type { Mail } from '../../src/core/view/mail.js';
import { ago } from './view-fixtures.js';

type Over = Partial<Omit<KeptMessage, 'message'>> &
  Partial<Pick<Message, 'type' | 'payload' | 'retry_count'>> & { readonly seconds?: number };

/** From an agent, by its name, to another one or to `person`. */
export function aMessage(id: string, [from, to]: readonly [string, string], text: string, over: Over = {}): KeptMessage {
  const { type = 'message', payload = { text }, retry_count = 0, seconds = 60, ...rest } = over;
  const party = (name: string) => (name === 'person' || name === 'manager' || name === 'host' ? name : `id-${name}`);
  return {
    message: { id, type, from_agent: party(from), to_agent: party(to), timestamp: ago(seconds), payload, retry_count },
    state: 'queued',
    fromName: from,
    toName: to,
    via: null,
    at: ago(seconds),
    error: null,
    retryAt: null,
    ...rest,
  };
}

export function mailOf(...messages: readonly KeptMessage[]): Mail {
  const unread = messages.filter(({ message, state }) => message.to_agent === 'person' && state === 'queued');
  return { messages, unread };
}

/** What two agents and the person have written: one of each state. */
export function sampleMail(): Mail {
  return mailOf(
    aMessage('m1', ['fix-login', 'add-tests'], 'The login takes a token now; test that.', { state: 'acknowledged', seconds: 4000 }),
    aMessage('m2', ['person', 'fix-login'], 'Keep the old endpoint working.', { state: 'acknowledged', via: 'terminal', seconds: 600 }),
    aMessage('m3', ['add-tests', 'person'], 'May I delete the snapshot tests? They fail on every run.', {
      type: 'question',
      payload: {
        text: 'May I delete the snapshot tests? They fail on every run.',
        options: ['yes', 'no'],
        wantsReply: true,
      },
      state: 'queued',
      seconds: 130,
    }),
    aMessage('m4', ['fix-login', 'docs'], 'Describe the new header.', {
      state: 'dead',
      retry_count: 4,
      error: { kind: 'conflict', tried: 'hand over a message', said: 'docs took no input', next: 'Send it again.' },
      seconds: 70,
    }),
    aMessage('m5', ['fix-login', 'person'], 'All of the login is done.', { type: 'progress', state: 'queued', seconds: 12 }),
  );
}
