// What an agent writes into the shared git configuration, its worktree or a nested repository must not run in the host (decision 22).
import { chmod, lstat, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import type { CreatedWorktree } from '../../../src/core/model/repository.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
let made: CreatedWorktree;
let ran: string;
let evil: string;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
  made = await world.agent(repository, 'fix');
  ran = join(world.folder, 'ran');
  evil = join(world.folder, 'evil');
  await writeFile(evil, `#!/bin/sh\necho "$0 $*" >> '${ran}'\ncat\nexit 0\n`);
  await chmod(evil, 0o755);
});
afterEach(() => world.end());
afterAll(removeTemplate);

const at = (path: string) => join(made.worktree, path);
const order = () => ({ worktree: made.worktree, branch: made.branch, base: 'main', baseCommit: made.baseCommit });
const whatRan = () => world.read(ran).catch(() => '');

/** The whole life of an agent's work, with a real merge, as the host does it. */
async function everything(using = repository): Promise<void> {
  await world.write(at('n'), 'n\n');
  await world.write(at('a.txt'), tenLines({ 1: 'agent' }));
  good(await using.measureDiff(order()));
  good(await using.diff({ ...order(), maxBytes: 100_000 }));
  good(await using.commitAll({ ...order(), message: 'Work' }));
  good(await using.commitSubjects(order()));
  await world.write(join(world.repo, 'sub/b.txt'), 'person\n');
  expect(await whatRan()).toBe('');
  // The person's own git may run what it wants; here it is kept from it, so that what is left is ours.
  await world.git(
    '-c',
    'core.fsmonitor=false',
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'commit.gpgSign=false',
    'commit',
    '--quiet',
    '-am',
    'Person',
  );
  await rm(ran, { force: true });
  good(await using.hasUnsavedWork(order()));
  good(await using.merge({ branch: made.branch, base: 'main', message: 'm', scratch: join(world.state, 's') }));
  await world.write(at('left'), 'l\n');
  const trash = join(world.state, 'trash');
  good(await using.removeWorktree({ ...order(), name: 'fix', trash, at: '2026-01-01T00:00:00Z' }));
  const [entry] = good(await using.listTrash(trash));
  good(await using.restoreTrash({ trash, name: entry?.name ?? '', worktrees: join(world.state, 'wt') }));
  good(await world.agent(using, 'other').then((value) => ({ ok: true, value })));
}

describe('settings that flags make harmless', () => {
  const settings: readonly (readonly [string, (config: (key: string, value: string) => Promise<string>) => Promise<unknown>])[] = [
    ['core.fsmonitor', (config) => config('core.fsmonitor', evil)],
    [
      'core.hooksPath',
      async (config) => {
        for (const hook of [
          'pre-commit',
          'commit-msg',
          'post-commit',
          'post-checkout',
          'post-merge',
          'pre-merge-commit',
          'reference-transaction',
          'post-index-change',
          'prepare-commit-msg',
        ]) {
          await world.program(`hooks/${hook}`, `exec '${evil}' ${hook}`);
        }
        return config('core.hooksPath', join(world.folder, 'bin/hooks'));
      },
    ],
    [
      'hooks in .git/hooks',
      async () => {
        for (const hook of ['pre-commit', 'post-commit', 'post-checkout', 'post-merge', 'reference-transaction', 'post-index-change']) {
          await world.write(join(world.repo, '.git/hooks', hook), `#!/bin/sh\nexec '${evil}' ${hook}\n`);
          await chmod(join(world.repo, '.git/hooks', hook), 0o755);
        }
      },
    ],
    [
      'diff.external and textconv',
      async (config) => {
        await config('diff.external', evil);
        await config('diff.evil.command', evil);
        await config('diff.evil.textconv', evil);
        await world.write(at('.gitattributes'), '* diff=evil\n');
      },
    ],
    [
      'gpg.program with signing on',
      async (config) => {
        await config('gpg.program', evil);
        await config('commit.gpgSign', 'true');
        await config('tag.gpgSign', 'true');
        await config('log.showSignature', 'true');
      },
    ],
    [
      'editor, pager, aliases',
      async (config) => {
        for (const key of ['core.editor', 'core.pager', 'sequence.editor', 'pager.diff', 'pager.log']) await config(key, evil);
        for (const name of ['status', 'diff', 'commit', 'merge', 'worktree']) await config(`alias.${name}`, `!${evil}`);
      },
    ],
    ['core.worktree, leading to another folder', (config) => config('core.worktree', world.folder)],
  ];
  test.each(settings)('%s', async (_name, prepare) => {
    await prepare((key, value) => world.git('config', key, value));
    await rm(ran, { force: true });
    if (_name.startsWith('core.worktree')) {
      // The person's own git is led astray; ours must not be.
      await world.write(at('n'), 'n\n');
      expect(good(await repository.measureDiff(order())).files).toBe(1);
      good(await repository.commitAll({ ...order(), message: 'Work' }));
      good(await repository.merge({ branch: made.branch, base: 'main', message: 'm', scratch: join(world.state, 's') }));
      expect(await world.read(join(world.repo, 'n'))).toBe('n\n');
      await expect(lstat(join(world.folder, 'n'))).rejects.toThrow();
    } else await everything();
    expect(await whatRan()).toBe('');
  });

  test('the trap works: plain git runs it', async () => {
    await world.git('config', 'core.fsmonitor', evil);
    await world.git('status').catch(() => {});
    expect(await whatRan()).toContain('evil');
  });

  test('the .git file of a worktree, rewritten to lead to a repository of the agent', async () => {
    const trap = join(world.folder, 'trap');
    await world.git('init', '--quiet', trap);
    await world.gitIn(trap, 'config', 'filter.evil.clean', evil);
    await world.write(join(trap, '.git/info/attributes'), '* filter=evil\n');
    await writeFile(at('.git'), `gitdir: ${trap}/.git\n`);
    await world.write(at('n'), 'n\n');
    expect(good(await repository.measureDiff(order())).files).toBe(1);
    good(await repository.commitAll({ ...order(), message: 'Work' }));
    expect(await whatRan()).toBe('');
    expect(await world.git('log', '-1', '--format=%s', made.branch)).toBe('Work');
  });

  test('filters of a nested repository, also of one that is tracked', async () => {
    await world.gitIn(made.worktree, 'init', '--quiet', 'nested');
    await world.write(at('nested/f'), 'f\n');
    await world.write(at('nested/.gitattributes'), '* filter=evil\n');
    await world.gitIn(at('nested'), 'add', '--all');
    await world.gitIn(at('nested'), 'commit', '--quiet', '-m', 'One');
    await world.gitIn(made.worktree, 'add', 'nested');
    await world.gitIn(made.worktree, 'commit', '--quiet', '-m', 'Nested');
    await world.gitIn(at('nested'), 'config', 'filter.evil.clean', evil);
    await world.gitIn(at('nested'), 'config', 'core.fsmonitor', evil);
    await world.gitIn(at('nested'), '-c', 'core.fsmonitor=false', 'commit', '--quiet', '--allow-empty', '-m', 'Two');
    // Makes git look at the content again.
    await world.write(at('nested/f'), 'g\n');
    await rm(ran, { force: true });
    good(await repository.measureDiff(order()));
    good(await repository.commitAll({ ...order(), message: 'Work' }));
    expect(await world.git('ls-tree', made.branch, 'nested')).toContain(await world.gitIn(at('nested'), 'rev-parse', 'HEAD'));
    // Git looks inside where the commit is the recorded one.
    await world.write(at('m'), 'm\n');
    good(await repository.commitAll({ ...order(), message: 'More' }));
    await world.write(at('left'), 'l\n');
    good(await repository.hasUnsavedWork(order()));
    good(await repository.removeWorktree({ ...order(), name: 'fix', trash: join(world.state, 'trash'), at: '2026-01-01T00:00:00Z' }));
    expect(await whatRan()).toBe('');
  });

  test('programs called git in a relative PATH', async () => {
    await world.write(at('git'), `#!/bin/sh\nexec '${evil}'\n`);
    await chmod(at('git'), 0o755);
    const relative = await world.opened({ environment: () => ({ ...world.env, PATH: `.::${world.env.PATH}` }) });
    good(await relative.measureDiff(order()));
    expect(await whatRan()).toBe('');
  });
});

describe('settings that run a program and can not be switched off are a question', () => {
  const rows: readonly (readonly [string, readonly string[], string])[] = [
    ['a clean filter', ['filter.evil.clean'], 'filter.evil.clean'],
    ['a long-running filter', ['filter.evil.process'], 'filter.evil.process'],
    ['a merge driver', ['merge.evil.driver'], 'merge.evil.driver'],
    ['an upload-pack for a lazy fetch', ['remote.x.promisor', 'remote.x.uploadpack'], 'remote.x.promisor, remote.x.uploadpack'],
    ['an included file', ['include.path'], 'include.path'],
  ];
  test.each(rows)('%s', async (_name, keys, said) => {
    await world.write(at('.gitattributes'), '* filter=evil merge=evil\n');
    await world.write(at('n'), 'n\n');
    for (const key of keys) await world.git('config', key, key === 'include.path' ? join(world.folder, 'home/.gitconfig') : evil);
    const trash = join(world.state, 'trash');
    const results = [
      await repository.measureDiff(order()),
      await repository.commitAll({ ...order(), message: 'Work' }),
      await repository.merge({ branch: made.branch, base: 'main', message: 'm', scratch: join(world.state, 's') }),
      await repository.removeWorktree({ ...order(), name: 'fix', trash, at: '2026-01-01T00:00:00Z' }),
      await repository.createWorktree({ branch: 'orch/b', fallbackBranch: 'orch-b', path: world.worktree('b'), base: 'main' }),
    ];
    for (const result of results) {
      expect(bad<unknown>(result)).toMatchObject({
        kind: 'needs-person',
        said: `the repository's git configuration changed since the host started: ${said}`,
      });
    }
    expect(await whatRan()).toBe('');
    expect(await world.read(at('n'))).toBe('n\n');
  });

  test('until the person accepts them; what was there at the start is theirs', async () => {
    await world.git('config', 'filter.upper.clean', 'tr a-z A-Z');
    await world.write(at('.gitattributes'), '*.up filter=upper\n');
    await world.write(at('n.up'), 'n\n');
    bad(await repository.commitAll({ ...order(), message: 'Work' }));
    good(await repository.acceptConfig());
    good(await repository.commitAll({ ...order(), message: 'Work' }));
    expect(await world.git('show', `${made.branch}:n.up`)).toBe('N');
    good(await (await world.opened()).measureDiff(order()));
  });

  test('everyday settings of agents are none', async () => {
    for (const [key, value] of [
      ['core.hooksPath', '.husky/_'],
      ['user.email', 'a@b'],
      ['remote.origin.gh-resolved', 'base'],
      ['remote.fork.url', 'https://github.com/x/y'],
      ['branch.main.remote', 'origin'],
    ] as const) {
      await world.git('config', key, value);
    }
    await everything();
  });
});

describe('hooks of the person', () => {
  test('run on commits when the setting says so, without tokens', async () => {
    await world.write(join(world.repo, '.git/hooks/commit-msg'), `#!/bin/sh\nenv > '${ran}'\necho 'Reviewed: yes' >> "$1"\n`);
    await chmod(join(world.repo, '.git/hooks/commit-msg'), 0o755);
    world.env.GITHUB_TOKEN = 'sekret-token';
    const hooked = await world.opened({ commitHooks: 'run' });
    await world.write(at('n'), 'n\n');
    good(await hooked.commitAll({ ...order(), message: 'Work' }));
    expect(await world.git('log', '-1', '--format=%B', made.branch)).toContain('Reviewed: yes');
    expect(await whatRan()).not.toContain('sekret-token');
  });

  test('that refuse are told, and nothing is committed', async () => {
    await world.write(join(world.repo, '.git/hooks/pre-commit'), '#!/bin/sh\necho "error: lint failed in n" >&2\nexit 1\n');
    await chmod(join(world.repo, '.git/hooks/pre-commit'), 0o755);
    const hooked = await world.opened({ commitHooks: 'run' });
    await world.write(at('n'), 'n\n');
    expect(bad(await hooked.commitAll({ ...order(), message: 'Work' }))).toMatchObject({
      said: 'error: lint failed in n',
      next: expect.stringContaining('hooks'),
    });
    expect(await world.git('rev-parse', made.branch)).toBe(made.baseCommit);
  });

  test('moved by an agent meanwhile are a question', async () => {
    const hooked = await world.opened({ commitHooks: 'run' });
    await world.git('config', 'core.hooksPath', world.folder);
    await world.write(at('n'), 'n\n');
    expect(bad(await hooked.commitAll({ ...order(), message: 'Work' }))).toMatchObject({
      kind: 'needs-person',
      said: expect.stringContaining('core.hookspath'),
    });
  });
});
