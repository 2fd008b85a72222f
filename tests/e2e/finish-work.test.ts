// Finishing against real git: two agents on one line, a checkout with changes of its own, and a pull request whose token stays nowhere.
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ForgeServer, startForgeServer } from '../fixtures/forge-server.js';
import { type GitServer, startGitServer } from '../fixtures/git-http-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf } from '../helpers/story.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox({ files: { 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'b\n' } });
});
afterEach(() => sandbox.end());

const run = (name: string, script: string, ...options: readonly string[]) =>
  sandbox.cli(['run', `Task ${name}`, '--name', name, '--command', `sh -c '${script}'`, '--wait', '--non-interactive', ...options]);
const gitState = async () => [await sandbox.git('status', '--porcelain'), await sandbox.git('rev-parse', 'main')];

describe('a merge', () => {
  test('of a line that another agent changed first is refused with what to do, and leaves nothing half done', async () => {
    const both = await Promise.all([
      run('left', 'sed -i s/two/LEFT/ a.txt', '--finish', 'keep'),
      run('right', 'sed -i s/two/RIGHT/ a.txt', '--finish', 'keep'),
    ]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect((await sandbox.cli(['finish', 'left', '--as', 'merge'])).exitCode).toBe(0);
    const before = await gitState();

    const refused = await sandbox.cli(['finish', 'right', '--as', 'merge', '--json']);
    expect(refused.exitCode).toBe(1);
    expect(refused.json()).toMatchObject({
      error: {
        kind: 'conflict',
        tried: 'merge orch/right into main',
        said: 'conflicts in a.txt',
        next: expect.stringContaining('git merge main'),
      },
    });
    expect(await gitState()).toEqual(before);
    expect(await readFile(join(sandbox.repo, 'a.txt'), 'utf8')).toBe('one\nLEFT\nthree\n');
    const { worktree } = await agentOf(sandbox, 'right');
    expect(await readFile(join(String(worktree), 'a.txt'), 'utf8')).toBe('one\nRIGHT\nthree\n');

    // The way out that the message names.
    const merge = ['-C', String(worktree), 'merge', '--quiet', '-X', 'ours', 'main'];
    await sandbox.git(...merge);
    expect(await sandbox.cli(['finish', 'right', '--as', 'merge'])).toMatchObject({ exitCode: 0 });
    expect(await sandbox.git('show', 'main:a.txt')).toBe('one\nRIGHT\nthree\n');
  });

  test('with a conflict is work that failed (1) where nobody is to be asked', async () => {
    // The first has its worktree before the second is merged, and ends when somebody opens the other pipe.
    const [began, pipe] = [join(sandbox.folder, 'began'), join(sandbox.folder, 'pipe')];
    execFileSync('mkfifo', [began, pipe]);
    const first = run('first', `sed -i s/two/FIRST/ a.txt; echo > ${began}; cat < ${pipe}`, '--finish', 'merge');
    await readFile(began);
    expect(await run('second', 'sed -i s/two/SECOND/ a.txt', '--finish', 'merge')).toMatchObject({ exitCode: 0 });
    await writeFile(pipe, '');
    const refused = await first;
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('orch-tui: merge orch/first into main: conflicts in a.txt.');
    expect(await agentOf(sandbox, 'first')).toMatchObject({ state: 'failed', branch: 'orch/first', result: null });
  });

  test('keeps what the person has changed in the checkout, and waits where both changed the same file', async () => {
    await writeFile(join(sandbox.repo, 'a.txt'), 'mine\n');
    expect(await run('other-file', 'echo agent >> b.txt', '--finish', 'merge')).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(sandbox.repo, 'b.txt'), 'utf8')).toBe('b\nagent\n');
    const before = await gitState();
    const refused = await run('same-file', 'echo agent >> a.txt', '--finish', 'merge');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      /orch-tui: merge orch\/same-file into main: base has local changes in a\.txt\. Commit, stash or move them/,
    );
    expect(await gitState()).toEqual(before);
    expect(await readFile(join(sandbox.repo, 'a.txt'), 'utf8')).toBe('mine\n');

    await sandbox.git('checkout', '--quiet', 'a.txt');
    expect(await sandbox.cli(['finish', 'same-file'])).toMatchObject({ exitCode: 0 });
    expect(await sandbox.git('status', '--porcelain')).toBe('');
    expect(await readFile(join(sandbox.repo, 'a.txt'), 'utf8')).toBe('one\ntwo\nthree\nagent\n');
  });
});

describe('a pull request', () => {
  const TOKEN = 'ghp_e2eSecretToken0123456789';
  let forge: ForgeServer;
  let remote: GitServer;
  let env: Readonly<Record<string, string>>;
  beforeEach(async () => {
    const bare = join(sandbox.folder, 'srv/acme/widget.git');
    await sandbox.git('init', '--quiet', '--bare', bare);
    await sandbox.git('-C', bare, 'config', 'http.receivepack', 'true');
    [forge, remote] = await Promise.all([
      startForgeServer({ token: TOKEN }),
      startGitServer({ folder: join(sandbox.folder, 'srv'), token: TOKEN }),
    ]);
    await sandbox.git('remote', 'add', 'origin', `${remote.url}/acme/widget.git`);
    env = { GITHUB_API_URL: forge.url, GITHUB_TOKEN: TOKEN };
  });
  afterEach(() => Promise.all([forge.close(), remote.close()]));

  const order = [
    'run',
    'Add a line',
    '--name',
    'liner',
    '--command',
    "sh -c 'env > env.txt; echo $0 >> a.txt'",
    '--finish',
    'pr',
    '--wait',
  ];
  const options = ['--label', 'robot', '--reviewer', 'kim', '--draft'];

  test('is opened from a pushed branch, and the token is nowhere afterwards', async () => {
    const opened = await sandbox.cli([...order, ...options], { env });
    expect(opened).toMatchObject({ exitCode: 0 });
    expect(opened.stderr).toContain('https://forge.example/acme/widget/pull/1');
    expect(forge.pullRequests).toMatchObject([
      {
        repository: 'acme/widget',
        head: 'orch/liner',
        base: 'main',
        title: 'Add a line',
        draft: true,
        labels: ['robot'],
        reviewers: ['kim'],
      },
    ]);
    const pushed = await sandbox.git('-C', join(sandbox.folder, 'srv/acme/widget.git'), 'show', 'orch/liner:a.txt');
    expect(pushed).toBe('one\ntwo\nthree\nAdd a line\n');
    expect(remote.credentials).toContain(`x-access-token:${TOKEN}`);
    expect((await sandbox.cli(['status'])).stdout).toContain('https://forge.example/acme/widget/pull/1');
    expect(await agentOf(sandbox, 'liner')).toMatchObject({
      state: 'done',
      result: { kind: 'pr', url: 'https://forge.example/acme/widget/pull/1' },
    });

    expect(await filesWith(sandbox.folder, TOKEN)).toEqual([]);
    expect(await filesWith(sandbox.folder, Buffer.from(`x-access-token:${TOKEN}`).toString('base64'))).toEqual([]);
    expect(opened.stdout + opened.stderr).not.toContain(TOKEN);
    // Nor had the agent it.
    const { worktree } = await agentOf(sandbox, 'liner');
    expect(await readFile(join(String(worktree), 'env.txt'), 'utf8')).not.toContain('GITHUB_TOKEN');
  });

  test('of a forge that is named only later, by a client of a running host', async () => {
    await sandbox.cli([...order.slice(0, 6), '--finish', 'keep', '--wait']);
    expect((await sandbox.cli(['finish', 'liner', '--as', 'pr'], { env })).stdout).toBe(
      'finished liner: pr https://forge.example/acme/widget/pull/1\n',
    );
  });

  const refusals: readonly (readonly [string, () => object, RegExp])[] = [
    ['without a token', () => ({ GITHUB_TOKEN: '' }), /there is no token for 127\.0\.0\.1:\d+ \(GITHUB_TOKEN/],
    ['with one that the remote refuses', () => ({ GITHUB_TOKEN: 'ghp_wrong' }), /^orch-tui: push orch\/liner to origin: /m],
    [
      'with one that the forge says aloud',
      () => {
        forge.behave('echoes-token');
        return {};
      },
      /^orch-tui: .*pull request.*: /m,
    ],
  ];
  test.each(refusals)('%s is refused in words, and can be tried again', async (_sentence, change, message) => {
    const refused = await sandbox.cli([...order, '--non-interactive'], { env: { ...env, ...change() } });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(message);
    for (const token of [TOKEN, 'ghp_wrong']) {
      expect(refused.stderr).not.toContain(token);
      expect(await filesWith(sandbox.folder, token)).toEqual([]);
    }
    forge.behave('works');
    expect(await sandbox.cli(['finish', 'liner'], { env })).toMatchObject({ exitCode: 0 });
    expect(forge.pullRequests).toHaveLength(1);
  });

  test('is refused at once where no remote is a forge', async () => {
    await sandbox.git('remote', 'set-url', 'origin', '/srv/elsewhere');
    const refused = await sandbox.cli([...order, '--json'], { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.json()).toMatchObject({ error: { kind: 'usage', tried: 'finish by a pull request' } });
    expect(await sandbox.git('branch', '--list', 'orch/*')).toBe('');
  });
});

/** Files below `folder` that hold `text`, packs and compressed objects as they are. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // What the host replaces meanwhile was written under another name first, and is found by its own.
  const read = (path: string) => readFile(path).catch(() => Buffer.alloc(0));
  const held = await Promise.all(files.map(async (path) => ((await read(path)).includes(text) ? [path] : [])));
  return held.flat();
}
