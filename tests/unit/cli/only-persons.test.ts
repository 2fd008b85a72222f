import { expect, test } from 'vitest';
import { refusedToAgents, screenInItself } from '../../../src/cli/only-persons.js';

const place = { stateDir: '/state/one' };
const agent = { ORCH_AGENT: 'a1', ORCH_STATE: '/state/one' };

test.each(['run', 'answer', 'stop', 'finish', 'send', 'messages', 'approve'])('%s is refused in the terminal of an agent', (name) => {
  expect(refusedToAgents({ name, options: {} }, place, agent)).toMatchObject({ ok: false, error: { kind: 'denied' } });
});

test.each([
  ['in the terminal of a person', 'run', {}],
  ['in a repository that an agent tries its work in', 'run', { ...agent, ORCH_STATE: '/state/other' }],
  ['where it only looks', 'status', agent],
])('nothing is refused %s', (_where, name, env) => {
  expect(refusedToAgents({ name, options: {} }, place, env)).toBeNull();
});

test('the host is looked at there, and not stopped', () => {
  expect(refusedToAgents({ name: 'host', options: {} }, place, agent)).toBeNull();
  expect(refusedToAgents({ name: 'host', options: { stop: true } }, place, agent)).toMatchObject({ ok: false });
});

test('the screen is not opened within itself', () => {
  expect(screenInItself(place, agent)).toMatchObject({ ok: false, error: { kind: 'denied' } });
  expect(screenInItself(place, {})).toBeNull();
  expect(screenInItself(place, { ...agent, ORCH_STATE: '/state/other' })).toBeNull();
});
