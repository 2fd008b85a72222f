// Worktrees that run: what the configuration makes ready is there when the agent starts, and what fails is shown, mended and run again.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, prose } from '../helpers/story.js';
import { untilAgent } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox({ files: { '.gitignore': 'deps/\nmade.txt\n/cache\n', 'deps.lock': 'v1\n' } });
});
afterEach(() => sandbox.end());

const configure = async (worktree: object) => {
  const folder = join(sandbox.env.XDG_CONFIG_HOME ?? '', 'orch-tui');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify({ worktree }));
};
const run = async (name: string, script: string) => {
  const started = await sandbox.cli(['run', name, '--name', name, '--command', `sh -c '${script}'`]);
  expect(started).toMatchObject({ exitCode: 0 });
};
/** One that has ended may stay in the table until whoever adopted it looks. */
const isAlive = (pid: number) => existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
const logs = async (...args: readonly string[]) => (await sandbox.cli(['logs', ...args])).stdout;

test('an agent finds files, links, installs and what setup made, with ports of its own, and teardown runs when it goes', async () => {
  await writeFile(join(sandbox.repo, 'made.txt'), 'from the checkout\n');
  await mkdir(join(sandbox.repo, 'cache'));
  await writeFile(join(sandbox.repo, 'cache/shared'), 'linked\n');
  const installs = [{ lock: 'deps.lock', command: 'mkdir deps && echo installed in $ORCH_SLUG > deps/x', folder: 'deps' }];
  const torn = join(sandbox.folder, 'torn');
  await configure({
    copy: ['made.txt'],
    link: ['cache'],
    installs,
    setup: 'echo $ORCH_PORT $ORCH_SLUG >> made.txt',
    teardown: `echo $ORCH_SLUG >> ${torn}`,
    firstPort: 23_500,
  });
  const read = 'cat made.txt deps/x cache/shared; echo port $ORCH_PORT';
  await run('one', read);
  await untilAgent(sandbox, 'one', 'done');
  await run('two', read);
  await untilAgent(sandbox, 'two', 'done');
  const { agents } = (await sandbox.cli(['status', '--json'])).json<{ agents: { name: string; port: number }[] }>();
  const [one = 0, two = 0] = ['one', 'two'].map((name) => agents.find((agent) => agent.name === name)?.port);
  expect(one).toBeGreaterThanOrEqual(23_500);
  expect(Math.abs(two - one)).toBeGreaterThanOrEqual(10);
  expect(await logs('one')).toBe(`from the checkout\n${one} one\ninstalled in one\nlinked\nport ${one}\n`);
  // Its install is a copy of that of the first.
  expect(await logs('two')).toBe(`from the checkout\n${two} two\ninstalled in one\nlinked\nport ${two}\n`);
  expect(await logs('two', '--setup')).toContain('deps was copied');
  expect(await sandbox.cli(['remove', 'one', '--force'])).toMatchObject({ exitCode: 0 });
  expect(readFileSync(torn, 'utf8')).toBe('one\n');
  expect(readFileSync(join(sandbox.repo, 'cache/shared'), 'utf8')).toBe('linked\n');
  const registry = readFileSync(join(sandbox.env.XDG_STATE_HOME ?? '', 'orch-tui/ports.json'), 'utf8');
  expect((JSON.parse(registry) as { blocks: { port: number }[] }).blocks.map(({ port }) => port)).toEqual([two]);
});

test('a setup that fails shows in status, log and pane, and is run again once it is mended', async () => {
  const mended = join(sandbox.folder, 'mended');
  await configure({ setup: `echo looking for a database; test -f ${mended} || { echo no database here >&2; exit 3; }` });
  await run('needs-db', 'echo it runs; sleep 600');
  await untilAgent(sandbox, 'needs-db', 'failed');
  expect(await agentOf(sandbox, 'needs-db')).toMatchObject({
    error: { kind: 'setup', said: 'setup failed with exit code 3: looking for a database\nno database here' },
    setup: { state: 'failed' },
  });
  expect((await sandbox.cli(['status'])).stdout).toMatch(/needs-db .*failed.*no database here/);
  expect(await logs('needs-db')).toContain('no database here');
  const terminal = sandbox.open();
  await terminal.until('its pane shows what setup printed', (screen) => prose(screen).includes('looking for a database no database here'));
  writeFileSync(mended, '');
  terminal.press('1', 'r');
  await terminal.until('it runs', (screen) => screen.includes('it runs'));
});

test('a setup of which the host was killed is ended by the next one, and begun again by resume', async () => {
  const again = join(sandbox.folder, 'again');
  await configure({ setup: `echo $$ > ${again}.pid; echo $((40 + 2)) times; test -f ${again} || sleep 600` });
  await run('waits', 'echo it runs');
  await untilAgent(sandbox, 'waits', 'preparing');
  const terminal = sandbox.open();
  await terminal.until('row and pane say what is done', (screen) => screen.includes('setup: echo') && screen.includes('42 times'));
  const { host } = (await sandbox.cli(['status', '--json'])).json<{ host: { pid: number } }>();
  const pid = Number(readFileSync(`${again}.pid`, 'utf8'));
  process.kill(host.pid, 'SIGKILL');
  await terminal.exit;
  expect(await agentOf(sandbox, 'waits')).toMatchObject({ state: 'interrupted', setup: { state: 'failed' } });
  writeFileSync(again, '');
  expect(await sandbox.cli(['resume', 'waits'])).toMatchObject({ exitCode: 0 });
  expect(isAlive(pid)).toBe(false);
  await untilAgent(sandbox, 'waits', 'done');
  expect(await logs('waits')).toBe('it runs\n');
});
