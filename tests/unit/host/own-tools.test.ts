// The words that start our server for one run, and the settings file of a CLI that takes nothing else.
import { chmod, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { gemini } from '../../../src/core/harness/gemini.js';
import { openRunTools } from '../../../src/host/own-tools.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const SEAT = { ORCH_BIN: '/state/bin/orch-tui', ORCH_SOCKET: '/run/a.sock', ORCH_TOKEN: 'secret', ORCH_TOKEN_FILE: '/git/orch/token' };

test('they name the socket and the file of the token, never the token', async () => {
  const { tools } = await openRunTools({ agent: 'a1', harness: {}, seat: SEAT, person: {}, stateDir: '/nowhere' });
  expect(tools?.command).toEqual(['/state/bin/orch-tui', 'mcp', '--socket=/run/a.sock', '--token-file=/git/orch/token']);
  expect(JSON.stringify(tools)).not.toContain('secret');
});

test('without a door there are none', async () => {
  expect((await openRunTools({ agent: 'a1', harness: {}, seat: {}, person: {}, stateDir: '/nowhere' })).tools).toBeNull();
});

test('a settings file that its CLI would refuse is not written for it: that would take the force of the real one', async () => {
  const stateDir = temporaryFolder();
  // Anybody may write beside it.
  await chmod(stateDir, 0o777);
  const run = await openRunTools({ agent: 'a1', harness: gemini, seat: SEAT, person: {}, stateDir });
  expect([run.tools, run.env]).toEqual([null, {}]);
  expect(await readdir(`${stateDir}/tools`)).toEqual([]);
});
