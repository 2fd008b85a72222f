// `run`: what it prints, what its options do, and the exit code for every way in which work can end.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture, statusOf } from '../helpers/story.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await makeSandbox();
});
afterAll(() => sandbox.end());

const edits = (file: string) => fixture('edits-and-exits', file);
const run = (...args: readonly string[]) => sandbox.cli(['run', ...args]);

test('returns at once with the ids, and the agent works in its own worktree on its own branch', async () => {
  const started = await run('Say it', '--name', 'sayer', '--command', fixture('echoes'), '--json');
  expect(started).toMatchObject({ exitCode: 0, stderr: '' });
  const { goal, agents } = started.json<{ goal: string; agents: string[] }>();
  const agent = await untilAgent(sandbox, 'sayer', 'working', 'idle');
  expect(agents).toEqual([agent.id]);
  expect(await statusOf(sandbox)).toMatchObject({
    host: { pid: expect.any(Number), version: expect.stringMatching(/^\d/), clients: 0, repo: sandbox.repo, socket: expect.any(String) },
    goals: [{ id: goal, text: 'Say it', state: 'running', tasks: [], createdAt: expect.stringMatching(/^20.*Z$/) }],
    agents: [
      {
        name: 'sayer',
        goal,
        task: null,
        harness: 'command',
        role: null,
        parent: null,
        node: null,
        why: { source: expect.any(String), rule: expect.any(String), evidence: expect.any(String), at: expect.any(String) },
        question: null,
        branch: 'orch/sayer',
        base: 'main',
        attempts: 0,
        seen: false,
        result: null,
        error: null,
      },
    ],
  });
  expect(await sandbox.git('worktree', 'list')).toContain('[orch/sayer]');
  expect((await sandbox.cli(['stop', 'sayer'])).stdout).toBe('stopped sayer\n');
});

test('what is accepted and has no effect is said in a line each, on standard error', async () => {
  const started = await run('Say it', '--name', 'notes', '--command', fixture('echoes'), '--model', 'opus', '--attempts', '2', '--draft');
  expect(started.exitCode).toBe(0);
  expect(started.stdout).toMatch(/^g-\w+\n$/);
  expect(started.stderr).toMatch(
    /^orch-tui: --model has no effect: [^\n]+\norch-tui: --attempts has no effect: [^\n]+\norch-tui: --draft has no effect with --finish branch[^\n]+\n$/,
  );
  await sandbox.cli(['stop', 'notes']);
});

test('so is a configuration file that the running host was not started with', async () => {
  const file = join(sandbox.folder, 'other.json');
  await writeFile(file, '{}');
  const started = await run('Say it', '--name', 'configured', '--command', fixture('echoes'), '--config', file);
  expect(started.exitCode).toBe(0);
  expect(started.stderr).toMatch(/^orch-tui: --config has no effect: the host runs with another configuration; [^\n]+\n$/);
  await sandbox.cli(['stop', 'configured']);
});

describe('with --wait', () => {
  test('work that is done gives 0 and the goal; progress goes to standard error', async () => {
    const done = await run('Write it', '--name', 'done', '--command', edits('done.txt'), '--finish', 'merge', '--wait', '--json');
    expect(done.exitCode).toBe(0);
    expect(done.json()).toMatchObject({ id: expect.stringMatching(/^g-/), text: 'Write it', state: 'done' });
    // Which states on the way are seen depends on how fast they pass.
    expect(done.stderr).toMatch(/^goal g-\w+\n(?:done {2}\w+\n)*done {2}done {2}merged into main as \w{10}\n$/);
    expect(await sandbox.git('show', 'main:done.txt')).toBe('Write it\n');
    expect(await sandbox.git('status', '--porcelain')).toBe('');
  });

  test('what it did stands in its result file and its log', async () => {
    const folder = await stateFolder();
    const result = JSON.parse(await readFile(join(folder, 'results/done.json'), 'utf8'));
    expect(result).toMatchObject({ name: 'done', state: 'done', branch: 'orch/done', diff: { files: 1, additions: 1 }, error: null });
    expect(result.result).toMatchObject({ kind: 'merge', commit: (await sandbox.git('rev-parse', 'main')).trim() });
    expect(await readFile(join(folder, 'logs/done.log'), 'utf8')).toBe('edited done.txt\r\n');
  });

  test('a CLI that dies at once gives 1 and its last words', async () => {
    const failed = await run('Die', '--name', 'dies', '--command', fixture('crashes'), '--wait', '--json');
    expect(failed.exitCode).toBe(1);
    expect(failed.json()).toMatchObject({ state: 'failed' });
    expect(failed.stderr).toMatch(/orch-tui: run .*crashes.* for dies: exit code \d+, .* after its start[\s\S]*Press r to run it again/);
  });

  test('a limit of time gives 5, and ends the agent', async () => {
    const late = await run('Sleep', '--name', 'sleeper', '--command', fixture('ignores-sighup'), '--wait', '--timeout', '1', '--json');
    expect(late.exitCode).toBe(5);
    expect(late.json()).toMatchObject({ state: 'stopped', limit: 'timeout' });
    expect(await agentOf(sandbox, 'sleeper')).toMatchObject({ state: 'stopped', pid: null });
  });

  test('a question gives 4 where nobody may be asked, and waits for a person', async () => {
    const asked = await run('Ask', '--name', 'asker', '--command', fixture('asks-permission'), '--non-interactive', '--wait', '--json');
    expect(asked.exitCode).toBe(4);
    expect(asked.json()).toMatchObject({ state: 'waiting' });
    expect(asked.stderr).toMatch(/asker {2}waiting {2}asks: .*\n[\s\S]*orch-tui: asker asks: .*orch-tui attach asker/);
    await sandbox.cli(['stop', 'asker']);
  });

  test('an interrupted wait gives 130, and the agent goes on', async () => {
    const waiting = new LongCommand(sandbox, ['run', 'Go on', '--name', 'goes-on', '--command', fixture('echoes'), '--wait']);
    await untilAgent(sandbox, 'goes-on', 'working', 'idle');
    waiting.signal('SIGINT');
    expect(await waiting.ended).toEqual({ exitCode: 130, signal: null });
    expect(waiting.stderr).toContain('its agents go on');
    expect(await agentOf(sandbox, 'goes-on')).toMatchObject({ pid: expect.any(Number) });
    await sandbox.cli(['stop', 'goes-on']);
  });
});

describe('--verify', () => {
  const attempts = (name: string) => join(sandbox.folder, `${name}.attempts`);
  // Appends a line per run of the agent, and passes when there are enough.
  const verify = (name: string, needed: number) =>
    `echo run >> ${attempts(name)}; test $(wc -l < ${attempts(name)}) -ge ${needed} || { echo TOO FEW; exit 7; }`;

  test('its failing output goes back to an agent that has exited, until it passes', async () => {
    const done = await run(
      'Count up',
      '--name',
      'counter',
      '--command',
      edits('counter.txt'),
      '--verify',
      verify('counter', 3),
      '--finish',
      'merge',
      '--wait',
    );
    expect(done.exitCode).toBe(0);
    const told = await sandbox.git('show', 'main:counter.txt');
    expect(told.match(/Count up/g)?.length).toBeGreaterThanOrEqual(3);
    expect(told).toMatch(/failed \(run 1 of 3\)[\s\S]*TOO FEW[\s\S]*failed \(run 2 of 3\)[\s\S]*TOO FEW/);
    expect(await agentOf(sandbox, 'counter')).toMatchObject({ attempts: 3, result: { kind: 'merge' } });
  });

  test('its failing output is typed to an agent that lives', async () => {
    await run('Live', '--name', 'lives', '--command', fixture('echoes'), '--verify', verify('lives', 2), '--finish', 'keep');
    await untilAgent(sandbox, 'lives', 'working', 'idle');
    const finishing = new LongCommand(sandbox, ['finish', 'lives', '--as', 'branch']);
    await untilStatus(sandbox, 'its first check has failed', ({ agents }) =>
      agents.some((agent) => agent.name === 'lives' && agent.attempts === 1),
    );
    const log = new LongCommand(sandbox, ['logs', 'lives', '-f']);
    await log.until('it is told what failed', (text) => text.includes('got: TOO FEW'));
    await sandbox.cli(['send', 'lives', 'exit 0']);
    expect(await finishing.ended).toMatchObject({ exitCode: 0 });
    expect(await log.ended).toMatchObject({ exitCode: 0 });
    expect(finishing.stdout).toBe('finished lives: nothing was changed, so there is nothing to deliver\n');
  });

  const failing: readonly (readonly [string, readonly string[], string])[] = [
    ['waits for a person', [], 'waiting'],
    ['fails where nobody is to be asked', ['--non-interactive'], 'failed'],
  ];
  test.each(failing)('after all its runs the agent %s, and run gives 1', async (_sentence, options, state) => {
    const name = `never-${state}`;
    const args = [
      '--name',
      name,
      '--command',
      edits('x'),
      '--verify',
      'echo NEVER; exit 3',
      '--attempts',
      '2',
      '--finish',
      'merge',
      '--wait',
    ];
    const failed = await run('Try', ...args, ...options, '--json');
    expect(failed.exitCode).toBe(1);
    expect(failed.json()).toMatchObject({ state });
    expect(failed.stderr).toContain(`orch-tui: verify ${name} with \`echo NEVER; exit 3\`: check failed with exit code 3: NEVER.`);
    expect(await agentOf(sandbox, name)).toMatchObject({ state, attempts: 2, result: null, error: { kind: 'verify' } });
    expect(await sandbox.git('log', '--oneline', 'main', '--', 'x')).toBe('');
  });
});

describe('many at once', () => {
  afterEach(() => sandbox.cli(['stop', '--all']));

  test('--count starts that many on the same task, at most five at once, the rest in order', async () => {
    const started = await run('Many', '--count', '7', '--command', fixture('echoes'), '--json');
    const { agents: ids } = started.json<{ agents: string[] }>();
    const names = ['many', ...[2, 3, 4, 5, 6, 7].map((n) => `many-${n}`)];
    const places = await untilStatus(
      sandbox,
      'five of them have a process',
      ({ agents }) => agents.filter(({ pid }) => pid !== null).length === 5,
    );
    const many = places.agents.filter(({ id }) => ids.includes(id));
    expect(many.map(({ name }) => name)).toEqual(names);
    expect(many.map(({ pid }) => pid !== null)).toEqual([true, true, true, true, true, false, false]);
    expect(many.slice(5).map(({ state }) => state)).toEqual(['queued', 'queued']);
    await sandbox.cli(['send', 'many-3', 'exit 0']);
    const next = await untilStatus(sandbox, 'the sixth has a process', ({ agents }) =>
      agents.some((one) => one.name === 'many-6' && one.pid !== null),
    );
    expect(next.agents.find(({ name }) => name === 'many-7')?.state).toBe('queued');
    const stopped = await sandbox.cli(['stop', '--all', '--json']);
    const { agents: ended } = stopped.json<{ agents: string[] }>();
    expect(ended.filter((name) => name.startsWith('many'))).toEqual(names.filter((name) => name !== 'many-3'));
  });
});

test('what the person names is taken: base, role, model, arguments', async () => {
  await sandbox.git('branch', 'release', 'main~1');
  const args = ['--base', 'release', '--role', 'qa', '--args', "'two words' three", '--finish', 'merge', '--wait'];
  const done = await run('On release', '--name', 'on-release', '--command', edits('release.txt'), ...args);
  expect(done).toMatchObject({ exitCode: 0 });
  expect(await agentOf(sandbox, 'on-release')).toMatchObject({ base: 'release', role: 'qa' });
  expect(await sandbox.git('show', 'release:release.txt')).toMatch(/On release|three/);
  await expect(sandbox.git('show', 'main:release.txt')).rejects.toThrow();
});

test('`-` takes the goal from standard input', async () => {
  const done = await sandbox.cli(['run', '-', '--name', 'piped', '--command', edits('piped.txt'), '--finish', 'merge', '--wait'], {
    input: 'From a pipe\nwith two lines\n',
  });
  expect(done.exitCode).toBe(0);
  expect(await sandbox.git('show', 'main:piped.txt')).toBe('From a pipe\nwith two lines\n');
});

async function stateFolder(): Promise<string> {
  const { checks } = (await sandbox.cli(['doctor', '--json'])).json<{ checks: { name: string; said: string }[] }>();
  return checks.find(({ name }) => name === 'state folder')?.said as string;
}
