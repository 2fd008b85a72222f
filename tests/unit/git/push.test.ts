// Pushing: the token reaches the forge's host and nobody else; the remote's address is the one the person had.

import { chmod, cp, readdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bad, good, makeWorld, removeTemplate, type World } from './repository-world.js';

const TOKEN = 'sekret-token-1234';
let world: World;
let bare: string;
beforeEach(async () => {
  world = await makeWorld();
  bare = join(world.folder, 'remote.git');
  await world.git('init', '--quiet', '--bare', bare);
  await world.git('branch', 'orch/fix');
});
afterEach(() => world.end());
afterAll(removeTemplate);

const push = { branch: 'orch/fix', remote: 'origin', token: null, host: 'github.com' } as const;
const addRemote = (url: string) => world.git('remote', 'add', 'origin', url);

describe('to a remote that lets us in', () => {
  beforeEach(() => addRemote(bare));

  test('the branch arrives', async () => {
    const commit = await world.git('rev-parse', 'orch/fix');
    expect(good(await (await world.opened()).push(push))).toEqual({ commit });
    expect(await world.gitIn(bare, 'rev-parse', 'refs/heads/orch/fix')).toBe(commit);
  });

  test('is never forced: other commits there stay', async () => {
    const repository = await world.opened();
    good(await repository.push(push));
    const theirs = await world.git('commit-tree', '-m', 'Theirs', 'main^{tree}');
    await world.git('push', '--quiet', '--force', 'origin', `${theirs}:refs/heads/orch/fix`);
    expect(bad(await repository.push(push))).toMatchObject({
      kind: 'forge',
      said: 'the remote has commits on this branch that are not here',
      next: 'Run git fetch origin, merge origin/orch/fix into the branch in its worktree, then finish again.',
    });
    expect(await world.gitIn(bare, 'rev-parse', 'refs/heads/orch/fix')).toBe(theirs);
  });

  test.each([
    ['GH006: Protected branch update failed for refs/heads/orch/fix.', /^A rule of the remote does not take this branch/],
    [
      'GH013: Repository rule violations found; - Changes must be made through a pull request.',
      /^A rule of the remote does not take this branch/,
    ],
    [
      'refusing to allow a Personal Access Token to create or update workflow `.github/workflows/ci.yml` without `workflow` scope',
      /^Give the token the scope workflow/,
    ],
  ])('a refusal is told with what can be done: %s', async (said, next) => {
    await world.write(
      join(bare, 'hooks/pre-receive'),
      `#!/bin/sh\ncat >/dev/null\nprintf '%s\\n' ${said
        .split('; ')
        .map((line) => `'${line}'`)
        .join(' ')} >&2\nexit 1\n`,
    );
    await chmod(join(bare, 'hooks/pre-receive'), 0o755);
    const commit = await world.git('rev-parse', 'orch/fix');
    expect(bad(await (await world.opened()).push(push))).toMatchObject({
      kind: 'forge',
      said: expect.stringContaining(said),
      next: expect.stringMatching(next),
    });
    expect(await world.git('rev-parse', 'orch/fix')).toBe(commit);
  });

  test('hooks of the repository do not run, and tags do not go along', async () => {
    await world.program('hook', `touch '${join(world.folder, 'ran')}'`);
    await world.git('config', 'push.followTags', 'true');
    await world.git('tag', '-a', '-m', 't', 'v1', 'orch/fix');
    await cp(join(world.folder, 'bin/hook'), join(world.repo, '.git/hooks/pre-push'));
    good(await (await world.opened({ commitHooks: 'run' })).push(push));
    expect(await readdir(world.folder)).not.toContain('ran');
    expect(await world.gitIn(bare, 'tag')).toBe('');
  });

  test.each([
    ['remote.origin.url', '/elsewhere'],
    ['remote.origin.pushurl', '/elsewhere'],
    ['remote.origin.receivepack', '/bin/evil'],
    ['url.https://evil.example/.insteadOf', 'https://github.com/'],
    ['core.sshCommand', '/bin/evil'],
    ['credential.helper', '!/bin/evil'],
    ['credential.https://github.com.helper', '!/bin/evil'],
    ['http.proxy', 'http://evil.example'],
    ['http.https://github.com.sslVerify', 'false'],
  ])('a %s set since the start is a question that names the key and not the value', async (key, value) => {
    const repository = await world.opened();
    await world.git('config', key, value);
    const error = bad(await repository.push(push));
    expect(error.kind).toBe('needs-person');
    expect(error.said.toLowerCase()).toContain(key.toLowerCase());
    expect(error.said).not.toContain(value);
    await expect(world.gitIn(bare, 'rev-parse', '--verify', 'refs/heads/orch/fix')).rejects.toThrow();
    good(await repository.acceptConfig());
    expect((await repository.forgeRemote()).ok).toBe(true);
  });

  test('a credential in the name of a key is not told', async () => {
    const repository = await world.opened();
    await world.git('config', 'url.https://me:hidden@evil.example/.insteadOf', 'https://github.com/');
    expect(bad(await repository.push(push)).said).not.toContain('hidden');
  });

  test('a branch or remote that is not there', async () => {
    const repository = await world.opened();
    expect(bad(await repository.push({ ...push, branch: 'none' }))).toMatchObject({ kind: 'not-found' });
    expect(bad(await repository.push({ ...push, remote: 'none' }))).toMatchObject({
      kind: 'not-found',
      said: 'there is no remote of that name',
    });
  });
});

describe('with a token', () => {
  let server: Server;
  let host: string;
  let seen: IncomingMessage[];
  let answer: (request: IncomingMessage) => { status: number; headers?: Record<string, string> };
  beforeEach(async () => {
    seen = [];
    // A login alone (from the address) is no answer yet.
    answer = (request) =>
      passwordOf(request) === '' ? { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } } : { status: 403 };
    server = createServer((request, response) => {
      seen.push(request);
      const { status, headers = {} } = answer(request);
      response.writeHead(status, headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const basic = ({ headers }: IncomingMessage) => Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
  const passwordOf = (request: IncomingMessage) => basic(request).split(':')[1] ?? '';
  const given = () => seen.map(basic).filter((text) => text !== '');

  test('the forge gets it, and no file or error has it', async () => {
    await addRemote(`http://${host}/o/r.git`);
    const store = join(world.folder, 'stored');
    await world.git('config', '--global', 'credential.helper', `store --file=${store}`);
    await world.git('config', '--global', `credential.http://${host}.helper`, `store --file=${store}`);
    const error = bad(await (await world.opened({ forgeHosts: 'any' })).push({ ...push, token: TOKEN, host }));
    expect(given()).toContain(`x-access-token:${TOKEN}`);
    expect(error).toMatchObject({ kind: 'forge', next: 'Check that the token may write to this repository.' });
    expect(JSON.stringify(error)).not.toContain(TOKEN);
    const files = await readdir(world.folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      expect(await world.read(join(file.parentPath, file.name)), file.name).not.toContain(TOKEN);
    }
    expect(await readdir(join(world.state, 'tmp'))).toEqual([]);
  });

  test('a helper never sees it, not even one told to store a good one', async () => {
    await addRemote(`http://${host}/o/r.git`);
    const helper = await world.program('helper', `echo "$@" >> '${join(world.folder, 'asked')}'; cat >> '${join(world.folder, 'asked')}'`);
    for (const key of ['credential.helper', `credential.http://${host}.helper`, `credential.http://${host}/o/r.git.helper`])
      await world.git('config', key, helper);
    answer = (request) =>
      request.headers.authorization === undefined ? { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } } : { status: 404 };
    bad(await (await world.opened({ forgeHosts: 'any' })).push({ ...push, token: TOKEN, host }));
    expect(given()).toContain(`x-access-token:${TOKEN}`);
    expect(await readdir(world.folder)).not.toContain('asked');
  });

  test('the login of the address is used', async () => {
    await addRemote(`http://alice@${host}/o/r.git`);
    bad(await (await world.opened({ forgeHosts: 'any' })).push({ ...push, token: TOKEN, host }));
    expect(given()).toContain(`alice:${TOKEN}`);
  });

  test('a redirect to another host does not get it', async () => {
    await addRemote(`http://${host}/o/r.git`);
    answer = (request) => {
      // The same machine by another name is another host to git.
      if (!request.headers.host?.startsWith('localhost'))
        return { status: 302, headers: { Location: `http://localhost:${host.split(':')[1]}${request.url}` } };
      return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } };
    };
    bad(await (await world.opened({ forgeHosts: 'any' })).push({ ...push, token: TOKEN, host }));
    expect(seen.some(({ headers }) => headers.host?.startsWith('localhost'))).toBe(true);
    expect(given()).toEqual([]);
  });

  test('a remote at another host does not get it', async () => {
    await addRemote(`http://${host}/o/r.git`);
    expect(bad(await (await world.opened()).push({ ...push, token: TOKEN }))).toMatchObject({
      kind: 'needs-person',
      said: expect.stringContaining('not at github.com'),
    });
    expect(seen).toEqual([]);
  });

  test('without one nobody is asked, and that is told', async () => {
    await addRemote(`http://${host}/o/r.git`);
    expect(bad(await (await world.opened()).push(push))).toMatchObject({
      kind: 'forge',
      next: 'Set GITHUB_TOKEN, or give git access to this remote.',
    });
    expect(given()).toEqual([]);
  });
});

describe('the forge among the remotes', () => {
  const remotes = async (urls: Readonly<Record<string, string>>) => {
    for (const [name, url] of Object.entries(urls)) await world.git('remote', 'add', name, url);
  };

  test('is origin before the others', async () => {
    await remotes({ backup: '/srv/x', fork: 'git@github.com:me/r.git', origin: 'https://me:secret@github.com/o/r.git' });
    expect(good(await (await world.opened()).forgeRemote())).toEqual({ remote: 'origin', host: 'github.com', owner: 'o', repo: 'r' });
  });

  test('is one at github.com, whatever it is called', async () => {
    await remotes({ origin: 'https://forge.example/a/b', hub: 'git@github.com:o/r.git' });
    expect(good(await (await world.opened()).forgeRemote())).toMatchObject({ remote: 'hub', owner: 'o' });
  });

  test('is any host when GITHUB_API_URL is set', async () => {
    await remotes({ origin: 'https://forge.example/a/b' });
    expect(good(await (await world.opened()).forgeRemote())).toBe(null);
    expect(good(await (await world.opened({ forgeHosts: 'any' })).forgeRemote())).toMatchObject({ host: 'forge.example' });
  });

  test('is read as written, before insteadOf', async () => {
    await remotes({ origin: 'https://github.com/o/r' });
    await world.git('config', '--global', 'url./srv/mirror/.insteadOf', 'https://github.com/');
    expect(good(await (await world.opened()).forgeRemote())).toMatchObject({ host: 'github.com' });
  });
});

test('the environment of git has neither tokens nor keys of the person', async () => {
  const dump = join(world.folder, 'dump');
  Object.assign(world.env, {
    GITHUB_TOKEN: 's1',
    GH_TOKEN: 's2',
    OPENAI_API_KEY: 's3',
    DB_PASSWORD: 's4',
    GIT_DIR: '/nowhere',
    GIT_SSH: 's5',
    EDITOR: 's6',
    GH_ENTERPRISE_TOKEN: 's7',
    GITHUB_ENTERPRISE_TOKEN: 's8',
    LANG: 'de_DE.UTF-8',
    KEPT: 'kept',
  });
  await writeFile(dump, '');
  await world.program(
    'git',
    `env >> '${dump}'\nexec '${join(await world.gitIn(world.folder, '--exec-path').catch(() => '/usr/lib/git-core'), 'git')}' "$@"`,
  );
  await world.opened();
  const text = await world.read(dump);
  expect(text).toContain('KEPT=kept');
  expect(text).toContain('LC_ALL=C');
  expect(text).not.toMatch(/=(?:s[1-8]|\/nowhere)$/mu);
});
