// The demo from end to end with a real repository and a host played by the test: what it orders, what it believes, what it leaves behind.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src/core/model/error.js';
import type { GoalState } from '../../../src/core/model/goal.js';
import type { Method, Requests, RunParams } from '../../../src/core/model/requests.js';
import type { AgentStatus, GoalStatus, Status } from '../../../src/core/model/status.js';
import type { DemoClient, DemoHost } from '../../../src/demo/demo-host.js';
import { git } from '../../../src/demo/demo-repository.js';
import { applied } from '../../../src/demo/plan-work.js';
import { runDemo, verifyCommand } from '../../../src/demo/run-demo.js';
import { DEMO_TASKS } from '../../../src/demo/tasks.js';

let folder: string;
let printed: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orch-run-demo-'));
  printed = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Behaviour = 'merges' | 'fails' | 'lies' | 'hangs';

/** A host that carries a task out itself, in the way told by its number. */
class PlayedHost implements DemoHost {
  readonly stateDir = join(folder, 'state');
  readonly orders: RunParams[] = [];
  readonly agents: AgentStatus[] = [];
  readonly goals: GoalStatus[] = [];
  isStopped = false;
  isClosed = false;
  watch: DemoHost['watch'] = null;
  throwAway: string | null = null;

  constructor(
    readonly repo: string,
    readonly behaviours: readonly Behaviour[],
  ) {}

  async connect(): Promise<Result<DemoClient>> {
    await mkdir(this.stateDir, { recursive: true });
    const request = <M extends Method>(method: M, params: Requests[M]['params']) =>
      this.#answer(method, params) as Promise<Result<Requests[M]['result']>>;
    return ok({ request, close: () => (this.isClosed = true) });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
  }

  async #answer(method: Method, params: unknown): Promise<Result<unknown>> {
    if (method === 'run') return this.#run(params as RunParams);
    const status: Status = {
      host: null,
      goals: this.goals,
      manager: { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
      budget: { dayUsd: 0, limitUsd: null },
      overlaps: [],
      agents: this.agents,
    };
    if (method === 'status') return ok(status);
    if (method !== 'statusAfter') throw new Error(`the demo asked for ${method}`);
    const { seq } = params as Requests['statusAfter']['params'];
    // Nothing new will ever happen: only a hanging agent lets the demo ask twice.
    return seq < 1 ? ok({ seq: 1, status }) : new Promise(() => {});
  }

  async #run(params: RunParams): Promise<Result<unknown>> {
    const behaviour = this.behaviours[this.orders.length] ?? 'merges';
    this.orders.push(params);
    const branch = `orch/${params.name}`;
    const commit = behaviour === 'merges' ? await this.#merge(branch, params.text) : behaviour === 'lies' ? 'f'.repeat(40) : null;
    const state = ({ merges: 'done', lies: 'done', fails: 'failed', hangs: 'running' } as const)[behaviour];
    this.#note({ params, branch, commit, state });
    return ok({ goal: params.name, agents: [params.name] });
  }

  async #merge(branch: string, text: string): Promise<string> {
    const task = DEMO_TASKS.find(({ file }) => text.includes(file))!;
    await git(this.repo, 'checkout', '--quiet', '-b', branch);
    const path = join(this.repo, task.file);
    await writeFile(path, task.edits.reduce(applied, await readFile(path, 'utf8')));
    await git(this.repo, 'commit', '--quiet', '--all', '--message', task.title);
    await git(this.repo, 'checkout', '--quiet', 'main');
    await git(this.repo, 'merge', '--quiet', '--no-ff', '--no-edit', branch);
    return git(this.repo, 'rev-parse', 'main');
  }

  #note(what: { params: RunParams; branch: string; commit: string | null; state: GoalState & ('done' | 'failed' | 'running') }): void {
    const { params, branch, commit, state } = what;
    const id = params.name ?? '';
    const agentState = state === 'running' ? 'working' : state;
    const error = state === 'failed' ? { kind: 'verify', tried: 'verify', said: 'it failed', next: 'Look' } : null;
    this.goals.push({ id, text: params.text, state, workspace: null, createdAt: '', tasks: [] });
    const result = commit === null ? null : { kind: 'merge', url: null, commit, path: null };
    this.agents.push({ id, name: id, goal: id, state: agentState, branch, result, error, why: { evidence: '' } } as AgentStatus);
  }
}

async function demo(order: { behaviours?: readonly Behaviour[]; dir?: string; signal?: AbortSignal; watch?: DemoHost['watch'] } = {}) {
  let host: PlayedHost | null = null;
  const exit = await runDemo({
    dir: order.dir ?? null,
    print: (line) => printed.push(line),
    signal: order.signal ?? new AbortController().signal,
    speed: 20,
    host: async (repo, throwAway) => {
      host = new PlayedHost(repo, order.behaviours ?? []);
      host.watch = order.watch ?? null;
      host.throwAway = throwAway;
      return ok(host);
    },
  });
  return { exit, host: host as PlayedHost | null };
}

describe('the demo', () => {
  it('orders three tasks with a check each, sees three merges on main, and leaves nothing behind', async () => {
    const { exit, host } = await demo();
    expect(exit).toEqual(ok(0));
    expect(host!.orders.map(({ name, harness, finish, unattended, args }) => ({ name, harness, finish, unattended, args }))).toEqual(
      DEMO_TASKS.map(({ name }) => ({ name, harness: 'demo', finish: 'merge', unattended: true, args: ['--speed=20'] })),
    );
    expect(host!.orders[0]!.verify).toBe(`${process.execPath} test/slug.test.mjs`);
    expect(printed).toContain('3 of 3 branches are merged into main.');
    expect(printed.find((line) => line.includes('tidy-slugs'))).toMatch(/^ {2}tidy-slugs +done +merged into main as [0-9a-f]{7}$/);
    expect([host!.isStopped, host!.isClosed]).toEqual([true, true]);
    expect([existsSync(host!.repo), existsSync(host!.stateDir)]).toEqual([false, false]);
    expect(host!.throwAway).toBe(dirname(host!.repo));
  });

  it.each([
    ['an agent that fails', 'fails'],
    ['a merge that is said to be there and is not', 'lies'],
  ] as const)('exits with 1 for %s', async (_name, behaviour) => {
    const { exit, host } = await demo({ behaviours: ['merges', behaviour] });
    expect(exit).toEqual(ok(1));
    expect(printed).toContain('2 of 3 branches are merged into main.');
    expect(existsSync(host!.repo)).toBe(false);
  });

  it('keeps repository, state and host with --dir', async () => {
    const dir = join(folder, 'kept');
    const { exit, host } = await demo({ dir });
    expect(exit).toEqual(ok(0));
    expect((await readdir(dir)).sort()).toContain('README.md');
    expect([host!.isStopped, host!.throwAway, existsSync(host!.stateDir)]).toEqual([false, null, true]);
    expect(printed.at(-1)).toBe(`Look around in ${dir}.`);
  });

  it('cleans up when it is ended early', async () => {
    const { exit, host } = await demo({ behaviours: ['hangs', 'hangs', 'hangs'], signal: AbortSignal.abort() });
    expect(exit).toEqual(ok(130));
    expect([host!.isStopped, existsSync(host!.repo)]).toEqual([true, false]);
  });

  it('shows the screen instead of lines where there is one; leaving it early is no failure', async () => {
    let watched = 0;
    const watch = async () => ok(watched++);
    const { exit } = await demo({ behaviours: ['hangs'], watch });
    expect([exit, watched]).toEqual([ok(0), 1]);
    expect(printed.some((line) => line.startsWith('  tidy-slugs'))).toBe(false);
  });

  it('tells what the host said, and cleans up, when it does not come up', async () => {
    const error = { kind: 'no-host', tried: 'start the host', said: 'no', next: 'Try again' } as const;
    let made = '';
    const host = async (repo: string) => {
      made = repo;
      return fail(error);
    };
    expect(await runDemo({ dir: null, print: () => {}, signal: new AbortController().signal, speed: 1, host })).toEqual(fail(error));
    expect([made.endsWith('pocket-shop'), existsSync(join(made, '..'))]).toEqual([true, false]);
  });
});

describe('the check of a task', () => {
  it.each([
    ['/usr/bin/node', '/usr/bin/node test/a.mjs'],
    ["/home/o'neil/my node/bin/node", `'/home/o'\\''neil/my node/bin/node' test/a.mjs`],
  ])('is run by %s', (node, command) => {
    expect(verifyCommand({ test: 'test/a.mjs' }, node)).toBe(command);
  });
});
