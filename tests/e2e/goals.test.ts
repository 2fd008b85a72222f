// From a goal to merged, verified work with nothing but a model: the built program, the built-in agent, a scripted model on loopback.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Status } from '../../src/core/model/status.js';
import { type ModelReply, type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { finishes, isPlanner, isSummary, PLAN, scriptGoal, VERIFY, worksOn, writes } from '../helpers/goal-story.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStatus } from '../helpers/watch-status.js';

let model: ModelServer;
let sandbox: Sandbox;
beforeEach(async () => {
  model = await startModelServer();
  sandbox = await makeSandbox({ env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url } });
});
afterEach(async () => {
  await sandbox.end();
  await model.close();
});

const RUN = ['run', 'Make a small shop', '--plan', 'always', '--agent', 'builtin', '--finish', 'merge', '--verify', VERIFY] as const;
const statusOf = async () => (await sandbox.cli(['status', '--json'])).json<Status>();
const goalOf = async () => (await statusOf()).goals[0] as Status['goals'][number];
const until = async (what: string, holds: (status: Status) => boolean) =>
  (await untilStatus(sandbox, what, (status) => holds(status as unknown as Status))) as unknown as Status;
const states = ({ tasks }: Status['goals'][number]) => tasks.map(({ id, state }) => `${id} ${state}`);

test('a goal of four tasks becomes merged, verified code and a workspace that tells of it', async () => {
  scriptGoal(model);
  const ran = await sandbox.cli([...RUN, '--non-interactive', '--wait', '--json']);
  expect(ran).toMatchObject({ exitCode: 0 });
  const goal = ran.json<Status['goals'][number]>();
  expect(goal).toMatchObject({ state: 'done', finish: { state: 'done', result: { kind: 'merge' } } });
  expect(states(goal)).toEqual(['t1 done', 't2 done', 't3 done', 't4 done']);
  // Merged as a whole, in the person's checkout, too.
  expect(readFileSync(join(sandbox.repo, 'prices.mjs'), 'utf8')).toContain('price = 2');
  expect(readFileSync(join(sandbox.repo, 'stock.mjs'), 'utf8')).toContain('stock = 7');
  expect(await sandbox.git('status', '--porcelain')).toBe('');
  expect(await sandbox.git('log', '--format=%s')).toMatch(/Write the prices[\s\S]*First|Write the stock[\s\S]*First/);
  // Both coders built on the design and qa on both: each is told what it builds on.
  const prices = model.requests.find(worksOn('Write the prices'));
  expect(prices?.messages.map(({ content }) => content).join('\n')).toContain('# Two modules: prices, stock');
  // The command that decides over its work may be run without anybody.
  expect(model.requests.findLast(worksOn('Write the prices'))?.toolResults.at(-1)).toContain('exit code 0');
  expect(model.unexpected).toEqual([]);
  const workspace = goal.workspace ?? '';
  expect(readdirSync(join(workspace, 'artifacts')).sort()).toEqual(['design.md', 'qa_report.md']);
  expect(readFileSync(join(workspace, 'execution-summary.md'), 'utf8')).toMatch(
    /4 of 4 done \(100 %\)[\s\S]*Prices and stock are two modules now\./,
  );
  const { agents } = await until('their worktrees have gone', ({ agents: all }) => all.every(({ worktree }) => worktree === null));
  expect(agents.map(({ role, state }) => `${role} ${state}`)).toEqual(['designer', 'coder', 'coder', 'qa'].map((role) => `${role} done`));
  expect(agents.every(({ usage }) => (usage?.inputTokens ?? 0) > 0)).toBe(true);
});

test('kill -9 of the host in the middle: resume carries it to its end, and what was done is not done twice', async () => {
  scriptGoal(model);
  // The second coder waits for good until the host is gone.
  const held = new Promise<void>((resolve) => {
    model.on(worksOn('Write the stock'), () => {
      resolve();
      return { does: 'hangs' };
    });
  });
  await sandbox.cli([...RUN, '--non-interactive']);
  await held;
  const isDone = ({ goals }: Status) => goals[0]?.tasks.some(({ id, state }) => id === 't2' && state === 'done') === true;
  const before = await until('the first coder is done', isDone);
  process.kill(before.host?.pid ?? 0, 'SIGKILL');
  const asked = model.requests.length;
  model.on(worksOn('Write the stock'), writes('stock.mjs', 'export const stock = 7;\n'), finishes('stock is there'));

  const goal = await goalOf();
  expect(goal).toMatchObject({ state: 'stopped' });
  const resumed = await sandbox.cli(['resume', goal.id, '--wait', '--json']);
  expect(resumed).toMatchObject({ exitCode: 0 });
  expect(states(resumed.json<Status['goals'][number]>())).toEqual(['t1 done', 't2 done', 't3 done', 't4 done']);
  expect(readFileSync(join(sandbox.repo, 'stock.mjs'), 'utf8')).toContain('stock = 7');
  const after = model.requests.slice(asked);
  expect(after.filter(isPlanner)).toEqual([]);
  expect(after.filter(worksOn('Design the shop'))).toEqual([]);
  expect(after.filter(worksOn('Write the prices'))).toEqual([]);
  expect(await sandbox.git('log', '--format=%s', '--', 'prices.mjs')).toBe('Write the prices\n');
});

test('kill -9 of the host while finished work is checked: the resumed goal is checked, merged and done', async () => {
  const [, prices] = PLAN.tasks;
  model.on(isPlanner, JSON.stringify({ tasks: [{ ...prices, after: [] }] }));
  model.on(worksOn('Write the prices'), writes('prices.mjs', 'export const price = 2;\n'), finishes('there'), finishes('it still is'));
  const passes = join(sandbox.repo, '.git', 'passes');
  const order = RUN.map((word) => (word === VERIFY ? `test -e ${passes} || sleep 600` : word));
  await sandbox.cli([...order, '--non-interactive']);
  const before = await until('its work is checked', ({ agents }) => agents[0]?.state === 'finishing');
  process.kill(before.host?.pid ?? 0, 'SIGKILL');
  writeFileSync(passes, '');
  const goal = await goalOf();
  const resumed = await sandbox.cli(['resume', goal.id, '--wait', '--json']);
  expect(resumed).toMatchObject({ exitCode: 0 });
  expect(resumed.json()).toMatchObject({ state: 'done', finish: { result: { kind: 'merge' } } });
  expect(readFileSync(join(sandbox.repo, 'prices.mjs'), 'utf8')).toContain('price = 2');
});

test('a plan that a person has to agree to waits for them, and is refused where nobody may be asked', async () => {
  scriptGoal(model);
  const refused = await sandbox.cli([...RUN, '--approve', 'plan', '--non-interactive', '--wait']);
  expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('waits for a person') });
  const goal = await goalOf();
  expect(states(goal)).toEqual(['t1 ready', 't2 blocked', 't3 blocked', 't4 blocked']);
  expect((await statusOf()).agents).toEqual([]);
  expect(await sandbox.cli(['approve', goal.id])).toMatchObject({ exitCode: 0 });
  const done = await until('the goal is done', ({ goals }) => goals[0]?.state === 'done');
  expect(done.agents).toHaveLength(4);
});

test('a plan that a person has to agree to is waited for where somebody may be asked, and they are told how', async () => {
  scriptGoal(model);
  const following = sandbox.cli([...RUN, '--approve', 'plan', '--wait']);
  await model.arrived(1);
  const { goals } = await until('the plan waits', ({ goals: [goal] }) => goal?.plan?.state === 'proposed');
  expect(await sandbox.cli(['approve', goals[0]?.id ?? ''])).toMatchObject({ exitCode: 0 });
  expect(await following).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`orch-tui approve ${goals[0]?.id}`) });
});

test('a check that fails goes back to its agent, which mends it', async () => {
  const [design, prices] = PLAN.tasks;
  model.on(isPlanner, JSON.stringify({ tasks: [{ ...prices, after: [] }] }));
  expect(design).toBeDefined();
  model.on(
    worksOn('Write the prices'),
    writes('prices.mjs', 'throw new Error("no price yet");\n'),
    finishes('there'),
    writes('prices.mjs', 'export const price = 2;\n'),
    finishes('mended'),
  );
  const ran = await sandbox.cli([...RUN, '--non-interactive', '--wait']);
  expect(ran).toMatchObject({ exitCode: 0 });
  const told = model.requests.flatMap(({ messages }) => messages.map(({ content }) => content ?? ''));
  expect(told.some((text) => text.includes('no price yet') && text.includes('run 1 of 3'))).toBe(true);
  expect((await statusOf()).agents[0]).toMatchObject({ attempts: 2, state: 'done' });
});

test('two tasks that change the same lines: the later one gets both sides back, and both are in what is merged', async () => {
  const [, prices, stock] = PLAN.tasks;
  model.on(
    isPlanner,
    JSON.stringify({
      tasks: [
        { ...prices, after: [] },
        { ...stock, after: [] },
      ],
    }),
  );
  model.on(isSummary, JSON.stringify({ title: 'Both', text: 'Both.' }));
  // Each waits until the other has its worktree from the same commit: the planner was the first to ask.
  const together = async (reply: ModelReply) => {
    await model.arrived(3);
    return reply;
  };
  model.on(worksOn('Write the prices'), () => together(writes('shop.mjs', 'export const price = 2;\n')), finishes('prices'));
  model.on(worksOn('Write the stock'), () => together(writes('shop.mjs', 'export const stock = 7;\n')), finishes('stock'));
  const both = writes('shop.mjs', 'export const price = 2;\nexport const stock = 7;\n');
  model.on(
    ({ messages }) =>
      messages.some(({ role, content }) => role === 'user' && content?.includes('Files with conflicts:\n- shop.mjs') === true),
    both,
    finishes('both are in it'),
  );
  const ran = await sandbox.cli([...RUN, '--non-interactive', '--wait']);
  expect(ran).toMatchObject({ exitCode: 0 });
  const shop = readFileSync(join(sandbox.repo, 'shop.mjs'), 'utf8');
  expect(shop).toBe('export const price = 2;\nexport const stock = 7;\n');
  expect(await sandbox.git('log', '--format=%an', '--', 'shop.mjs')).toMatch(/^(Pat Person\n){2,}$/);
});

test.each([
  ['is no JSON', 'I would rather chat.', /its answer could not be used, twice/],
  ['has a cycle', JSON.stringify({ tasks: [{ ...PLAN.tasks[0], after: ['t1'] }] }), /tasks wait for each other: t1 → t1/],
  ['has an unknown role', JSON.stringify({ tasks: [{ ...PLAN.tasks[0], role: 'wizard' }] }), /there is no role `wizard`/],
])('a plan that %s fails the goal with what was wrong, and nothing is made', async (_what, answer, said) => {
  model.on(isPlanner, answer);
  const ran = await sandbox.cli([...RUN, '--non-interactive', '--wait']);
  expect(ran).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(said) });
  expect(model.requests).toHaveLength(2);
  expect(await sandbox.git('branch', '--list', 'orch/*')).toBe('');
});

test('without a key a goal that must be planned is refused before anything is made, and a short one needs no plan', async () => {
  const env = { OPENAI_API_KEY: '', OPENAI_BASE_URL: '' };
  const refused = await sandbox.cli([...RUN, '--non-interactive'], { env });
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('OPENROUTER_API_KEY') });
  expect((await statusOf()).goals).toEqual([]);
});

test('a wrong key is named as such, without the key', async () => {
  model.on(() => true, { status: 401, body: { error: { message: 'Incorrect API key provided: sk-test' } } });
  const ran = await sandbox.cli([...RUN, '--non-interactive', '--wait']);
  expect(ran.exitCode).not.toBe(0);
  expect(ran.stderr).toContain('OPENAI_API_KEY');
  expect(ran.stderr).not.toContain('sk-test');
});
