// What happens at the forge while no host runs: the next one catches up.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Status } from '../../src/core/model/status.js';
import { type StoryForge, startForge } from '../fixtures/forge-story.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStatus } from '../helpers/watch-status.js';

const TOKEN = 'ghp_storyToken0123456789';
let sandbox: Sandbox;
let forge: StoryForge;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  sandbox = await makeSandbox({ files: { 'state.txt': 'old\n' } });
  forge = await startForge({ token: TOKEN, folder: join(sandbox.folder, 'srv') });
  await sandbox.git('push', '--quiet', forge.bare, 'main');
  await sandbox.git('remote', 'add', 'origin', forge.gitUrl);
  env = { GITHUB_API_URL: forge.url, GITHUB_TOKEN: TOKEN, ORCHESTRATOR_PULLS__POLL_SECONDS: '1' };
});
afterEach(async () => {
  await sandbox.end();
  await forge.close();
});

/** Does what stands in `order.sh` of the checkout's .git, so that each run does something else. */
const open = async () => {
  const script = join(sandbox.repo, '.git', 'order.sh');
  await writeFile(script, 'echo first > state.txt\n');
  const order = ['run', 'Mend it', '--name', 'worker', '--command', `sh ${script}`, '--finish', 'pr', '--wait', '--non-interactive'];
  expect(await sandbox.cli(order, { env })).toMatchObject({ exitCode: 0 });
  await sandbox.cli(['host', '--stop'], { env });
  return script;
};
const pullOf = (status: Status) => status.agents[0]?.pull;
const until = (what: string, holds: (status: Status) => boolean) =>
  untilStatus(sandbox, what, (status) => holds(status as unknown as Status));
/** Any command that starts the host. */
const comeBack = () => sandbox.cli(['run', 'Say hello', '--name', 'hello', '--command', 'true', '--finish', 'keep'], { env });

test('merged meanwhile by somebody: worktree and branch go', async () => {
  await open();
  await forge.mergePull(1);
  expect(await comeBack()).toMatchObject({ exitCode: 0 });
  await until('it is merged', (status) => pullOf(status)?.state === 'merged');
  await until('its worktree has gone', ({ agents }) => agents[0]?.worktree === null);
  expect(await sandbox.git('-C', forge.bare, 'show', 'main:state.txt')).toBe('first\n');
  expect(await sandbox.git('branch', '--list', 'orch/worker')).toBe('');
});

test('closed meanwhile: everything stays, and the person is told', async () => {
  await open();
  await forge.closePull(1);
  expect(await comeBack()).toMatchObject({ exitCode: 0 });
  await until('it is closed', (status) => pullOf(status)?.state === 'closed');
  expect(await sandbox.git('show', 'orch/worker:state.txt')).toBe('first\n');
  expect((await sandbox.cli(['pulls'], { env })).stdout).toContain('closed');
});

test('a check that failed meanwhile, and commits of somebody else: both are in what is pushed next', async () => {
  const script = await open();
  await forge.pushToBase({ 'theirs.txt': 'theirs\n' }, 'orch/worker');
  await forge.setCheck('orch/worker', { name: 'lint', state: 'failure', log: 'state.txt is wrong\n' });
  await writeFile(script, 'echo second > state.txt\n');
  expect(await comeBack()).toMatchObject({ exitCode: 0 });
  await until('it was mended', (status) => pullOf(status)?.rounds === 1 && pullOf(status)?.isBack === false);
  expect(await sandbox.git('-C', forge.bare, 'show', 'orch/worker:state.txt')).toBe('second\n');
  expect(await sandbox.git('-C', forge.bare, 'show', 'orch/worker:theirs.txt')).toBe('theirs\n');
});

test('a conflict with what was merged meanwhile goes back with both sides', async () => {
  const script = await open();
  await forge.pushToBase({ 'state.txt': 'of somebody else\n' });
  await writeFile(script, 'grep -q "<<<<<<<" state.txt && echo both > state.txt\n');
  expect(await comeBack()).toMatchObject({ exitCode: 0 });
  await until('it was mended', (status) => pullOf(status)?.rounds === 1 && pullOf(status)?.isBack === false);
  expect(await sandbox.git('-C', forge.bare, 'show', 'orch/worker:state.txt')).toBe('both\n');
  await until('it can be merged', (status) => pullOf(status)?.sight?.mergeable === 'yes');
});
