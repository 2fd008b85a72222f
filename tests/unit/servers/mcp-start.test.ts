import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentPlace } from '../../../src/servers/mcp/start.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const nothing = { tokenFile: null, socket: null, env: {}, cwd: '/' };

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
    { tokenFile: '/f', socket: '/s', cwd: '/', env: { ORCH_SOCKET: '/other', ORCH_TOKEN: 'other' } },
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

test('where its CLI withholds the token, its file is found by the worktree that it runs in', async () => {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'git/orch'), { recursive: true });
  await mkdir(join(folder, 'wt/one/deep'), { recursive: true });
  await writeFile(join(folder, 'git/orch/token'), 'secret');
  await writeFile(join(folder, 'wt/one/.git'), 'gitdir: ../../git\n');
  const env = { ORCH_AGENT: 'a1', ORCH_SOCKET: '/s' };
  const found = { ok: true, value: { ORCH_SOCKET: '/s', ORCH_TOKEN_FILE: join(folder, 'git/orch/token') } };
  expect(agentPlace({ ...nothing, env, cwd: join(folder, 'wt/one/deep') })).toEqual(found);
  expect(agentPlace({ ...nothing, env, cwd: folder })).toMatchObject({ ok: false, error: { said: 'there is no token' } });
});

test('a server that is told nothing, in the worktree of an agent that runs, acts for no person', async () => {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'git/orch'), { recursive: true });
  await mkdir(join(folder, 'wt/one'), { recursive: true });
  await writeFile(join(folder, 'wt/one/.git'), 'gitdir: ../../git\n');
  const order = { ...nothing, cwd: join(folder, 'wt/one') };
  expect(agentPlace(order)).toEqual({ ok: true, value: null });
  await writeFile(join(folder, 'git/orch/token'), 'secret');
  expect(agentPlace(order)).toMatchObject({ ok: false, error: { kind: 'denied' } });
});
