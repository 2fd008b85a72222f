// Several tries of one task by the built program: the one that passes its check is picked, and the work of the others stays as a ref.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { statusOf } from '../helpers/story.js';
import { untilStatus } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

/** Writes the name of its worktree into a file, so that tries can be told apart. */
const NAMES_ITSELF = `sh -c 'basename "$PWD" > who.txt'`;
const run = (name: string, count: number, ...options: readonly string[]) =>
  sandbox.cli([
    'run',
    `Task ${name}`,
    '--name',
    name,
    '--count',
    String(count),
    '--command',
    NAMES_ITSELF,
    '--finish',
    'merge',
    ...options,
  ]);
const rescued = async () =>
  (await sandbox.git('for-each-ref', '--format=%(refname)', 'refs/orch/rescue')).split('\n').filter((ref) => ref !== '');
const names = async () => (await statusOf(sandbox)).agents.map(({ name, state }) => `${name} ${state}`);

test('unattended, the one that passes its check is merged, and the other one goes with its work under a rescue ref', async () => {
  const done = await run('add', 2, '--verify', 'grep -q -- -2 who.txt', '--attempts', '1', '--wait', '--non-interactive');
  expect(done).toMatchObject({ exitCode: 0 });
  expect(await sandbox.git('show', 'main:who.txt')).toBe('add-2\n');
  expect(await names()).toEqual(['add-2 done']);
  const [ref] = await rescued();
  expect(ref).toMatch(/^refs\/orch\/rescue\/add-\d/u);
  expect(await sandbox.git('show', `${ref}:who.txt`)).toBe('add\n');
  const compared = await sandbox.cli(['compare', 'add-2']);
  expect(compared.stdout).toMatch(/name +harness +state +verify[^\n]*\n> +add-2 .* passed/u);
  expect((await sandbox.cli(['show', 'Task add'])).stdout).toContain(`add is kept as ${ref}`);
});

test('unattended, where none passes nothing is delivered, all are kept, and the work has failed (1)', async () => {
  const before = await sandbox.git('rev-parse', 'main');
  const done = await run('add', 2, '--verify', 'false', '--attempts', '1', '--wait', '--non-interactive');
  expect(done).toMatchObject({ exitCode: 1 });
  expect(await sandbox.git('rev-parse', 'main')).toBe(before);
  expect(await names()).toEqual(['add failed', 'add-2 failed']);
  expect(await rescued()).toEqual([]);
  expect(await sandbox.git('show', 'orch/add:who.txt')).toBe('add\n');
});

test('a person picks on the screen, also after kill -9 of the host while they wait', async () => {
  expect(await run('add', 3, '--approve', 'finish')).toMatchObject({ exitCode: 0 });
  const ready = await untilStatus(
    sandbox,
    'all wait to be picked',
    ({ agents }) => agents.filter(({ state }) => state === 'done').length === 3,
  );
  process.kill(ready.host?.pid ?? 0, 'SIGKILL');
  const terminal = sandbox.open([], { cols: 100, rows: 30 });
  await terminal.until('what waits is named', (screen) => screen.includes('add: 3 tries are ready  C compare'));
  terminal.press('C');
  await terminal.until('they stand side by side', (screen) => screen.includes('Compare: add') && screen.includes('add-3'));
  terminal.press('j', 'enter');
  await terminal.until('the diff of the second is open', (screen) => screen.includes('+add-2') || screen.includes('+ add-2'));
  terminal.press('escape');
  await terminal.until('they stand side by side again', (screen) => screen.includes('Compare: add'));
  terminal.press('p');
  await terminal.until('it is asked first', (screen) => screen.includes('Pick add-2?'));
  terminal.press('y');
  await terminal.until('it is finished', (screen) => screen.includes('add-2 was picked and is finished'));
  expect(await sandbox.git('show', 'main:who.txt')).toBe('add-2\n');
  expect(await names()).toEqual(['add-2 done']);
  expect(await rescued()).toHaveLength(2);
});

test('--try is one more try with another harness, and one that is not there is refused before anything is made', async () => {
  const refused = await sandbox.cli(['run', 'x', '--command', 'true', '--try', 'nobody:model', '--json']);
  expect(refused).toMatchObject({ exitCode: 2 });
  expect((await statusOf(sandbox)).agents).toEqual([]);
});
