import { expect, test } from 'vitest';
import { agentPlace } from '../../../src/servers/mcp/start.js';

const nothing = { tokenFile: null, socket: null, env: {} };

test('nothing that names an agent: it acts for the person', () => {
  expect(agentPlace(nothing)).toEqual({ ok: true, value: null });
});

test.each([
  ['its environment', { ...nothing, env: { ORCH_SOCKET: '/s', ORCH_TOKEN: 't' } }, { ORCH_SOCKET: '/s', ORCH_TOKEN: 't' }],
  [
    'a file of its environment',
    { ...nothing, env: { ORCH_SOCKET: '/s', ORCH_TOKEN_FILE: '/f' } },
    { ORCH_SOCKET: '/s', ORCH_TOKEN_FILE: '/f' },
  ],
  [
    'its arguments, before the environment of another',
    { tokenFile: '/f', socket: '/s', env: { ORCH_SOCKET: '/other', ORCH_TOKEN: 'other' } },
    { ORCH_SOCKET: '/s', ORCH_TOKEN_FILE: '/f' },
  ],
])('an agent is known by %s', (_what, order, value) => {
  expect(agentPlace(order)).toEqual({ ok: true, value });
});

test.each([
  ['a token file without a socket', { ...nothing, tokenFile: '/f' }, 'there is no socket'],
  ['a socket without a token', { ...nothing, socket: '/s' }, 'there is no token'],
  ['the name of an agent alone', { ...nothing, env: { ORCH_AGENT: 'a1' } }, 'there is no token'],
])('%s is refused: it must not act for the person then', (_what, order, said) => {
  expect(agentPlace(order)).toMatchObject({ ok: false, error: { kind: 'usage', said } });
});
