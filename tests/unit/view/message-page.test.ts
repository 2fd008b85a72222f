// What the page of one message claims of its way.
import { expect, it } from 'vitest';
import { messagePage } from '../../../src/core/view/message-page.js';
import { aMessage, mailOf } from '../../helpers/messages.js';

function stateOf(...order: Parameters<typeof aMessage>): string | undefined {
  const kept = aMessage(...order);
  const page = messagePage(kept, mailOf(kept), { width: 80, now: Date.parse(kept.at), agents: [] });
  return page.find(({ label }) => label === 'State')?.text;
}

it('says that Redis has one for another host, and not that the host has it', () => {
  expect(stateOf('m1', ['one', 'far'], 'hello', { state: 'acknowledged', via: 'node' })).toBe('acknowledged by Redis, for its host now');
});

it('names the way into an agent of this host', () => {
  expect(stateOf('m1', ['one', 'two'], 'hello', { state: 'acknowledged', via: 'terminal' })).toBe('acknowledged by its terminal now');
});
