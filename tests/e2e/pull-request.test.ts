// One task, one pull request, against a real forge of the tests: a draft of work that fails its check, the same one made ready, and one that was closed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StoryForge, startForge } from '../fixtures/forge-story.js';
import { startModelServer, systemHas } from '../fixtures/model-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf } from '../helpers/story.js';

const TOKEN = 'ghp_storyToken0123456789';
const TEMPLATE = '## What\n\n## Checklist\n- [ ] looked at it\n';
let sandbox: Sandbox;
let forge: StoryForge;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  sandbox = await makeSandbox({ files: { 'state.txt': 'old\n', '.github/pull_request_template.md': TEMPLATE } });
  forge = await startForge({ token: TOKEN, folder: join(sandbox.folder, 'srv') });
  await sandbox.git('push', '--quiet', forge.bare, 'main');
  await sandbox.git('remote', 'add', 'origin', forge.gitUrl);
  env = { GITHUB_API_URL: forge.url, GITHUB_TOKEN: TOKEN };
});
afterEach(async () => {
  await sandbox.end();
  await forge.close();
});

const finish = (...words: readonly string[]) => sandbox.cli(['finish', 'worker', ...words], { env });

test('a draft of what fails its check becomes the one pull request that is ready, and is not opened anew once it was closed', async () => {
  const command = ['--command', "sh -c 'echo broken > state.txt'", '--verify', 'cat state.txt; grep -q good state.txt', '--attempts', '1'];
  const failed = await sandbox.cli(['run', 'Mend it', '--name', 'worker', ...command, '--finish', 'pr', '--wait', '--non-interactive'], {
    env,
  });
  expect([failed.exitCode, forge.pullRequests]).toEqual([1, []]);

  expect(await finish('--as', 'pr', '--draft')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('/pull/1') });
  expect(forge.pullRequests).toMatchObject([{ draft: true, head: 'orch/worker', base: 'main', title: 'Mend it' }]);
  const draft = forge.pullRequests[0]?.body ?? '';
  expect(draft.startsWith(`${TEMPLATE}\n### Task`)).toBe(true);
  expect(draft).toContain(
    '`cat state.txt; grep -q good state.txt` **did not succeed** (check failed with exit code 1): this is a draft all the same.\n\n```text\nbroken\n```',
  );

  const { worktree } = await agentOf(sandbox, 'worker');
  await writeFile(join(String(worktree), 'state.txt'), 'good\n');
  expect(await finish()).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/\/pull\/1; pushed to the pull request that it has, #1; it is ready/),
  });
  expect(forge.pullRequests).toMatchObject([{ draft: false, state: 'open' }]);
  expect(forge.pullRequests[0]?.body).toContain('`cat state.txt; grep -q good state.txt` succeeded.\n\n```text\ngood\n```');
  expect(await sandbox.git('-C', forge.bare, 'show', 'orch/worker:state.txt')).toBe('good\n');

  await forge.closePull(1);
  await writeFile(join(String(worktree), 'state.txt'), 'good and more\n');
  const closed = await finish();
  expect(closed.exitCode).toBe(4);
  expect(closed.stderr).toMatch(/pull\/1 was closed; everything is in the branch orch\/worker\. Reopen it there and press f again/);
  expect(forge.pullRequests).toHaveLength(1);
  expect(await sandbox.git('-C', forge.bare, 'show', 'orch/worker:state.txt')).toBe('good\n');
  expect(await sandbox.git('show', 'orch/worker:state.txt')).toBe('good and more\n');
});

test('a model fills the template in, and nothing that it writes acts', async () => {
  const model = await startModelServer();
  try {
    const words = {
      title: 'Mend the state, fixes #7',
      text: 'It is good now.',
      template: '## What\nAsk @grace, closes #7.\n\n## Checklist\n- [x] looked at it',
      labels: ['Bug', 'invented'],
    };
    model.on(systemHas('You write the pull request'), JSON.stringify(words));
    forge.world.labels.push('bug');
    const withModel = { ...env, OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url };
    const order = [
      'run',
      'Mend it',
      '--name',
      'worker',
      '--command',
      "sh -c 'echo good > state.txt'",
      '--plan',
      'none',
      '--finish',
      'pr',
      '--wait',
    ];
    expect(await sandbox.cli(order, { env: withModel })).toMatchObject({ exitCode: 0 });
    expect(forge.pullRequests).toMatchObject([{ title: 'Mend the state, fixes (#7)', labels: ['bug'] }]);
    const body = forge.pullRequests[0]?.body ?? '';
    expect(body).toMatch(/^## What\nAsk @&#8203;grace, closes #&#8203;7\.\n\n## Checklist\n- \[x\] looked at it\n\n### Verification\n/);
    expect(model.unexpected).toEqual([]);
  } finally {
    await model.close();
  }
});
