// The conversation of an agent, followed by the hooks of its CLI: told when it becomes another, and only then.
import { expect, it } from 'vitest';
import type { HookEvent } from '../../../src/core/model/hook-event.js';
import { openSources } from '../../../src/host/agent-sources.js';
import { FakeClock } from '../../helpers/fake-clock.js';

it('tells each change of the conversation once, beside what its hooks say of the state', async () => {
  const told: string[] = [];
  let drop: (event: HookEvent) => void = () => undefined;
  const sources = await openSources({
    agentId: 'a',
    harness: {
      readHook: ({ name }) => ({ state: 'working', source: 'structured', rule: name, evidence: '' }),
      conversationOfHook: ({ payload }) => (typeof payload?.id === 'string' ? payload.id : null),
    },
    conversation: 'one',
    clock: new FakeClock(),
    ports: {
      openHooks: async (_agent, onEvent) => {
        drop = onEvent;
        return { folder: '/hooks/a', close: async () => undefined };
      },
      freePort: async () => null,
      followEvents: () => () => undefined,
    },
    onReading: ({ rule }) => told.push(rule),
    onConversation: (id) => told.push(`conversation ${id}`),
    onLost: () => undefined,
  });
  for (const id of ['one', 'two', 'two', null, 'one']) drop({ name: 'hook', payload: { id } });
  expect(told).toEqual(['hook', 'conversation two', 'hook', 'hook', 'hook', 'conversation one', 'hook']);
  expect(sources.env).toEqual({ ORCH_HOOKS: '/hooks/a' });
});
