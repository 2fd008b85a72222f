// Agents of other nodes in everybody's list: those that one on a worker has delegated to, and those of other hosts; looked at, typed to, answered and stopped from where they are shown.
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NeighbourStatus, Status } from '../../src/core/model/status.js';
import { type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { finishes } from '../helpers/goal-story.js';
import { inTurn, waitsFor } from '../helpers/hierarchy-story.js';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

/** Machines come and go in these, and each takes its time. */
const SLOW = { timeout: 180_000 };
const CHILD = 'write-notes-txt-with-from';

let redis: RedisServer;
let model: ModelServer;
let far: WorkerMachine;
let owner: Sandbox;
let ends: (() => unknown)[];

beforeEach(async () => {
  ends = [];
  redis = await startRedis();
  ends.push(() => redis.end());
  model = await startModelServer();
  ends.push(() => model.close());
  owner = await makeSandbox({ env: environment() });
  far = await WorkerMachine.make({ name: 'far', of: owner.repo, env: shared() });
  ends.push(() => far.end());
  // Before its worker, which it asks to end what it has.
  ends.push(() => owner.end());
  await far.start(['--redis', redis.url, '--slots', '2']);
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
});

function shared() {
  return { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url };
}

function environment() {
  return { ...SECRET, ...shared(), ORCHESTRATOR_REDIS__URL: redis.url };
}

/** Another person's clone of the same repository. */
async function friend(): Promise<Sandbox> {
  const sandbox = await makeSandbox({ env: { ...environment(), ORCHESTRATOR_WORKER__NAME: 'friend' } });
  ends.push(() => sandbox.end());
  await rm(sandbox.repo, { recursive: true });
  execFileSync('git', ['clone', '--quiet', owner.repo, sandbox.repo], { env: sandbox.env });
  expect(await sandbox.cli(['host', '--start'])).toMatchObject({ exitCode: 0 });
  return sandbox;
}

/** One on the worker that has a part done by another one there, which asks before it writes. */
async function delegateThere(): Promise<void> {
  const next = inTurn(
    { calls: [{ name: 'delegate', arguments: { task: 'write notes.txt with "from below"', harness: 'claude' } }] },
    waitsFor(CHILD),
    finishes('notes are there'),
  );
  model.on(({ messages }) => messages.some(({ content }) => content?.includes('Bring the notes together') === true), next);
  const order = ['run', 'Bring the notes together', '--name', 'notes', '--role', 'worker', '--agent', 'builtin', '--on', 'far'];
  expect(await owner.cli([...order, '--finish', 'branch', '--policy', 'strict'])).toMatchObject({ exitCode: 0 });
}

async function untilNeighbour(sandbox: Sandbox, name: string, ...states: readonly string[]): Promise<NeighbourStatus> {
  const find = (status: unknown) => (status as Status).others?.find((each) => each.name === name && states.includes(each.state));
  return find(
    await untilStatus(sandbox, `${name} is ${states.join(' or ')}`, (each) => find(each) !== undefined, 60_000),
  ) as NeighbourStatus;
}

test('whom an agent there has delegated to stands below it here, and is looked at, answered and merged there', SLOW, async () => {
  await delegateThere();
  const child = await untilNeighbour(owner, CHILD, 'waiting');
  const parent = await untilAgent(owner, 'notes', 'working', 'waiting', 'idle');
  expect(child).toMatchObject({ node: 'far', parent: parent.id, ours: true, open: true, harness: 'claude' });
  expect(child.question?.text).toContain('create notes.txt?');
  expect((await owner.cli(['status'])).stdout).toMatch(new RegExp(`${CHILD}.*far`, 'u'));
  expect((await owner.cli(['answer'])).stdout).toContain(CHILD);

  const terminal = owner.open(['attach', CHILD]);
  await terminal.until('its screen is here', (screen) => screen.includes('Do you want to create notes.txt?'));
  expect(terminal.screen.text()).toMatch(/far/u);
  expect(await owner.cli(['answer', CHILD, '1'])).toMatchObject({ exitCode: 0 });
  await terminal.until('it goes on before the eyes of the person', (screen) => screen.includes('DONE: wrote notes.txt.'));
  await untilAgent(owner, 'notes', 'done');
  expect(await owner.git('show', 'orch/notes:notes.txt')).toBe('from below\n');
  await untilStatus(owner, 'its row is gone', (status) => (status as unknown as Status).others === undefined);
});

test('what is typed here reaches it there; what only its own host can do is refused with whose it is', SLOW, async () => {
  await delegateThere();
  await untilNeighbour(owner, CHILD, 'waiting');
  expect(await owner.cli(['finish', CHILD])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('far') });
  const terminal = owner.open(['attach', `${CHILD}@far`]);
  await terminal.until('its screen is here', (screen) => screen.includes('Do you want to create notes.txt?'));
  terminal.type('1');
  await terminal.until('it has done that', (screen) => screen.includes('DONE: wrote notes.txt.'));
  await untilAgent(owner, 'notes', 'done');
});

test('one that is stopped from here ends there, and its parent goes on without it', SLOW, async () => {
  await delegateThere();
  await untilNeighbour(owner, CHILD, 'waiting');
  expect(await owner.cli(['stop', CHILD])).toMatchObject({ exitCode: 0 });
  await untilAgent(owner, 'notes', 'done');
  expect(JSON.stringify(model.requests.at(-1)?.messages)).toContain('stopped');
});

test("another host sees the worker's agents and the owner's: those it may touch, these it is only shown", SLOW, async () => {
  const other = await friend();
  await owner.cli(['run', 'write here.txt with "x"', '--name', 'mine', '--agent', 'claude', '--policy', 'strict', '--on', 'here']);
  await owner.cli(['run', 'write there.txt with "x"', '--name', 'there', '--agent', 'claude', '--policy', 'strict', '--on', 'far']);
  const mine = await untilNeighbour(other, 'mine', 'waiting');
  const there = await untilNeighbour(other, 'there', 'waiting');
  expect(mine).toMatchObject({ open: false, ours: false, harness: 'claude' });
  expect(there).toMatchObject({ node: 'far', owner: mine.node, open: true, ours: false });
  expect((await other.cli(['answer'])).stdout).toBe('nobody asks anything\n');

  const refused = await other.cli(['answer', 'mine', '1']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(mine.node);
  const terminal = other.open(['attach', 'there'], { cols: 120, rows: 30 });
  await terminal.until('its screen is here', (screen) => screen.includes('Do you want to create there.txt?'));
  await terminal.until('the other one has a row', (screen) => screen.includes('mine'));
  expect(await other.cli(['answer', 'there', '1'])).toMatchObject({ exitCode: 0 });
  await terminal.until('it goes on', (screen) => screen.includes('DONE: wrote there.txt.'));
  await untilAgent(owner, 'there', 'idle');
  expect(await other.cli(['messages', 'send', `mine@${mine.node}`, 'a word'])).toMatchObject({ exitCode: 0 });
  expect(await other.cli(['stop', 'there'])).toMatchObject({ exitCode: 0 });
  await untilAgent(owner, 'there', 'stopped');
  await untilStatus(
    other,
    'the ended one is gone',
    (status) => !(status as unknown as Status).others?.some(({ name }) => name === 'there'),
  );
});
