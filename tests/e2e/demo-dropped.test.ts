// The demo's window is closed while it plays: what it made goes with its host, except what the person asked to keep.
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';

let sandbox: Sandbox;
let temporary: string;
beforeEach(async () => {
  sandbox = await makeSandbox();
  temporary = join(sandbox.folder, 't');
  await mkdir(temporary);
});
afterEach(() => sandbox.end());

/** Of repositories: which ports are taken is kept for all of them in one file. */
const stored = async () => {
  const names = await readdir(join(sandbox.env.XDG_STATE_HOME as string, 'orch-tui')).catch(() => []);
  return names.filter((name) => !name.startsWith('ports.'));
};

async function dropped(...args: readonly string[]): Promise<void> {
  const terminal = sandbox.open(['demo', ...args], { env: { TMPDIR: temporary } });
  await terminal.until('its agents are listed', (screen) => screen.includes('tidy-slugs'));
  terminal.hangUp();
  await terminal.exit;
}

async function hostEnds(repo: string): Promise<void> {
  expect((await sandbox.cli(['host', '--stop', '--repo', repo])).exitCode).toBe(0);
  expect(await sandbox.leftAfter()).toEqual([]);
}

test('a temporary folder goes with its host, and all that was stored of it', async () => {
  await dropped();
  const [folder = ''] = await readdir(temporary);
  expect(folder).toMatch(/^orch-demo-/);
  expect(await stored()).toHaveLength(1);
  await hostEnds(join(temporary, folder, 'pocket-shop'));
  expect([await readdir(temporary), await stored()]).toEqual([[], []]);
});

test('a folder named with --dir stays', async () => {
  const kept = join(sandbox.folder, 'kept');
  await dropped('--dir', kept);
  await hostEnds(kept);
  expect(await readdir(kept)).toContain('README.md');
  expect(await stored()).toHaveLength(1);
});
