// An agent on another machine, looked at from here while it is at work: its diff of now, whose lines it changes as well, its last lines, its limits, and a manager that knows them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Status as WholeStatus } from '../../src/core/model/status.js';
import { startModelServer, systemHas } from '../fixtures/model-server.js';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import type { AgentStatus, Status } from '../helpers/story.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

/** Machines come and go in these, and each takes its time. */
const SLOW = { timeout: 240_000 };

let redis: RedisServer;
let sandboxes: Sandbox[];
let machine: WorkerMachine | null;

beforeEach(async () => {
  redis = await startRedis();
  sandboxes = [];
  machine = null;
});
afterEach(async () => {
  for (const sandbox of sandboxes) await sandbox.end();
  await machine?.end();
  await redis.end();
});

/** A person's machine, with a worker that is called far. */
async function twoMachines(env: Readonly<Record<string, string>> = {}): Promise<{ owner: Sandbox; far: WorkerMachine }> {
  const owner = await makeSandbox({ env: { ...SECRET, ORCHESTRATOR_REDIS__URL: redis.url, ...env } });
  sandboxes.push(owner);
  const far = await WorkerMachine.make({ name: 'far', of: owner.repo });
  machine = far;
  await far.start(['--redis', redis.url]);
  return { owner, far };
}

/** The agent there that does the one task. */
async function agentThere(far: WorkerMachine): Promise<AgentStatus> {
  const status = (await far.sandbox.cli(['status', '--json'], { cwd: far.clone })).json<Status>();
  return status.agents[0] as AgentStatus;
}

test('its diff is of now and says whose it is, on the command line and on the screen', SLOW, async () => {
  const { owner, far } = await twoMachines();
  await owner.cli(['run', 'write notes.txt with "from far" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  // Nothing has told of this yet: it is asked for.
  writeFileSync(join((await agentThere(far)).worktree ?? '', 'later.txt'), 'half a thought\n');
  const diff = await owner.cli(['diff', 'fix']);
  expect(diff.stdout).toContain('+from far');
  expect(diff.stdout).toContain('+half a thought');
  expect(diff.stderr).toMatch(/fix works on far: this is its work as it was saved at \d\d:\d\d; nothing there is newer/);
  await owner.cli(['run', 'only think', '--name', 'thinks', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'thinks', 'idle', 'working');
  const none = await owner.cli(['diff', 'thinks']);
  expect(none).toMatchObject({ stdout: '', stderr: expect.stringContaining('thinks works on far, and has not changed anything yet') });
  const json = (await owner.cli(['diff', 'fix', '--json'])).json<{ readonly saved: unknown }>();
  expect(json.saved).toMatchObject({ node: 'far', commit: expect.stringMatching(/^[0-9a-f]{40}$/), at: expect.any(String) });

  const terminal = owner.open([], { cols: 110, rows: 30 });
  await terminal.until('its row is here', (screen) => screen.includes('fix'));
  terminal.type('1d');
  await terminal.until('its diff says from where it is', (screen) => /as saved at \d\d:\d\d from far/.test(screen.text()));
  await terminal.until('its lines are here', (screen) => screen.includes('half a thought'));

  expect(await owner.cli(['finish', 'fix', '--as', 'branch'])).toMatchObject({ exitCode: 0 });
  const home = await owner.cli(['diff', 'fix']);
  expect(home.stdout).toContain('+half a thought');
  expect(home.stderr).toBe('');
});

test('where its node gives no answer its diff is that which was saved last', SLOW, async () => {
  const { owner, far } = await twoMachines();
  await owner.cli(['run', 'write notes.txt with "from far" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  expect((await owner.cli(['diff', 'fix'])).stdout).toContain('+from far');
  far.signal('SIGSTOP');
  const diff = await owner.cli(['diff', 'fix']);
  far.signal('SIGCONT');
  expect(diff.stdout).toContain('+from far');
  expect(diff.stderr).toContain('its node gave no answer, and may have newer');
});

test('a host that is stopped says whose node it waits for, on its screens and to whoever stops it', SLOW, async () => {
  const { owner, far } = await twoMachines();
  await owner.cli(['run', 'only think', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  const terminal = owner.open([], { cols: 110, rows: 30 });
  await terminal.until('its row is here', (screen) => screen.includes('fix'));
  far.signal('SIGSTOP');
  const stopped = owner.cli(['host', '--stop']);
  await terminal.until('whom it waits for', (screen) => screen.includes('far has not ended fix yet: it is waited for, 20 s at most'));
  far.signal('SIGCONT');
  expect(await stopped).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('the host has ended, with fix'),
    stderr: 'orch-tui: far has not ended fix yet: it is waited for, 20 s at most\n',
  });
});

test('a host in the foreground says it as well, to whoever ends it behind its screen', SLOW, async () => {
  const { owner, far } = await twoMachines();
  const terminal = owner.open(['--foreground'], { cols: 110, rows: 30 });
  await terminal.until('it is there', (screen) => screen.includes('No agents yet.'));
  await owner.cli(['run', 'only think', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  terminal.press('q');
  await terminal.until('it goes on', (screen) => screen.includes('fix goes on in this process'));
  far.signal('SIGSTOP');
  terminal.press('ctrl-c');
  await terminal.until('whom it waits for', (screen) =>
    screen.includes('orch-tui: far has not ended fix yet: it is waited for, 20 s at most'),
  );
  far.signal('SIGCONT');
  expect(await terminal.exit).toEqual({ exitCode: 130 });
});

test('whoever stops an agent is told as well whose node is waited for', SLOW, async () => {
  const { owner, far } = await twoMachines();
  await owner.cli(['run', 'only think', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  const terminal = owner.open([], { cols: 110, rows: 30 });
  await terminal.until('its row is here', (screen) => screen.includes('fix'));
  far.signal('SIGSTOP');
  const stopped = owner.cli(['stop', 'fix']);
  await terminal.until('whom it waits for', (screen) => screen.includes('far has not ended fix yet'));
  far.signal('SIGCONT');
  const told = 'orch-tui: far has not ended fix yet: it is waited for, 20 s at most\n';
  expect(await stopped).toMatchObject({ exitCode: 0, stdout: 'stopped fix\n', stderr: told });
});

test('that it changes the same as an agent of here is seen before either is finished', SLOW, async () => {
  const { owner } = await twoMachines();
  await owner.cli(['run', 'write notes.txt with "from far" unasked', '--name', 'there', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'there', 'idle');
  await owner.cli(['run', 'write notes.txt with "from here" unasked', '--name', 'here', '--agent', 'claude', '--on', 'here']);
  await untilAgent(owner, 'here', 'idle');
  const overlapsIn = (status: Status) => (status as Status & Pick<WholeStatus, 'overlaps'>).overlaps;
  const status = await untilStatus(owner, 'they overlap', (each) => overlapsIn(each).length > 0);
  const ids = status.agents.map(({ id }) => id);
  expect(overlapsIn(status)).toMatchObject([{ files: ['notes.txt'], lines: ['notes.txt'], agents: expect.arrayContaining(ids) }]);
});

test('its last lines are told here; what can not be says so, and what to do', SLOW, async () => {
  const { owner } = await twoMachines();
  await owner.cli(['run', 'write notes.txt with "x" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  const logs = await owner.cli(['logs', 'fix']);
  expect(logs.stdout).toContain('DONE: wrote notes.txt.');
  expect(logs.stderr).toContain('it works on far, and its log is there: these are its last lines');
  expect(await owner.cli(['logs', 'fix', '-f'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('orch-tui attach fix') });
  expect(await owner.cli(['logs', 'fix', '--raw'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('its log is there') });
  expect(await owner.cli(['finish', 'fix', '--as', 'branch'])).toMatchObject({ exitCode: 0 });
  expect((await owner.cli(['logs', 'fix'])).stderr).toContain('its log is on far');
});

test('what keeps it from going on is told here with its kind', SLOW, async () => {
  const { owner } = await twoMachines();
  const task = 'write hello.txt with "hi there" unasked, for claude is out of credit';
  await owner.cli(['run', task, '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  const agent = await untilAgent(owner, 'fix', 'waiting', 'idle', 'failed');
  expect(agent).toMatchObject({
    state: 'waiting',
    limit: { kind: 'credit', until: null, next: 'person' },
    error: { kind: 'limit', said: expect.stringContaining('402 Payment required'), next: expect.stringContaining('It runs on far.') },
  });
});

test('a manager of here knows what it said and did before it decides', SLOW, async () => {
  const model = await startModelServer();
  try {
    const { owner } = await twoMachines({
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'sk-secret',
      ORCHESTRATOR_MODEL__DEFAULT: 'scripted',
      ORCHESTRATOR_MANAGER__WATCH: 'all',
    });
    const decision = { progress: 'done', thought: 'as it says', action: { do: 'finish', text: '' }, future: '' };
    model.on(systemHas('You are the manager of coding agents'), JSON.stringify(decision));
    const order = ['run', 'write notes.txt with "from far" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far'];
    const ended = await owner.cli([...order, '--finish', 'merge', '--wait']);
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(model.requests[0]?.last).toContain('DONE: wrote notes.txt.');
    expect(model.requests[0]?.last).toContain('notes.txt | +1 -0, new');
    expect(model.requests[0]?.last).toContain('It works on another machine (far).');
    expect(await owner.git('show', 'main:notes.txt')).toBe('from far\n');
  } finally {
    await model.close();
  }
});
