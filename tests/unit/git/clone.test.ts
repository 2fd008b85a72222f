// Clones of real repositories: whole or without history, with submodules, with a token that is nowhere afterwards, and nothing left of what failed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CloneOrder, cloneRepository } from '../../../src/core/adapters/git/clone.js';
import { type GitServer, startGitServer } from '../../fixtures/git-http-server.js';

const TOKEN = 'ghp_clone0123456789';
let folder: string;
let env: Record<string, string>;
let server: GitServer;
let lines: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clone-'));
  env = { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  lines = [];
  makeBare('shop');
  server = await startGitServer({ folder: join(folder, 'srv'), token: TOKEN });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=Pat', '-c', 'user.email=pat@example.org', '-c', 'protocol.file.allow=always', ...args], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** Two commits, in srv/NAME.git. */
function makeBare(name: string, prepare: (work: string) => void = () => undefined): void {
  const work = join(folder, `work-${name}`);
  mkdirSync(work, { recursive: true });
  git(work, 'init', '--quiet', '--initial-branch=main');
  for (const text of ['one', 'two']) {
    writeFileSync(join(work, 'a.txt'), `${text}\n`);
    git(work, 'add', 'a.txt');
    prepare(work);
    git(work, 'commit', '--quiet', '--message', text);
  }
  git(folder, 'clone', '--quiet', '--bare', work, join(folder, 'srv/ada', `${name}.git`));
}

function clone(changes: Partial<CloneOrder> = {}) {
  return cloneRepository({
    url: `file://${folder}/srv/ada/shop.git`,
    folder: join(folder, 'here'),
    history: 'all',
    asks: 'nobody',
    token: null,
    environment: env,
    onProgress: (line) => lines.push(line),
    ...changes,
  });
}

describe('a clone', () => {
  it.each([
    ['all', 2],
    ['last', 1],
  ] as const)('with %s of its history has %s commits', async (history, count) => {
    expect(await clone({ history })).toEqual({ ok: true, value: undefined });
    expect(git(join(folder, 'here'), 'rev-list', '--count', 'HEAD')).toBe(String(count));
    expect(git(join(folder, 'here'), 'status', '--porcelain')).toBe('');
    expect(git(join(folder, 'here'), 'config', 'remote.origin.url')).toBe(`file://${folder}/srv/ada/shop.git`);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('has its submodules, which work where it was put', async () => {
    makeBare('part');
    makeBare('whole', (work) => {
      if (existsSync(join(work, 'sub'))) return;
      git(work, 'submodule', '--quiet', 'add', join(folder, 'srv/ada/part.git'), 'sub');
      git(work, 'config', '--file', '.gitmodules', 'submodule.sub.url', `${server.url}/ada/part.git`);
      git(work, 'add', '.gitmodules');
    });
    expect(await clone({ url: `${server.url}/ada/whole.git`, token: TOKEN })).toEqual({ ok: true, value: undefined });
    expect(readFileSync(join(folder, 'here/sub/a.txt'), 'utf8')).toBe('two\n');
    expect(git(join(folder, 'here/sub'), 'status', '--porcelain')).toBe('');
  });

  it('leaves files of LFS as they are, and sees no secrets', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'git'), `#!/bin/sh\n/usr/bin/env > ${folder}/env\nexec /usr/bin/git "$@"\n`, { mode: 0o755 });
    await clone({ environment: { ...env, PATH: `${bin}:${env.PATH}`, GITHUB_TOKEN: 'ghp_other', GIT_DIR: '/nowhere' } });
    const seen = readFileSync(join(folder, 'env'), 'utf8');
    expect(seen).toContain('GIT_LFS_SKIP_SMUDGE=1');
    expect(seen).not.toMatch(/ghp_other|GIT_DIR/);
  });

  it('gives the token where it is asked for, and it is nowhere afterwards', async () => {
    expect(await clone({ url: `${server.url}/ada/shop.git`, token: TOKEN })).toEqual({ ok: true, value: undefined });
    expect(server.credentials).toContain(`x-access-token:${TOKEN}`);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(TOKEN))).toEqual([]);
    expect(lines.join('\n')).not.toContain(TOKEN);
  });
});

describe('what fails', () => {
  const cases: readonly [string, () => Partial<CloneOrder>, RegExp][] = [
    ['a repository that is not there', () => ({ url: `file://${folder}/srv/ada/none.git` }), /does not (?:exist|appear)/],
    ['a token that is missing', () => ({ url: `${server.url}/ada/shop.git` }), /could not read Username/],
    ['a token that is wrong', () => ({ url: `${server.url}/ada/shop.git`, token: 'ghp_wrong' }), /Authentication failed/],
    ['a git that is not there', () => ({ environment: { ...env, PATH: '/nowhere' } }), /git is not installed/],
  ];
  it.each(cases)('%s is said, and leaves nothing', async (_sentence, order, said) => {
    const before = readdirSync(folder).sort();
    const cloned = await clone(order());
    expect(cloned).toMatchObject({ ok: false, error: { tried: expect.stringMatching(/^clone /), said: expect.stringMatching(said) } });
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(JSON.stringify(cloned)).not.toMatch(/ghp_/);
  });

  it('a submodule that would run a program is not fetched, and leaves nothing', async () => {
    makeBare('evil', (work) => {
      writeFileSync(join(work, '.gitmodules'), `[submodule "sub"]\n\tpath = sub\n\turl = "ext::sh -c touch% ${folder}/owned"\n`);
      git(work, 'add', '.gitmodules');
      git(work, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    });
    const cloned = await clone({ url: `file://${folder}/srv/ada/evil.git`, environment: { ...env, GIT_ALLOW_PROTOCOL: 'ext:file' } });
    expect(cloned).toMatchObject({ ok: false, error: { said: expect.stringMatching(/transport 'ext' not allowed/) } });
    expect(existsSync(join(folder, 'owned'))).toBe(false);
    expect(existsSync(join(folder, 'here'))).toBe(false);
  });
});
