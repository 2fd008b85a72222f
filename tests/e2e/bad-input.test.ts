// Bad input: one clear message (tried, said, next), the right exit code, and nothing half made: no branch, no worktree, no agent.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliOptions, makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture, statusOf } from '../helpers/story.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await makeSandbox();
});
afterAll(() => sandbox.end());

interface Refusal {
  readonly args?: readonly string[];
  readonly options?: CliOptions;
  readonly exitCode?: number;
  readonly tried: RegExp;
  readonly said: RegExp;
  readonly next: RegExp;
}

/** As JSON; for a person the same words are one line, tried below. */
async function expectRefusal({ args = ['run', 'x', '--command', 'true'], options = {}, exitCode = 2, tried, said, next }: Refusal) {
  const json = await sandbox.cli([...args, '--json'], options);
  expect(json).toMatchObject({ exitCode, stderr: '' });
  const { error } = json.json<{ error: Record<'kind' | 'tried' | 'said' | 'next', string> }>();
  expect(error.tried).toMatch(tried);
  expect(error.said).toMatch(said);
  expect(error.next).toMatch(next);
}

describe('an order that can not be carried out', () => {
  const rows: readonly (readonly [string, Refusal])[] = [
    ['no goal', { args: ['run', '  '], tried: /command line/, said: /goal is empty/, next: /Say what is to be done/ }],
    ['an unknown command', { args: ['frobnicate'], tried: /command line/, said: /no command frobnicate/, next: /Allowed: demo, run/ }],
    ['an unknown option', { args: ['run', 'x', '--nope'], tried: /command line/, said: /--nope/, next: /Allowed: --agent/ }],
    ['an unknown harness', { args: ['run', 'x', '--agent', 'hal'], tried: /harness hal/, said: /claude, codex/, next: /--command/ }],
    [
      'two ways to run it',
      { args: ['run', 'x', '--agent', 'demo', '--command', 'y'], tried: /command line/, said: /exclude each other/, next: /one of them/ },
    ],
    ['an open quote', { args: ['run', 'x', '--command', '"a'], tried: /command line/, said: /quot/, next: /Close every quote/ }],
    [
      'a program that is not installed',
      {
        args: ['run', 'x', '--command', 'no-such-cli --go'],
        tried: /start no-such-cli/,
        said: /not found in PATH/,
        next: /Install no-such-cli/,
      },
    ],
    [
      'a base that does not exist',
      { args: ['run', 'x', '--command', 'true', '--base', 'nope'], tried: /start from nope/, said: /no such branch/, next: /main/ },
    ],
    [
      'a base that is an option',
      { args: ['run', 'x', '--command', 'true', '--base=--all'], tried: /--all/, said: /no such branch/, next: /main/ },
    ],
    [
      'a merge into what is no local branch',
      {
        args: ['run', 'x', '--command', 'true', '--base', 'HEAD', '--finish', 'merge'],
        tried: /into HEAD/,
        said: /no local branch/,
        next: /--base/,
      },
    ],
    [
      'a name with blanks',
      { args: ['run', 'x', '--command', 'true', '--name', 'a b'], tried: /"a b"/, said: /letters a-z/, next: /--name a-b/ },
    ],
    [
      'a name that is not ASCII',
      { args: ['run', 'x', '--command', 'true', '--name', 'größe'], tried: /größe/, said: /letters a-z/, next: /--name grosse/ },
    ],
    [
      'a name that is a path',
      { args: ['run', 'x', '--command', 'true', '--name', '../x'], tried: /\.\.\/x/, said: /letters a-z/, next: /--name x/ },
    ],
    ['too many agents', { args: ['run', 'x', '--command', 'true', '--count', '51'], tried: /51 agents/, said: /1 to 50/, next: /--count/ }],
    [
      'a folder that is not there',
      { args: ['run', 'x', '--repo', '/no/such'], tried: /\/no\/such/, said: /no such folder/, next: /--repo/ },
    ],
    [
      'a task that no program takes as an argument',
      {
        args: ['run', '-', '--command', 'true'],
        options: { input: 'x'.repeat(200_000) },
        tried: /task/,
        said: /200000 bytes, and a program takes at most 131071/,
        next: /file of the repository/,
      },
    ],
  ];
  test.each(rows)('%s', (_sentence, refusal) => expectRefusal(refusal));

  test('a name that a branch has', async () => {
    await sandbox.git('branch', 'orch/taken');
    const args = ['run', 'x', '--command', 'true', '--name', 'taken'];
    await expectRefusal({ args, tried: /name the agent taken/, said: /branch or worktree of that name/, next: /--name taken-2/ });
    await sandbox.git('branch', '--delete', 'orch/taken');
  });

  test('none of them has left a branch, a worktree or an agent', async () => {
    expect(await sandbox.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\n');
    expect((await sandbox.git('worktree', 'list')).trim().split('\n')).toHaveLength(1);
    expect(await statusOf(sandbox)).toMatchObject({ goals: [], agents: [] });
  });

  test('for a person it is one line', async () => {
    const refused = await sandbox.cli(['run', 'x', '--command', 'true', '--base', 'nope']);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toBe(
      'orch-tui: start from nope: there is no such branch or commit. Name a branch of this repository, such as main.\n',
    );
  });
});

describe('a place that can not be worked in', () => {
  const folder = () => mkdtemp(join(sandbox.folder, 'p-'));
  const repository = async (...words: readonly string[]) => {
    const path = await folder();
    await sandbox.git('init', '--quiet', ...words, path);
    return path;
  };

  test('not a repository', async () => {
    const cwd = await folder();
    await expectRefusal({ options: { cwd }, tried: new RegExp(cwd), said: /not a git repository/, next: /--repo/ });
    await expectRefusal({
      args: ['status'],
      options: { cwd },
      tried: new RegExp(cwd),
      said: /not a git repository/,
      next: /orch-tui demo/,
    });
  });

  test('without a commit', async () => {
    const cwd = await repository();
    await expectRefusal({ options: { cwd }, tried: new RegExp(cwd), said: /no commits yet/, next: /first commit/ });
    await sandbox.cli(['host', '--stop'], { cwd });
  });

  test('bare', async () => {
    await expectRefusal({ options: { cwd: await repository('--bare') }, tried: /open/, said: /bare repository/, next: /git worktree add/ });
  });

  test('detached, with neither main nor master', async () => {
    const cwd = await repository('--initial-branch', 'trunk');
    await sandbox.git('-C', cwd, 'commit', '--quiet', '--allow-empty', '--message', 'First');
    await sandbox.git('-C', cwd, 'checkout', '--quiet', '--detach');
    await expectRefusal({ options: { cwd }, tried: /branch to start from/, said: /detached HEAD/, next: /--base BRANCH/ });
    const args = ['run', 'x', '--command', fixture('edits-and-exits'), '--base', 'trunk', '--finish', 'merge', '--wait'];
    expect(await sandbox.cli(args, { cwd })).toMatchObject({ exitCode: 0 });
    expect(await sandbox.git('-C', cwd, 'status', '--porcelain')).toBe('');
    await sandbox.cli(['host', '--stop'], { cwd });
  });

  test('without git', async () => {
    const path = await folder();
    await symlink(process.execPath, join(path, 'node'));
    const options = { env: { PATH: path } };
    await expectRefusal({ options, tried: /open the repository/, said: /git is not installed/, next: /Install git/ });
    const dir = join(path, 'a', 'demo');
    await expectRefusal({
      args: ['demo', '--dir', dir],
      options,
      tried: /demo repository/,
      said: /git is not installed/,
      next: /Install git/,
    });
    expect(existsSync(join(path, 'a'))).toBe(false);
    await mkdir(dir, { recursive: true });
    await expectRefusal({
      args: ['demo', '--dir', dir],
      options,
      tried: /demo repository/,
      said: /git is not installed/,
      next: /Install git/,
    });
    expect(await readdir(dir)).toEqual([]);
    const doctor = await sandbox.cli(['doctor', '--json'], options);
    expect(doctor.exitCode).toBe(1);
    expect(doctor.json()).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'git', state: 'failed' })]),
    });
  });

  test.each([
    ['a file in the way', 'file', /a file is in the way/],
    ['a file system that takes no folders', '/proc/nowhere', /no folder can be made there/],
    ['a path that no file system takes', `/tmp/${'x'.repeat(300)}`, /too long/],
    ['a path that tools in worktrees would break on', `/tmp/${`${'x'.repeat(200)}/`.repeat(6)}`, /more than 1024 bytes/],
  ])('a state folder that can not be made: %s', async (_sentence, path, said) => {
    await writeFile(join(sandbox.folder, 'file'), '');
    const cwd = await repository();
    await sandbox.git('-C', cwd, 'commit', '--quiet', '--allow-empty', '--message', 'First');
    const options = { cwd, env: { XDG_STATE_HOME: path === 'file' ? join(sandbox.folder, 'file') : path } };
    await expectRefusal({ options, exitCode: 1, tried: /state folder/, said, next: /XDG_STATE_HOME/ });
    expect(await sandbox.cli(['status'], options)).toMatchObject({ exitCode: 0, stdout: 'no host is running; no agents\n' });
    expect(await sandbox.git('-C', cwd, 'branch', '--list', 'orch/*')).toBe('');
  });
});

describe('unusual, and yet it works', () => {
  const work = (name: string, options: CliOptions = {}) =>
    sandbox.cli(
      ['run', `Task ${name}`, '--name', name, '--command', fixture('edits-and-exits', `${name}.txt`), '--finish', 'merge', '--wait'],
      options,
    );

  test('a task of 100 KB', async () => {
    const args = [
      'run',
      'y'.repeat(100_000),
      '--name',
      'long',
      '--command',
      fixture('edits-and-exits', 'long.txt'),
      '--finish',
      'merge',
      '--wait',
    ];
    expect(await sandbox.cli(args)).toMatchObject({ exitCode: 0 });
    expect(await sandbox.git('show', 'main:long.txt')).toBe(`${'y'.repeat(100_000)}\n`);
    expect((await sandbox.cli(['status'])).stdout.length).toBeLessThan(1000);
    expect((await sandbox.cli(['list'])).stdout.length).toBeLessThan(1000);
  });

  test('a very long state path, and a runtime folder no socket fits into', async () => {
    const deep = join(sandbox.folder, 'd'.repeat(200), 'e'.repeat(200));
    const options = { env: { XDG_STATE_HOME: deep, XDG_RUNTIME_DIR: deep } };
    expect(await work('deep', options)).toMatchObject({ exitCode: 0 });
    expect(await sandbox.cli(['host', '--stop'], options)).toMatchObject({ exitCode: 0 });
    expect(await sandbox.git('show', 'main:deep.txt')).toBe('Task deep\n');
  });

  test('a file where the runtime folder should be', async () => {
    await writeFile(join(sandbox.folder, 'file'), '');
    const options = { env: { XDG_STATE_HOME: join(sandbox.folder, 's3'), XDG_RUNTIME_DIR: join(sandbox.folder, 'file') } };
    expect(await work('elsewhere', options)).toMatchObject({ exitCode: 0 });
    expect(await sandbox.cli(['host', '--stop'], options)).toMatchObject({ exitCode: 0, stdout: 'the host has ended\n' });
  });

  test('no git identity: the commit says who made it, and the history that none was set', async () => {
    const home = join(sandbox.folder, 'h2');
    await mkdir(home, { recursive: true });
    const options = { env: { HOME: home, XDG_STATE_HOME: join(sandbox.folder, 's4'), XDG_RUNTIME_DIR: join(home, 'r') } };
    await mkdir(join(home, 'r'), { mode: 0o700 });
    expect(await work('nobody', options)).toMatchObject({ exitCode: 0 });
    expect(await sandbox.git('log', '-1', '--format=%an <%ae>', 'main')).toBe('orch-tui <orch-tui@localhost>\n');
    expect((await sandbox.cli(['why', 'nobody'], options)).stdout).toContain('git has no user.name and user.email');
    await sandbox.cli(['host', '--stop'], options);
  });

  test('a branch called orch: another name is taken, and said', async () => {
    const cwd = await mkdtemp(join(sandbox.folder, 'o-'));
    await sandbox.git('init', '--quiet', cwd);
    await sandbox.git('-C', cwd, 'commit', '--quiet', '--allow-empty', '--message', 'First');
    await sandbox.git('-C', cwd, 'branch', 'orch');
    expect(await work('inner', { cwd })).toMatchObject({ exitCode: 0 });
    const agents = (await sandbox.cli(['status', '--json'], { cwd })).json<{ agents: { branch: string }[] }>().agents;
    expect(agents.map(({ branch }) => branch)).toEqual(['orch-inner']);
    expect((await sandbox.cli(['why', 'inner'], { cwd })).stdout).toContain('your branch orch leaves no room for orch/inner');
    await sandbox.cli(['host', '--stop'], { cwd });
  });

  test('last words that would act on a terminal', async () => {
    const words = "printf '\\033]52;c;c3RvbGVu\\007\\033[2J\\033]0;owned\\007no login\\n\\033[31mgo away\\033[0m\\n' >&2; exit 9";
    const failed = await sandbox.cli(['run', 'Hostile', '--name', 'hostile', '--command', `sh -c "${words}"`, '--wait', '--json']);
    expect(failed.exitCode).toBe(1);
    expect((await agentOf(sandbox, 'hostile')).error?.said).toMatch(/^exit code 9, .*no login\ngo away$/s);
    for (const args of [['status'], ['why', 'hostile'], ['logs', 'hostile'], ['screen', 'hostile'], ['show', 'Hostile']]) {
      const { stdout, stderr } = await sandbox.cli(args);
      expect(actingIn(stdout + stderr)).toEqual([]);
    }
    expect(actingIn(failed.stderr)).toEqual([]);
  });
});

test('a configuration that can not be read names file and key, and keeps the host from starting', async () => {
  const file = join(sandbox.folder, 'bad.json');
  await writeFile(file, '{"agents": {"max": "many"}}');
  await sandbox.cli(['host', '--stop']);
  await expectRefusal({
    args: ['run', 'x', '--command', 'true', '--config', file],
    tried: new RegExp(file),
    said: /agents\.max is "many"/,
    next: /a whole number from 1 to 200/,
  });
  expect((await statusOf(sandbox)).host).toBeNull();
});

test('settings of a repository that nobody trusts are a question, and no answer where nobody is to be asked', async () => {
  await mkdir(join(sandbox.repo, '.orch'));
  const path = join(sandbox.repo, '.orch/config.json');
  await writeFile(path, '{"finish": {"verify": "touch owned"}}');
  await expectRefusal({
    args: ['run', 'x', '--command', 'true', '--non-interactive', '--wait'],
    exitCode: 4,
    tried: new RegExp(path),
    said: /not trusted, and sets finish/,
    next: /orch-tui config trust/,
  });
  const done = await sandbox.cli(['run', 'x', '--name', 'untrusting', '--command', 'true', '--wait']);
  expect(done.exitCode).toBe(0);
  expect(done.stderr).toContain(
    'it is not trusted, and sets finish. Read it, then trust it with `orch-tui config trust`. Until then it does not count.\n',
  );
  await expect(readFile(join(sandbox.repo, 'owned'))).rejects.toThrow();
});

function actingIn(text: string): readonly string[] {
  return ['\u001b', '\u0007', '\u009b'].filter((character) => text.includes(character));
}
