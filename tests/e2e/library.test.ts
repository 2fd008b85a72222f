// The library as a program has it: installed from the package, in plain JavaScript and in strict TypeScript, against a host of its own.
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../helpers/checkout.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { statusOf } from '../helpers/story.js';

let sandbox: Sandbox;
let program: string;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Standard output and error of a command, and how it ended. */
function runs(argv: readonly string[], env: Readonly<Record<string, string>> = sandbox.env): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(argv[0] as string, argv.slice(1), { cwd: program, env, timeout: 60_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

/** Runs a module in the program's folder; `repo` is its first word. */
async function runsModule(name: string, text: string): Promise<Ended> {
  await writeFile(join(program, name), text);
  return runs([process.execPath, name, sandbox.repo]);
}

/** What stands in the first block of that language. */
async function example(language: string, start: string): Promise<string> {
  const text = await readFile(join(root, 'docs/library.md'), 'utf8');
  const blocks = [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'gu'))].map((match) => match[1] as string);
  const found = blocks.find((block) => block.startsWith(start));
  if (found === undefined) throw new Error(`no block of ${language} begins with ${start}`);
  return found;
}

beforeAll(async () => {
  sandbox = await makeSandbox();
  // The host is started by the library; whoever asks for the binary has it stopped at the end.
  sandbox.argv([]);
  program = join(sandbox.folder, 'program');
  const installed = join(program, 'node_modules/orch-tui');
  await mkdir(installed, { recursive: true });
  await writeFile(join(program, 'package.json'), '{"name": "program", "private": true, "type": "module"}\n');
  const packed = await new Promise<string>((resolve, reject) => {
    const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', sandbox.folder];
    execFile('npm', words, { cwd: root }, (error, stdout) => (error === null ? resolve(stdout.trim()) : reject(error)));
  });
  const unpacked = await runs(['tar', '-xzf', join(sandbox.folder, packed), '-C', installed, '--strip-components=1']);
  expect(unpacked).toMatchObject({ code: 0, stderr: '' });
  await symlink(join(root, 'node_modules/node-pty'), join(program, 'node_modules/node-pty'));
}, 120_000);
afterAll(() => sandbox.end());

test('the example of the documents runs, and does what it says', async () => {
  const ran = await runsModule('example.js', await example('js', 'import { Orchestrator, OrchestratorError }'));
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^goal done, 100 % of its tasks, merge [0-9a-f]{40}\n/);
  const [, agent, path] = /^agent (\S+) done: (\S+)$/mu.exec(ran.stdout) ?? [];
  expect(agent).toMatch(/^list-the-files/);
  expect(await readFile(String(path), 'utf8')).toContain('HELLO.md\n');
  expect(await sandbox.git('show', 'main:HELLO.md')).toBe('hello\n');
});

test('the package is typed for strict programs, without the types of anything else', async () => {
  await mkdir(join(program, 'typed'), { recursive: true });
  await writeFile(
    join(program, 'typed/tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        target: 'es2023',
        lib: ['es2023', 'dom'],
        module: 'nodenext',
        types: [],
      },
      files: ['example.ts'],
    }),
  );
  await writeFile(
    join(program, 'typed/example.ts'),
    `import { type GoalResult, Orchestrator, OrchestratorError, type OrchestratorEvent } from 'orch-tui';
export async function example(budget: number | undefined): Promise<GoalResult['state']> {
  const orchestrator = new Orchestrator({ repo: '.', interactive: false, baseDir: '/tmp/goals' });
  const told: OrchestratorEvent['type'][] = [];
  for await (const event of orchestrator.events()) {
    if (event.type === 'agent.stateChanged') told.push(event.type, event.state === 'idle' ? 'agent.exited' : 'agent.started');
    if (event.type === 'events.missed') return event.count > 0 ? 'failed' : 'done';
  }
  const { results, summary, delivery } = await orchestrator.executeGoal('x', { budgetUsd: budget, tasks: [] });
  const path: string | null = (await orchestrator.spawnAgent({ role: 'qa', task: 'y', outputFile: 'z.md' })).outputPath;
  const cost: number = summary.costUsd + results.length + (delivery?.commit?.length ?? 0) + (path?.length ?? 0);
  // @ts-expect-error: no such way to finish
  await orchestrator.executeGoal('x', { finish: 'push' }).catch((error: OrchestratorError) => error.next.length + cost);
  return 'done';
}
`,
  );
  const checked = await runs([process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '-p', 'typed']);
  expect(checked).toMatchObject({ code: 0, stdout: '' });
});

test('events come in order while a goal runs, workspaces lie where they are to, and a failed goal is a result', async () => {
  const base = join(sandbox.folder, 'goals');
  const ran = await runsModule(
    'events.js',
    `import { Orchestrator } from 'orch-tui';
const orchestrator = new Orchestrator({ repo: process.argv[2], baseDir: ${JSON.stringify(base)} });
const events = [];
const reading = (async () => { for await (const event of orchestrator.events()) events.push(event); })();
const result = await orchestrator.executeGoal('Fail please', { command: ['false'], plan: 'none' });
await orchestrator.close();
await reading;
const seqs = events.map(({ seq }) => seq);
console.log(JSON.stringify({ result, types: events.map(({ type }) => type), isInOrder: seqs.every((seq, at) => at === 0 || seq === seqs[at - 1] + 1) }));
`,
  );
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const { result, types, isInOrder } = JSON.parse(ran.stdout);
  expect(result).toMatchObject({
    state: 'failed',
    workspace: expect.stringMatching(new RegExp(`^${base}/week-\\d\\d/\\d{4}-\\d\\d-\\d\\d/fail-please-\\d{6}$`)),
    results: [{ task: null, agent: 'fail-please', state: 'failed', error: { kind: expect.any(String) } }],
    delivery: null,
    waitsFor: [],
    summary: { tasks: 1, done: 0, successRate: 0, costUsd: 0, estimated: true, limit: null },
  });
  expect(isInOrder).toBe(true);
  expect(types[0]).toBe('goal.submitted');
  expect(types).toEqual(expect.arrayContaining(['worktree.created', 'agent.started', 'agent.exited']));
});

test('a question ends a goal that nobody watches, and says which; it can be answered or stopped', async () => {
  const ran = await runsModule(
    'asked.js',
    `import { Orchestrator } from 'orch-tui';
const orchestrator = new Orchestrator({ repo: process.argv[2] });
const asked = await orchestrator.executeGoal('Ask me', { command: ${JSON.stringify([process.execPath, join(root, 'tests/fixtures/agents/asks-permission.mjs')])}, plan: 'none' });
await orchestrator.stop(asked.goal);
const stopped = await orchestrator.waitFor(asked.goal);
await orchestrator.close();
console.log(JSON.stringify({ asked, stopped }));
`,
  );
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const { asked, stopped } = JSON.parse(ran.stdout);
  expect(asked).toMatchObject({ state: 'waiting', waitsFor: [{ kind: 'question', agent: 'ask-me', text: expect.any(String) }] });
  expect(stopped).toMatchObject({ state: 'stopped', waitsFor: [] });
});

test('an aborted signal stops the goal', async () => {
  const ran = await runsModule(
    'aborted.js',
    `import { Orchestrator } from 'orch-tui';
const orchestrator = new Orchestrator({ repo: process.argv[2] });
const abort = new AbortController();
const events = orchestrator.events();
const running = orchestrator.executeGoal('Go on', { command: ['sh', '-c', 'sleep 600'], plan: 'none', signal: abort.signal });
for await (const { type } of events) if (type === 'agent.started') break;
abort.abort();
console.log((await running).state);
await orchestrator.close();
`,
  );
  expect(ran).toEqual({ code: 0, stderr: '', stdout: 'stopped\n' });
});

test.each([
  ['no repository', "{ repo: '/' }", "executeGoal('x', { command: ['true'] })", 'repository', /not a git repository/],
  ['an empty goal', '{ repo }', "executeGoal('  ')", 'usage', /the goal is empty/],
  ['a program that is not there', '{ repo }', "executeGoal('x', { command: ['no-such-program'] })", 'config', /no-such-program/],
  [
    'a role that is not there',
    '{ repo }',
    "spawnAgent({ task: 'x', role: 'wizard', command: ['true'] })",
    'usage',
    /there is no role `wizard`/,
  ],
  ['a file that is a path', '{ repo }', "spawnAgent({ task: 'x', outputFile: '../x.md', command: ['true'] })", 'usage', /no file name/],
  ['approvals of nobody', '{ repo }', "executeGoal('x', { approve: ['plan'] })", 'usage', /approve needs a person/],
  ['a goal that is not there', '{ repo }', "waitFor('g-nothing')", 'not-found', /g-nothing/],
])('%s is thrown as an OrchestratorError', async (_what, options, call, kind, said) => {
  const ran = await runsModule(
    'refused.js',
    `import { Orchestrator, OrchestratorError } from 'orch-tui';
const repo = process.argv[2];
const orchestrator = new Orchestrator(${options});
const error = await orchestrator.${call}.then(() => null, (error) => error);
await orchestrator.close();
console.log(JSON.stringify({ isOurs: error instanceof OrchestratorError, kind: error?.kind, message: error?.message, next: error?.next }));
`,
  );
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const thrown = JSON.parse(ran.stdout);
  expect(thrown).toMatchObject({ isOurs: true, kind, next: expect.stringMatching(/\S/) });
  expect(thrown.message).toMatch(said);
  expect((await statusOf(sandbox)).agents.every(({ state }) => state !== 'queued')).toBe(true);
});
