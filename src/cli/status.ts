// `status`: goals and agents, now, afresh (`--once`) or again with each change (`--watch`).
import { existsSync } from 'node:fs';
import type { Connection } from '../client/connection.js';
import type { Place } from '../client/place.js';
import { errorLine, fail, ok, type Result } from '../core/model/error.js';
import type { Requests } from '../core/model/requests.js';
import type { Status } from '../core/model/status.js';
import { storedOrHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { nodeLines } from './node-lines.js';
import { done, type Outcome, usage } from './outcome.js';
import { lineWidth, statusText } from './status-text.js';

export function status(invocation: Invocation): Promise<Result<Outcome>> {
  const once = flag(invocation, 'once');
  const watches = flag(invocation, 'watch');
  if (watches && once) return Promise.resolve(fail(usage('--once and --watch exclude each other', 'Use one of them')));
  const format = flag(invocation, 'json') ? 'json' : 'text';
  return storedOrHost(invocation, {
    live: async (connection) => (watches ? watch(connection, format) : now(connection, once)),
    stored: async (stored, place) => {
      if (once) await writeStoredBlock(place.stateDir);
      return stored.status(await limitOfDay(place));
    },
    // What was watched is printed already.
    tell: (value) => {
      if (value === null) return ok(NOTHING);
      if (!watches) return done(text(value), value);
      print(value, format);
      return ok(NOTHING);
    },
  });
}

type Network = Requests['nodes']['result'];

/** With who else takes part, what they share, and which doors are open: left out where no host runs. */
type Told = Status & { readonly nodes?: Network } & Partial<Pick<Network, 'broker' | 'a2a'>>;

async function now(connection: Connection, once: boolean): Promise<Result<Told>> {
  const status = await connection.request('status', { once });
  if (!status.ok) return status;
  const nodes = await connection.request('nodes', {});
  if (!nodes.ok) return status;
  // Within `nodes` both stand as well, where scripts have looked for them so far.
  const { broker, a2a } = nodes.value;
  return ok({ ...status.value, nodes: nodes.value, broker, a2a });
}

/** `budget.dayUsd`, which the host knows where one runs. A configuration that is wrong keeps nobody from looking. */
async function limitOfDay(place: Place): Promise<number | null> {
  const { configCheckout, loadConfig } = await import('../core/adapters/config-files.js');
  const { thisPlace } = await import('../core/adapters/runtime-paths.js');
  const loaded = await loadConfig({ place: thisPlace(), repoDir: configCheckout(place), configFile: place.configFile });
  return loaded.ok ? loaded.value.config.budget.dayUsd : null;
}

const NOTHING: Outcome = { text: '', json: undefined, exitCode: 0 };

/** Prints the status whenever it has changed, until the host ends (null) or the person interrupts. */
async function watch(connection: Connection, format: 'text' | 'json'): Promise<Result<Status | null>> {
  let [seq, others] = [-1, -1];
  for (;;) {
    const answer = await connection.request('statusAfter', { seq, others });
    if (!answer.ok) return answer.error.kind === 'protocol' ? ok(null) : answer;
    seq = answer.value.seq;
    others = answer.value.others ?? others;
    print(answer.value.status, format);
  }
}

/** One of several: a line of its own for scripts, also where no more follow. */
function print(status: Status, format: 'text' | 'json'): void {
  process.stdout.write(format === 'json' ? `${JSON.stringify(status)}\n` : `${text(status)}\n\n`);
}

/** Nothing runs that could be checked: the block says how the agents were left. A repository without a state folder gets none. */
async function writeStoredBlock(stateDir: string): Promise<void> {
  if (!existsSync(stateDir)) return;
  const { readStoredState } = await import('../core/adapters/storage/stored-status.js');
  const { createDiskTextFiles } = await import('../core/adapters/storage/disk-text-files.js');
  const { Monitor } = await import('../core/effects/monitor.js');
  const { systemClock } = await import('../core/adapters/system-clock.js');
  const state = await readStoredState(stateDir);
  const monitor = new Monitor({
    clock: systemClock,
    files: createDiskTextFiles(),
    path: `${stateDir}/logs/monitor.log`,
    state: () => state,
  });
  const written = await monitor.writeBlock();
  if (!written.ok) process.stderr.write(`orch-tui: ${errorLine(written.error)}\n`);
}

function text(value: Told): string {
  const nodes = value.nodes === undefined ? [] : nodeLines(value.nodes);
  return [statusText(value, { now: Date.now(), widthCols: lineWidth(process.stdout) }), ...nodes].join('\n');
}
