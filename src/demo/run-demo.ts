// The demo from end to end: repository, three agents, the way to three merges on main, and away with it all. The host is handed in.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ok, type Result } from '../core/model/error.js';
import type { RunParams } from '../core/model/requests.js';
import type { DemoHost } from './demo-host.js';
import { createDemoRepository } from './demo-repository.js';
import { followDemo } from './follow-demo.js';
import { proveMerged } from './prove-merged.js';
import { DEMO_TASKS, type DemoTask } from './tasks.js';

export interface DemoOrder {
  /** Where to make the repository and keep it; null: a temporary folder, removed at the end. */
  readonly dir: string | null;
  /** `throwAway`: a folder around the repository that goes with its host. */
  readonly host: (repo: string, throwAway: string | null) => Promise<Result<DemoHost>>;
  readonly print: (line: string) => void;
  /** Ends the demo early, as on Ctrl-C. */
  readonly signal: AbortSignal;
  /** How many times as fast as a person would like to watch; 1 unless a test asks. */
  readonly speed: number;
}

/** The exit code: 0 when three branches were merged into main, 1 when not, 130 when it was ended early. Cleans up in every case. */
export async function runDemo(order: DemoOrder): Promise<Result<number>> {
  const { dir, print } = order;
  const temporary = dir === null ? await mkdtemp(join(await realpath(tmpdir()), 'orch-demo-')) : null;
  const repo = temporary === null ? resolve(dir ?? '.') : join(temporary, 'pocket-shop');
  let host: DemoHost | null = null;
  try {
    const made = await createDemoRepository(repo);
    if (!made.ok) return made;
    print(`Demo: ${repo} is a small shop with three faults. Three demo agents (scripts, no model) mend them, each on a branch of its own.`);
    const found = await order.host(repo, temporary);
    if (!found.ok) return found;
    host = found.value;
    return await play({ order, host, repo, firstCommit: made.value.firstCommit });
  } finally {
    // Kept: the host may go on, and ends by itself when nothing needs it. Where this is not reached, as when the terminal is closed, it removes the rest.
    if (temporary !== null) {
      await host?.stop();
      for (const folder of [temporary, ...(host === null ? [] : [host.stateDir])]) {
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }
  }
}

async function play(scene: {
  readonly order: DemoOrder;
  readonly host: DemoHost;
  readonly repo: string;
  readonly firstCommit: string;
}): Promise<Result<number>> {
  const { order, host, repo, firstCommit } = scene;
  const { print, signal } = order;
  const connected = await host.connect();
  if (!connected.ok) return connected;
  const client = connected.value;
  try {
    for (const task of DEMO_TASKS) {
      const started = await client.request('run', runParams(task, order.speed));
      if (!started.ok) return started;
    }
    const seen = host.watch === null ? await followDemo({ client, print, signal }) : await host.watch();
    if (!seen.ok) return seen;
    if (signal.aborted) return ok(130);
    const status = await client.request('status', {});
    // A person may have ended the host from its screen: they have seen what they wanted.
    if (!status.ok) return host.watch === null ? status : ok(0);
    const proof = await proveMerged({ repo, firstCommit, agents: status.value.agents });
    for (const line of proof.lines) print(line);
    print(order.dir === null ? 'Nothing of it is kept; `orch-tui demo --dir DIR` keeps it.' : `Look around in ${repo}.`);
    return ok(proof.isProven || host.watch !== null ? 0 : 1);
  } finally {
    client.close();
  }
}

function runParams(task: DemoTask, speed: number): RunParams {
  return {
    text: task.text,
    harness: 'demo',
    command: null,
    args: speed === 1 ? [] : [`--speed=${speed}`],
    model: null,
    role: null,
    count: 1,
    base: 'main',
    name: task.name,
    verify: verifyCommand(task, process.execPath),
    attempts: 1,
    finish: 'merge',
    unattended: true,
    labels: [],
    reviewers: [],
    draft: false,
  };
}

/** This Node and not one that PATH may hold: the demo runs wherever orch-tui runs. */
export function verifyCommand({ test }: Pick<DemoTask, 'test'>, node: string): string {
  const program = /^[\w@%+=:,./-]+$/.test(node) ? node : `'${node.replaceAll("'", `'\\''`)}'`;
  return `${program} ${test}`;
}
