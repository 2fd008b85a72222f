// Issues in, with the built binary: chosen from a list, taken as a goal whose pull request closes it, in a clone that is made first.
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StoryForge, startForge } from '../fixtures/forge-story.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture } from '../helpers/story.js';

const TOKEN = 'ghp_e2eIssues0123456789';
let sandbox: Sandbox;
let forge: StoryForge;
beforeEach(async () => {
  sandbox = await makeSandbox();
  forge = await startForge({ token: TOKEN, folder: join(sandbox.folder, 'srv') });
  await sandbox.git('remote', 'add', 'origin', forge.gitUrl);
  await sandbox.git('push', '--quiet', forge.bare, 'main');
});
afterEach(async () => {
  await sandbox.end();
  await forge.close();
});

const cli = (args: readonly string[], cwd = sandbox.repo) =>
  sandbox.cli(args, { cwd, env: { GITHUB_API_URL: forge.url, GITHUB_TOKEN: TOKEN } });

test('an issue is found in the list, and its pull request closes it', async () => {
  await forge.addIssue({ title: 'Login fails', body: 'It does.', labels: ['bug'], author: 'linus' });
  await forge.addIssue({ title: 'Add a cart' });
  await forge.comment(1, { author: 'grace', body: 'On Mondays.' });
  const all = await cli(['issues']);
  expect(all.stdout).toMatch(/^#1 .*linus +1 comment +Login fails \[bug\]\n#2 .*Add a cart\n$/);
  expect((await cli(['issues', '--search', 'login', '--json'])).json()).toMatchObject({ issues: [{ number: 1 }], more: false });
  expect((await cli(['issues', '--label', 'none'])).stdout).toMatch(/^no open issues of 127\.0\.0\.1:\d+\/ada\/shop\n$/);

  const order = ['--command', fixture('edits-and-exits', 'agent-work.txt'), '--finish', 'pr', '--wait'];
  const ran = await cli(['run', 'Only on Safari.', '--issue', '1', '--name', 'login', ...order]);
  expect(ran).toMatchObject({ exitCode: 0 });
  const { worktree } = await agentOf(sandbox, 'login');
  const text = await readFile(join(String(worktree), 'agent-work.txt'), 'utf8');
  expect(text).toMatch(/^Only on Safari\.\n\nResolve issue #1 of ada\/shop\.\n/);
  expect(text).toMatch(/<<<BEGIN (\w{16}) [^\n]*>>>\nLogin fails\n\nIt does\.\n\nComment by grace:\nOn Mondays\.\n<<<END \1>>>/);
  expect(forge.pullRequests).toMatchObject([{ number: 3, head: 'orch/login', body: expect.stringContaining('Closes #1') }]);
  await forge.mergePull(3);
  expect((await cli(['issues'])).stdout).toMatch(/^#2 [^\n]*\n$/);
});

test('what can not be taken is refused in words', async () => {
  expect(await cli(['run', '--issue', '9'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^orch-tui: read issue #9 of ada\/shop: there is no such issue\. See what there is/),
  });
  expect(await cli(['run', '--issue', '1', '--goals', 'x'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/exclude each other/),
  });
  await sandbox.git('remote', 'remove', 'origin');
  await cli(['host', '--stop']);
  expect(await cli(['issues'])).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/no remote of this repository is a forge/) });
  expect((await sandbox.cli(['status', '--json'])).json()).toMatchObject({ goals: [], agents: [] });
});

test('a clone is made first, below this folder, and used the next time', async () => {
  const desk = join(sandbox.folder, 'desk');
  await mkdir(desk);
  const run = (...words: readonly string[]) =>
    cli(['run', ...words, '--repo-url', forge.gitUrl, '--command', 'true', '--finish', 'keep', '--wait'], desk);
  const first = await run('Look around', '--name', 'first', '--shallow');
  expect(first).toMatchObject({ exitCode: 0 });
  const shop = join(desk, 'shop');
  expect(await readFile(join(shop, 'README.md'), 'utf8')).toBe('A widget.\n');
  expect(await readFile(join(shop, '.git/config'), 'utf8')).not.toContain(TOKEN);
  const again = await run('Look again', '--name', 'second');
  expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('shop is there already, and is used') });
  const { agents } = (await cli(['status', '--json', '--repo', shop])).json<{ agents: { name: string }[] }>();
  expect(agents.map(({ name }) => name)).toEqual(['first', 'second']);
  await cli(['host', '--stop', '--repo', shop]);

  const secret = await cli(['run', 'x', '--repo-url', forge.gitUrl.replace('//', `//x:${TOKEN}@`)], desk);
  expect(secret).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/a name or a password in it/) });
  expect(secret.stderr).not.toContain(TOKEN);
  await mkdir(join(desk, 'other'));
  expect(await cli(['run', 'x', '--repo-url', `${forge.url}/ada/other.git`], desk)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/other is there already, and is no checkout of it/),
  });
  expect((await cli(['run', 'x', '--repo-url', `${forge.url}/ada/none.git`], desk)).exitCode).toBe(1);
  expect(existsSync(join(desk, 'none'))).toBe(false);
});
