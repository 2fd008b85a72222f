// What the conflict radar costs: one agent of twenty has changed something in a repository of 10,000 files. Real git, in this process.
import { ChildProcess, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openRepository } from '../../src/core/adapters/git/open-repository.js';
import type { EffectContext } from '../../src/core/effects/effect-runner.js';
import { lookEffects } from '../../src/core/effects/look-effects.js';
import type { EventBody } from '../../src/core/model/event.js';
import { type AppState, emptyState } from '../../src/core/model/state.js';
import type { Repository } from '../../src/core/ports/repository.js';
import { reduce } from '../../src/core/state/reduce.js';
import { fakePorts } from '../../tests/helpers/fake-effect-ports.js';
import { newAgent, submitted } from '../../tests/helpers/fold-events.js';
import { type Context, interleaved, type Scenario } from '../rig/context.js';
import { figure } from '../rig/figure.js';
import { median } from '../rig/stats.js';

const AGENTS = 20;
const FILES = 10_000;
const IDLE_MS = 2000;

interface Sample {
  /** All worktrees, as after the start of a host, which knows none of them. */
  readonly firstMs: number;
  readonly medianMs: number;
  readonly worstMs: number;
  /** Processes of git for one change. */
  readonly processes: number;
  readonly idleProcesses: number;
  readonly idleCpuMs: number;
}

export const radar: Scenario = {
  name: 'radar',
  async run(context) {
    const title = `the radar: one of ${AGENTS} worktrees of ${FILES} files has changed`;
    const world = await makeWorld(context);
    const samples = await interleaved(context, { title, of: ['orch-tui'], measure: () => measure(world, context.isQuick ? 20 : 60) });
    rmSync(world.folder, { recursive: true });
    return [
      figure(title, samples, {
        name: 'from the look to what overlaps, median',
        unit: 'ms',
        of: ({ medianMs }) => medianMs,
        level: 'below 100 ms',
        reached: ({ orch }) => orch < 100,
      }),
      figure(title, samples, {
        name: 'from the look to what overlaps, worst',
        unit: 'ms',
        of: ({ worstMs }) => worstMs,
        level: 'below 100 ms',
        reached: ({ orch }) => orch < 100,
      }),
      figure(title, samples, { name: 'the first look of a host, at all worktrees', unit: 'ms', of: ({ firstMs }) => firstMs }),
      figure(title, samples, { name: 'processes of git for a change', unit: 'processes', of: ({ processes }) => processes }),
      figure(title, samples, {
        name: `processes in ${IDLE_MS / 1000} s without a change`,
        unit: 'processes',
        of: ({ idleProcesses }) => idleProcesses,
        level: 'none',
        reached: ({ orch }) => orch === 0,
      }),
      figure(title, samples, {
        name: `CPU time in ${IDLE_MS / 1000} s without a change`,
        unit: 'ms',
        of: ({ idleCpuMs }) => idleCpuMs,
        level: 'below 5 ms',
        reached: ({ orch }) => orch < 5,
      }),
    ];
  },
};

interface World {
  readonly folder: string;
  readonly worktrees: readonly string[];
  host(): Host;
}

interface Host {
  look(agent: number): Promise<void>;
  overlaps(): AppState['overlaps'];
}

async function measure(world: World, changes: number): Promise<Sample> {
  const fresh = world.host();
  const firstMs = await timed(() => fresh.look(0));
  const spawned = countSpawns();
  const took: number[] = [];
  for (let at = 0; at < changes; at += 1) {
    const agent = at % AGENTS;
    writeFileSync(join(world.worktrees[agent] ?? '', 'shared.txt'), lines(at));
    took.push(await timed(() => fresh.look(agent)));
  }
  if ((fresh.overlaps() ?? []).length === 0) throw new Error('the radar found nothing');
  const processes = spawned.count / changes;
  const before = { spawned: spawned.count, cpuMs: cpuMs() };
  await setTimeout(IDLE_MS);
  const idle = { idleProcesses: spawned.count - before.spawned, idleCpuMs: cpuMs() - before.cpuMs };
  spawned.end();
  return { firstMs, medianMs: median(took), worstMs: Math.max(...took), processes, ...idle };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function makeWorld({ log }: Context): Promise<World> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'orch-radar-'));
  const repo = join(folder, 'repo');
  const env = { HOME: folder, PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=p', '-c', 'user.email=p@example.org', ...args], { cwd: repo, env });
  for (let at = 0; at < FILES; at += 1) {
    const parent = join(repo, `src/room-${at % 100}`);
    if (at < 100) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `file-${at}.ts`), `export const value${at} = ${at};\n`.repeat(20));
  }
  writeFileSync(join(repo, 'shared.txt'), lines(-1));
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'First');
  const opened = await openRepository(repo, {
    environment: () => env,
    temporary: join(folder, 'tmp'),
    commitHooks: 'off',
    forgeHosts: 'github.com',
  });
  if (!opened.ok) throw new Error(opened.error.said);
  const names = Array.from({ length: AGENTS }, (_, at) => `agent-${at}`);
  const events: EventBody[] = [submitted(...names.map((name) => newAgent(name)))];
  const worktrees = names.map((name) => join(folder, 'wt', name));
  for (const [at, path] of worktrees.entries()) {
    log(`making worktree ${at + 1} of ${AGENTS}`);
    const branch = `orch/${names[at]}`;
    const made = await opened.value.createWorktree({ branch, fallbackBranch: branch, path, base: 'main' });
    if (!made.ok) throw new Error(made.error.said);
    events.push({ type: 'worktree.created', agent: names[at] ?? '', ...made.value });
    for (let file = 0; file < 20; file += 1) writeFileSync(join(path, `src/room-${file}/file-${file + (at % 5) * 100}.ts`), lines(at));
    writeFileSync(join(path, `new-${at}.txt`), lines(at));
  }
  return { folder, worktrees, host: () => watching(opened.value, events, names) };
}

/** The handler that a host runs, over a state that only the radar changes. */
function watching(repository: Repository, events: readonly EventBody[], names: readonly string[]): Host {
  let state = emptyState(AGENTS);
  const dispatch = (body: EventBody): void => {
    state = reduce(state, { seq: state.seq + 1, at: '2026-11-26T12:00:00.000Z', ...body });
  };
  for (const event of events) dispatch(event);
  const handlers = lookEffects({ ...fakePorts(), repository });
  const context: EffectContext = { state: () => state, agent: (id) => state.agents[id], dispatch };
  return {
    look: (agent) => handlers['diff.measure']({ type: 'diff.measure', agent: names[agent] ?? '' }, context),
    overlaps: () => state.overlaps,
  };
}

/** Twenty lines of which one is this change's. */
function lines(at: number): string {
  return Array.from({ length: 20 }, (_, line) => (line === 10 && at >= 0 ? `changed ${at}\n` : `line ${line}\n`)).join('');
}

function countSpawns(): { readonly count: number; end(): void } {
  const prototype = ChildProcess.prototype as unknown as { spawn: (...args: unknown[]) => unknown };
  const original = prototype.spawn;
  let count = 0;
  prototype.spawn = function (this: unknown, ...args) {
    count += 1;
    return original.apply(this, args);
  };
  return {
    get count() {
      return count;
    },
    end: () => {
      prototype.spawn = original;
    },
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
