// No host runs: what only reads tells the stored state, what needs a running agent says so, and neither starts a host.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { fixture } from '../helpers/story.js';

let sandbox: Sandbox;
let goal: string;
beforeAll(async () => {
  sandbox = await makeSandbox();
  await sandbox.cli(['run', 'Write a line', '--name', 'liner', '--command', fixture('edits-and-exits', 'new.txt'), '--wait']);
  await sandbox.cli(['remove', 'liner', '--force']);
  const run = await sandbox.cli(['run', 'Write another', '--name', 'other', '--command', fixture('edits-and-exits', 'b.txt'), '--wait']);
  goal = run.stdout.split(' ')[0] as string;
  await sandbox.cli(['host', '--stop']);
});
afterAll(() => sandbox.end());

const hosts = () => sandbox.processes().filter(({ command }) => command.includes('host.js'));

const reading: readonly (readonly [string, () => readonly string[], object])[] = [
  [
    'status',
    () => ['status'],
    { goals: [{ text: 'Write another' }], agents: [{ name: 'other', state: 'done', result: { kind: 'branch' } }] },
  ],
  ['status --once', () => ['status', '--once'], { agents: [{ name: 'other' }] }],
  [
    'list, the newest first, also a goal whose agents were removed',
    () => ['list'],
    {
      goals: [
        { text: 'Write another', state: 'done' },
        { id: expect.stringMatching(/^g-/), text: 'Write a line', state: 'done' },
      ],
    },
  ],
  ['show, by the beginning of the text', () => ['show', 'Write a'], { text: 'Write another', agents: [{ name: 'other' }] }],
  ['show, by id', () => ['show', goal], { state: 'done' }],
  ['logs, by a prefix', () => ['logs', 'oth'], { agent: 'other', text: 'edited b.txt' }],
  ['logs -f', () => ['logs', 'other', '-f'], { text: 'edited b.txt' }],
  ['why', () => ['why', 'other'], { state: 'done', why: { source: 'host', rule: 'finish.done' }, history: expect.any(Array) }],
  ['diff', () => ['diff', 'other'], { diff: expect.stringContaining('+Write another'), truncated: false }],
  ['pulls', () => ['pulls'], { pulls: [] }],
  ['trash list', () => ['trash', 'list'], { entries: [{ branch: 'orch/liner' }] }],
];
test.each(reading)('%s tells what is stored, with "host": null', async (_name, args, expected) => {
  const told = await sandbox.cli([...args(), '--json']);
  expect(told).toMatchObject({ exitCode: 0, stderr: '' });
  expect(told.json()).toMatchObject({ host: null, ...expected });
  expect(hosts()).toEqual([]);
});

test('for a person it is a line each', async () => {
  const told = await sandbox.cli(['status']);
  expect(told).toMatchObject({ exitCode: 0, stderr: '' });
  expect(told.stdout).toMatch(/^no host is running; 1 done\nother {2}command {2}done {2}\S.* {2}orch\/other\n$/);
});

test('status --watch tells it once and ends: nothing will change', async () => {
  const told = await sandbox.cli(['status', '--watch', '--json']);
  // A line, as whoever watches a host gets them.
  expect(told.stdout.trimEnd()).not.toContain('\n');
  expect(told.exitCode).toBe(0);
  expect(told.json()).toMatchObject({ host: null, agents: [{ name: 'other' }] });
});

test('status --once writes its block to the monitor log all the same', async () => {
  const { checks } = (await sandbox.cli(['doctor', '--json'])).json<{ checks: { name: string; said: string }[] }>();
  const path = `${checks.find(({ name }) => name === 'state folder')?.said}/logs/monitor.log`;
  const before = existsSync(path) ? await readFile(path, 'utf8') : '';
  await sandbox.cli(['status', '--once']);
  expect((await readFile(path, 'utf8')).slice(before.length)).toMatch(/^\[20.*\] 1 done\n {2}other .* done 0 min/);
});

const needing = [
  ['send', 'other', 'hello'],
  ['answer'],
  ['answer', 'other', '1'],
  ['interrupt', 'other'],
  ['stop', 'other'],
  ['stop', '--all'],
  ['screen', 'other'],
];
test.each(needing)('%s gives exit 3 and starts none', async (...args) => {
  const refused = await sandbox.cli([...args, '--json']);
  expect(refused).toMatchObject({ exitCode: 3, stderr: '' });
  expect(refused.json()).toEqual({
    error: {
      kind: 'no-host',
      tried: 'reach the host of this repository',
      said: 'no host is running',
      next: 'Start one with `orch-tui` or `orch-tui run`',
    },
  });
  expect(hosts()).toEqual([]);
});

test('for a person an error is one line on standard error', async () => {
  const refused = await sandbox.cli(['send', 'other', 'hello']);
  expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
  expect(refused.stderr).toMatch(/^orch-tui: reach the host .*: no host is running\. Start one .*\.\n$/);
});

test('host and host --stop are no failures', async () => {
  expect(await sandbox.cli(['host'])).toMatchObject({ exitCode: 0, stdout: 'no host is running\n', stderr: '' });
  expect((await sandbox.cli(['host', '--stop', '--json'])).json()).toEqual({ host: null });
});

test('an agent that is not there is named with those that are', async () => {
  const refused = await sandbox.cli(['why', 'nobody', '--json']);
  expect(refused.exitCode).toBe(2);
  expect(refused.json()).toMatchObject({ error: { kind: 'not-found', said: 'there is none of that name; there are other' } });
});

test('a repository that orch-tui never worked in has nothing to tell, and no folder is made for it', async () => {
  const elsewhere = `${sandbox.folder}/s2`;
  const told = await sandbox.cli(['status', '--once', '--json'], { env: { XDG_STATE_HOME: elsewhere } });
  expect(told.json()).toMatchObject({
    host: null,
    goals: [],
    agents: [],
    manager: { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
    budget: { dayUsd: 0, limitUsd: null },
    overlaps: [],
  });
  expect(existsSync(elsewhere)).toBe(false);
});

test('what may be spent on a day is told as it is configured, and a wrong configuration keeps nobody from looking', async () => {
  const config = `${sandbox.folder}/budget.json`;
  const status = async () => (await sandbox.cli(['status', '--json', '--config', config])).json();
  await writeFile(config, '{"budget":{"dayUsd":7}}');
  expect(await status()).toMatchObject({ host: null, budget: { limitUsd: 7 } });
  await writeFile(config, '{"budget":7}');
  expect(await status()).toMatchObject({ host: null, budget: { limitUsd: null } });
});
