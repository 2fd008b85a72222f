// A world for one test of the git adapter: a home with an identity, a repository copied from a prepared one, state folders. Removed by `end`.
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { GitRepository, RepositoryDeps } from '../../../src/core/adapters/git/open-repository.js';
import { openRepository } from '../../../src/core/adapters/git/open-repository.js';
import type { OrchError, Result } from '../../../src/core/model/error.js';

const run = promisify(execFile);
const IDENTITY = '[user]\n\tname = Pat Person\n\temail = pat@example.org\n[init]\n\tdefaultBranch = main\n';

let template: Promise<string> | null = null;

/** One commit on main: `a.txt` (ten lines) and `sub/b.txt`. Made once per test file, then copied. */
function prepared(): Promise<string> {
  template ??= makeTemplate();
  return template;
}

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'og-template-'));
  await mkdir(join(folder, 'home'));
  await writeFile(join(folder, 'home/.gitconfig'), IDENTITY);
  const repo = join(folder, 'widget');
  await mkdir(join(repo, 'sub'), { recursive: true });
  await writeFile(join(repo, 'a.txt'), tenLines());
  await writeFile(join(repo, 'sub/b.txt'), 'b\n');
  const options = { cwd: repo, env: { HOME: join(folder, 'home'), PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1' } };
  // Without the sample hooks, which would be copied for every test.
  await run('git', ['init', '--quiet', '--template='], options);
  await run('git', ['add', '--all'], options);
  await run('git', ['commit', '--quiet', '--message', 'First'], options);
  return folder;
}

export async function removeTemplate(): Promise<void> {
  if (template !== null) await rm(await template, { recursive: true, force: true });
  template = null;
}

export function tenLines(changes: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: 10 }, (_, index) => `${changes[index + 1] ?? `line ${index + 1}`}\n`).join('');
}

export async function makeWorld(repoName = 'widget'): Promise<World> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'og-'));
  const from = await prepared();
  await cp(join(from, 'home'), join(folder, 'home'), { recursive: true });
  await cp(join(from, 'widget'), join(folder, repoName), { recursive: true });
  return new World(folder, join(folder, repoName));
}

export class World {
  readonly env: Record<string, string>;
  /** Worktrees, trash and temporary files of the host. */
  readonly state: string;

  constructor(
    readonly folder: string,
    readonly repo: string,
  ) {
    this.state = join(folder, 'state');
    this.env = { HOME: join(folder, 'home'), PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1' };
  }

  /** Real git as a person runs it; rejects with its words. */
  async git(...args: readonly string[]): Promise<string> {
    return this.gitIn(this.repo, ...args);
  }

  async gitIn(cwd: string, ...args: readonly string[]): Promise<string> {
    const running = run('git', [...args], { cwd, env: this.env, maxBuffer: 16 * 1024 * 1024 });
    // A hook that reads its input must see the end of it.
    running.child.stdin?.end();
    const { stdout } = await running;
    return stdout.replace(/\n$/u, '');
  }

  open(deps: Partial<RepositoryDeps> = {}, dir = this.repo): Promise<Result<GitRepository>> {
    return openRepository(dir, {
      environment: () => this.env,
      temporary: join(this.state, 'tmp'),
      commitHooks: 'off',
      forgeHosts: 'github.com',
      ...deps,
    });
  }

  async opened(deps: Partial<RepositoryDeps> = {}): Promise<GitRepository> {
    return good(await this.open(deps));
  }

  worktree(name: string): string {
    return join(this.state, 'wt', name);
  }

  /** Worktree of an agent of that name, from main. */
  async agent(repository: GitRepository, name: string, base = 'main') {
    return good(
      await repository.createWorktree({ branch: `orch/${name}`, fallbackBranch: `orch-${name}`, path: this.worktree(name), base }),
    );
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  /** An executable that comes before the others in PATH from now on. */
  async program(name: string, script: string): Promise<string> {
    const path = join(this.folder, 'bin', name);
    await this.write(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    this.env.PATH = `${join(this.folder, 'bin')}:${process.env.PATH}`;
    return path;
  }

  read(path: string): Promise<string> {
    return readFile(path, 'utf8');
  }

  async end(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function good<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`expected success, got ${JSON.stringify(result.error)}`);
  return result.value;
}

export function bad<Value>(result: Result<Value>): OrchError {
  if (result.ok) throw new Error(`expected an error, got ${JSON.stringify(result.value)}`);
  return result.error;
}
