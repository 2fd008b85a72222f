// What is heard beside an agent's terminal: its conversation by its hooks, and its log, unless the person keeps that.
import { expect, it } from 'vitest';
import type { HookEvent } from '../../../src/core/model/hook-event.js';
import { NO_USAGE } from '../../../src/core/model/usage.js';
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
    person: {},
    clock: new FakeClock(),
    ports: {
      openHooks: async (_agent, onEvent) => {
        drop = onEvent;
        return { folder: '/hooks/a', close: async () => undefined };
      },
      openLog: async () => null,
      freePort: async () => null,
      followEvents: () => () => undefined,
    },
    onReading: ({ rule }) => told.push(rule),
    onConversation: (id) => told.push(`conversation ${id}`),
    usedBefore: NO_USAGE,
    onUsage: () => undefined,
    onProgress: () => undefined,
    onLost: () => undefined,
  });
  for (const id of ['one', 'two', 'two', null, 'one']) drop({ name: 'hook', payload: { id } });
  expect(told).toEqual(['hook', 'conversation two', 'hook', 'hook', 'hook', 'conversation one', 'hook']);
  expect(sources.env).toEqual({ ORCH_HOOKS: '/hooks/a' });
});

it.each([
  ['is heard by a pipe of ours', {}, { LOG: '/pipes/a' }, ['it failed']],
  ['is left to the person who keeps it', { LOG: '/logs/mine' }, {}, []],
] as const)('a log %s', async (_what, person, env, heard) => {
  const told: string[] = [];
  let write: (line: string) => void = () => undefined;
  let isClosed = false;
  const sources = await openSources({
    agentId: 'a',
    harness: {
      log: { variable: 'LOG', read: (line) => (line === '' ? null : { state: 'limited', source: 'log', rule: 'r', evidence: line }) },
    },
    conversation: null,
    person,
    clock: new FakeClock(),
    ports: {
      openHooks: async () => null,
      openLog: async (_agent, onLine) => {
        write = onLine;
        return {
          path: '/pipes/a',
          close: async () => {
            isClosed = true;
          },
        };
      },
      freePort: async () => null,
      followEvents: () => () => undefined,
    },
    onReading: ({ evidence }) => told.push(evidence),
    onConversation: () => undefined,
    usedBefore: NO_USAGE,
    onUsage: () => undefined,
    onProgress: () => undefined,
    onLost: () => undefined,
  });
  for (const line of ['', 'it failed']) write(line);
  expect([sources.env, told]).toEqual([env, heard]);
  await sources.close();
  expect(isClosed).toBe(heard.length > 0);
});
