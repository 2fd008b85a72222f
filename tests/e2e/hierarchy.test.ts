// Coordinator, workers and specialists with the built program and the built-in agent: one merged, verified branch, whatever happens on the way.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Status } from '../../src/core/model/status.js';
import { type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { finishes, isSummary, VERIFY, worksOn, writes } from '../helpers/goal-story.js';
import { delegates, isCoordinator, scriptHierarchy, waitsFor } from '../helpers/hierarchy-story.js';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { fixture } from '../helpers/story.js';
import { untilStatus } from '../helpers/watch-status.js';

let model: ModelServer;
let sandbox: Sandbox;
beforeEach(async () => {
  model = await startModelServer();
  model.on(isSummary, JSON.stringify({ title: 'A shop', text: 'It stands.' }));
  sandbox = await makeSandbox({ env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url } });
});
afterEach(async () => {
  await sandbox.end();
  await model.close();
});

const RUN = ['run', 'Make a small shop', '--role', 'coordinator', '--agent', 'builtin', '--finish', 'merge', '--verify', VERIFY] as const;
const WHOLE = [...RUN, '--non-interactive', '--wait', '--json'] as const;
const statusOf = async () => (await sandbox.cli(['status', '--json'])).json<Status>();
const until = async (what: string, holds: (status: Status) => boolean) =>
  (await untilStatus(sandbox, what, (status) => holds(status as unknown as Status))) as unknown as Status;
const inRepo = (name: string) => readFileSync(join(sandbox.repo, name), 'utf8');
const asked = (matches: Parameters<ModelServer['on']>[0]) => model.requests.findLast(matches);
/** `name state`, two spaces for each level. */
const tree = ({ agents }: Status) => {
  const below = (parent: string | null, indent: string): readonly string[] =>
    agents
      .filter((agent) => agent.parent === parent)
      .flatMap(({ id, name, state }) => [`${indent}${name} ${state}`, ...below(id, `${indent}  `)]);
  return below(null, '');
};

test('a coordinator, two workers and two specialists each make one merged, verified branch, with two places for seven agents', async () => {
  scriptHierarchy(model);
  expect(await sandbox.cli(['config', 'set', 'agents.max', '2'])).toMatchObject({ exitCode: 0 });
  const ran = await sandbox.cli(WHOLE);
  expect(ran).toMatchObject({ exitCode: 0 });
  expect(ran.json<Status['goals'][number]>()).toMatchObject({ state: 'done' });
  const status = await statusOf();
  expect(tree(status)).toEqual([
    'make-a-small-shop done',
    '  write-the-prices done',
    '    write-the-net done',
    '    write-the-tax done',
    '  write-the-stock done',
    '    write-the-shelf done',
    '    write-the-store done',
  ]);
  expect(status.agents.map(({ role, delegation }) => `${role} ${delegation?.depth ?? 0}`).sort()).toEqual([
    'coordinator 0',
    ...Array.from({ length: 4 }, () => 'specialist 2'),
    'worker 1',
    'worker 1',
  ]);
  for (const name of ['net', 'tax', 'shelf', 'store', 'prices', 'stock', 'shop']) expect(inRepo(`${name}.mjs`)).not.toBe('');
  expect(await sandbox.git('status', '--porcelain')).toBe('');
  // Each is told what came of those below it, in their words, and none of it twice.
  expect(asked(worksOn('Write the prices'))?.toolResults.join('\n')).toContain('net is there');
  expect(asked(isCoordinator)?.toolResults.join('\n')).toMatch(
    /prices brings net and tax together[\s\S]*stock brings shelf and store together/,
  );
  expect(model.unexpected).toEqual([]);
}, 120_000);

test('a child that fails is told to its parent, which does the part itself', async () => {
  model.on(worksOn('Write the prices'), { calls: [{ name: 'finish', arguments: { outcome: 'failed', summary: 'there are no figures' } }] });
  model.on(
    isCoordinator,
    delegates('Write the prices'),
    waitsFor('write-the-prices'),
    writes('prices.mjs', 'export const prices = 2;\n'),
    finishes('did it myself'),
  );
  expect(await sandbox.cli(WHOLE)).toMatchObject({ exitCode: 0 });
  expect(tree(await statusOf())).toEqual(['make-a-small-shop done', '  write-the-prices failed']);
  expect(asked(isCoordinator)?.toolResults.join('\n')).toMatch(/State: failed; nothing of it is merged[\s\S]*there are no figures/);
  expect(inRepo('prices.mjs')).toContain('prices = 2');
}, 120_000);

test('children that change the same lines: the second one resolves that, and nothing of either is lost', async () => {
  model.on(worksOn('Write the prices'), writes('shop.mjs', 'export const prices = 2;\n'), finishes('prices'));
  let merged = (): void => undefined;
  const isMerged = new Promise<void>((resolve) => {
    merged = resolve;
  });
  model.on(
    worksOn('Write the stock'),
    writes('shop.mjs', 'export const stock = 7;\n'),
    async () => {
      await isMerged;
      return finishes('stock');
    },
    writes('shop.mjs', 'export const prices = 2;\nexport const stock = 7;\n'),
    finishes('both'),
  );
  model.on(
    isCoordinator,
    delegates('Write the prices', 'Write the stock'),
    waitsFor('write-the-prices'),
    () => {
      merged();
      return waitsFor('write-the-stock');
    },
    finishes('there'),
  );
  expect(await sandbox.cli(WHOLE)).toMatchObject({ exitCode: 0 });
  expect(tree(await statusOf())).toEqual(['make-a-small-shop done', '  write-the-prices done', '  write-the-stock done']);
  expect(inRepo('shop.mjs')).toBe('export const prices = 2;\nexport const stock = 7;\n');
}, 120_000);

test('a parent that has ended its turn meanwhile goes on with the results, and only then is finished', async () => {
  model.on(worksOn('Write the prices'), writes('prices.mjs', 'export const prices = 2;\n'), finishes('prices are there'));
  model.on(
    isCoordinator,
    delegates('Write the prices'),
    finishes('I wait'),
    writes('shop.mjs', "import { prices } from './prices.mjs';\nif (prices !== 2) throw new Error('no shop');\n"),
    finishes('the shop stands'),
  );
  expect(await sandbox.cli(WHOLE)).toMatchObject({ exitCode: 0 });
  expect(tree(await statusOf())).toEqual(['make-a-small-shop done', '  write-the-prices done']);
  const told = asked(isCoordinator)
    ?.messages.map(({ content }) => content)
    .join('\n');
  expect(told).toContain('prices are there');
  expect(inRepo('shop.mjs')).toContain('prices');
}, 120_000);

test('kill -9 of the host in the middle: the resumed goal is carried to its end on all levels, and nothing is done twice', async () => {
  scriptHierarchy(model);
  const held = new Promise<void>((resolve) => {
    model.on(worksOn('Write the store'), () => {
      resolve();
      return { does: 'hangs' };
    });
  });
  await sandbox.cli([...RUN, '--non-interactive']);
  await held;
  const isDone = ({ agents }: Status) => agents.some(({ name, state }) => name === 'write-the-prices' && state === 'done');
  const before = await until('the prices are done', isDone);
  process.kill(before.host?.pid ?? 0, 'SIGKILL');
  const count = model.requests.length;
  model.on(worksOn('Write the store'), writes('store.mjs', 'export const store = 1;\n'), finishes('store is there'));

  const stored = await statusOf();
  expect(tree(stored)).toContain('  write-the-stock interrupted');
  const resumed = await sandbox.cli(['resume', stored.goals[0]?.id ?? '', '--wait', '--json']);
  expect(resumed).toMatchObject({ exitCode: 0 });
  const after = await statusOf();
  expect(after.agents).toHaveLength(7);
  expect(after.agents.every(({ state }) => state === 'done')).toBe(true);
  expect(existsSync(join(sandbox.repo, 'shop.mjs'))).toBe(true);
  const later = model.requests.slice(count);
  for (const name of ['prices', 'net', 'tax', 'shelf']) expect(later.filter(worksOn(`Write the ${name}`))).toEqual([]);
}, 120_000);

test('a CLI that lives on rests for its children, is typed their results, and is finished after that; a person can not finish it before', async () => {
  const command = fixture('runs-what-it-is-told');
  const cli = (...args: readonly string[]) => sandbox.cli(args);
  const order = ['run', 'Make a shop', '--name', 'boss', '--role', 'coordinator', '--command', command, '--finish', 'merge'] as const;
  expect(await cli(...order)).toMatchObject({ exitCode: 0 });
  const log = new LongCommand(sandbox, ['logs', 'boss', '-f']);
  await log.until('the boss is ready', (text) => text.includes('READY'));
  expect(await cli('send', 'boss', '$ echo mine > mine.txt; orch-tui delegate Write the prices', '--wait')).toMatchObject({ exitCode: 0 });
  await log.until('it has delegated', (text) => text.includes('write-the-prices') && /ended 0: echo mine/u.test(text));
  expect(await cli('send', 'boss', 'end', '--wait')).toMatchObject({ exitCode: 0 });
  const resting = await until('it rests', ({ agents }) => agents.some(({ name, why }) => name === 'boss' && why.rule === 'children.wait'));
  expect(resting.agents.find(({ name }) => name === 'boss')).toMatchObject({ state: 'idle', why: { evidence: 'waits for 1 child' } });
  expect(await cli('finish', 'boss')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('boss has 1 child at work') });
  expect(await cli('remove', 'boss')).toMatchObject({ exitCode: 4 });

  await until('the child works', ({ agents }) =>
    agents.some(({ name, pid, state }) => name === 'write-the-prices' && pid !== null && state === 'working'),
  );
  // It starts from what its parent had not committed.
  await cli('send', 'write-the-prices', '$ cat mine.txt > prices.txt; echo dear >> prices.txt', '--wait');
  await cli('send', 'write-the-prices', '$ orch-tui done prices are written', '--wait');
  await cli('send', 'write-the-prices', 'end', '--wait');
  await log.until('the result is typed to the boss', (text) => text.includes('prices are written'));
  expect(await cli('send', 'boss', '$ cat prices.txt', '--wait')).toMatchObject({ exitCode: 0 });
  await log.until('it has looked', (text) => text.includes('ended 0: cat prices.txt'));
  await cli('send', 'boss', 'end', '--wait');
  await until('all is done', ({ goals }) => goals[0]?.state === 'done');
  expect(tree(await statusOf())).toEqual(['boss done', '  write-the-prices done']);
  expect(inRepo('prices.txt')).toBe('mine\ndear\n');
  log.signal('SIGKILL');
  await log.ended;
}, 120_000);

test('three levels that only ask for results, and never wait for them, come to their end with one place', async () => {
  expect(await sandbox.cli(['config', 'set', 'agents.max', '1'])).toMatchObject({ exitCode: 0 });
  const command = fixture('asks-for-results');
  const order = ['run', 'Make a shop', '--name', 'boss', '--role', 'coordinator', '--command', command, '--finish', 'merge'] as const;
  expect(await sandbox.cli([...order, '--non-interactive', '--wait'])).toMatchObject({ exitCode: 0 });
  expect(tree(await statusOf())).toEqual(['boss done', '  part-of-coordinator done', '    part-of-worker done']);
  for (const role of ['coordinator', 'worker', 'specialist']) expect(inRepo(`${role}.txt`)).toBe('done\n');
}, 120_000);
