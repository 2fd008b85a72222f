// A labelled issue becomes a merged pull request with nobody there: two tries compete, one check fails, one change is requested.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Status } from '../../src/core/model/status.js';
import { type StoryForge, startForge } from '../fixtures/forge-story.js';
import { type ModelRequest, type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { finishes, writes } from '../helpers/goal-story.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStatus } from '../helpers/watch-status.js';

const TOKEN = 'ghp_storyToken0123456789';
let sandbox: Sandbox;
let forge: StoryForge;
let model: ModelServer;
beforeEach(async () => {
  model = await startModelServer();
  sandbox = await makeSandbox({
    files: { 'check.mjs': "import { sum } from './sum.mjs';\nif (sum(2, 3) !== 5) throw new Error('2 + 3 is not 5');\n" },
  });
  forge = await startForge({ token: TOKEN, folder: join(sandbox.folder, 'srv') });
  await sandbox.git('push', '--quiet', forge.bare, 'main');
  await sandbox.git('remote', 'add', 'origin', forge.gitUrl);
});
afterEach(async () => {
  await sandbox.end();
  await forge.close();
  await model.close();
});

const isAgent = (name: string) => (request: ModelRequest) => request.model === name && request.tools.includes('write_file');
const told = (request: ModelRequest) => request.messages.map(({ content }) => content ?? '').join('\n');
/** By what each has written, for names are hidden from the judge. */
const judged = (request: ModelRequest) => {
  const letters = [...told(request).matchAll(/^Try ([A-Z]\d?):/gmu)].map(([, letter = '']) => letter);
  const good = /Try ([A-Z]\d?):(?:(?!\nTry )[\s\S])*a \+ b;/u.exec(told(request))?.[1];
  const tries = letters.map((letter) => ({
    letter,
    score: letter === good ? 9 : 3,
    reason: letter === good ? 'It is short.' : 'It loops.',
  }));
  return JSON.stringify({ tries });
};
const GOOD = (name: string) => `export const sum = (a, b) => a + b;\nexport const ${name} = sum;\n`;

test('labelled, tried twice, opened, mended after a failed check, changed after a review, merged and put away', async () => {
  model.on(({ system }) => system.startsWith('Several programmers'), judged);
  model.on(
    isAgent('small'),
    writes('sum.mjs', 'export function sum(a, b) {\n  let all = a;\n  for (let at = 0; at < b; at += 1) all += 1;\n  return all;\n}\n'),
    finishes('It counts up.'),
  );
  model.on(
    isAgent('large'),
    writes('sum.mjs', GOOD('add')),
    finishes('Sums are there.'),
    writes('sum.mjs', GOOD('plus')),
    finishes('The name is plus now.'),
    writes('sum.mjs', GOOD('total')),
    finishes('The name is total now.'),
  );
  model.on(
    ({ system }) => system.startsWith('You write the pull request'),
    JSON.stringify({ title: 'Add sums', text: 'Sums of two numbers.', template: null, labels: [], reviewers: [] }),
  );
  const number = await forge.addIssue({ title: 'Sums are missing', body: 'We need sum(a, b).', labels: ['orch-tui'] });
  const env = {
    GITHUB_API_URL: forge.url,
    GITHUB_TOKEN: TOKEN,
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: model.url,
    ORCHESTRATOR_QUEUE__WHEN_EMPTY: 'issues',
    ORCHESTRATOR_QUEUE__TRIES: JSON.stringify(['builtin:large', 'builtin:small']),
    ORCHESTRATOR_FINISH__VERIFY: 'node check.mjs',
    ORCHESTRATOR_PULLS__MERGE: 'auto',
    ORCHESTRATOR_PULLS__POLL_SECONDS: '1',
    ORCHESTRATOR_PULLS__APPROVALS: '1',
  };
  const until = async (what: string, holds: (status: Status) => boolean) =>
    (await untilStatus(sandbox, what, (status) => holds(status as unknown as Status))) as unknown as Status;
  // What begins the queue: a goal of a person, which is done at once.
  expect(await sandbox.cli(['run', 'Say hello', '--name', 'hello', '--command', 'true', '--finish', 'keep'], { env })).toMatchObject({
    exitCode: 0,
  });
  const pullOf = ({ agents }: Status) => agents.find(({ pull }) => pull !== null)?.pull ?? null;

  const opened = await until('its pull request is open', (status) => pullOf(status) !== null);
  const { goals } = opened;
  expect(goals.at(-1)).toMatchObject({ issue: { number }, tries: { state: 'picked' } });
  expect(forge.pullRequests).toMatchObject([{ base: 'main', draft: false, state: 'open' }]);
  expect(forge.pullRequests[0]?.body).toContain(`Closes #${number}`);
  const { head = '', number: pull = 0 } = forge.pullRequests[0] ?? {};
  await forge.setCheck(head, { name: 'lint', state: 'failure', log: 'sum.mjs:2 the name add is taken\n' });

  await until('it was mended', (status) => (pullOf(status)?.rounds ?? 0) === 1 && pullOf(status)?.isBack === false);
  const afterCheck = model.requests.filter(isAgent('large')).map(told);
  expect(afterCheck.some((text) => text.includes('the name add is taken'))).toBe(true);
  expect(await sandbox.git('-C', forge.bare, 'show', `${head}:sum.mjs`)).toBe(GOOD('plus'));
  await forge.setCheck(head, { name: 'lint', state: 'success' });
  await forge.review(pull, {
    state: 'CHANGES_REQUESTED',
    body: 'Nearly.',
    comments: [{ path: 'sum.mjs', line: 2, body: 'Call it total.' }],
  });

  await until('the change was made', (status) => (pullOf(status)?.rounds ?? 0) === 2 && pullOf(status)?.isBack === false);
  const afterReview = model.requests.filter(isAgent('large')).map(told);
  expect(afterReview.some((text) => text.includes('Call it total.') && text.includes('sum.mjs'))).toBe(true);
  await forge.setCheck(head, { name: 'lint', state: 'success' });
  await forge.review(pull, { state: 'APPROVED' });

  const merged = await until('it is merged', (status) => pullOf(status)?.state === 'merged');
  expect(forge.issues.find((issue) => issue.number === number)).toMatchObject({ state: 'closed' });
  expect(await sandbox.git('-C', forge.bare, 'show', 'main:sum.mjs')).toBe(GOOD('total'));
  expect(forge.pullRequests).toHaveLength(1);
  expect(forge.world.comments.filter(({ body }) => body.includes('orch-tui'))).toHaveLength(1);
  expect(pullOf(merged)).toMatchObject({ state: 'merged', error: null });
  await until('its worktree has gone', ({ agents }) => agents.every(({ name, worktree }) => name === 'hello' || worktree === null));
  // Tidied after it is known to be merged: the branch first, then the worktree.
  expect(await sandbox.git('-C', forge.bare, 'branch', '--list', head)).toBe('');
  // The other try is kept.
  const refs = (await sandbox.git('for-each-ref', '--format=%(refname)', 'refs/orch/rescue')).split('\n').filter((ref) => ref !== '');
  const kept = await Promise.all(refs.map((ref) => sandbox.git('show', `${ref}:sum.mjs`)));
  expect(kept.some((text) => text.includes('all += 1'))).toBe(true);
  expect(model.unexpected).toEqual([]);
});
