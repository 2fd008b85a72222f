// The monitor log: a block every two minutes while anything runs (decision 36). No timer while nothing does.
import type { Agent } from '../model/agent.js';
import type { Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import type { Clock, TextFiles, Timer } from '../ports.js';
import { countsByState, isBusy } from '../state/counts.js';

const EVERY_MS = 120_000;
const MAX_BYTES = 2 * 1024 * 1024;

export interface MonitorOptions {
  readonly clock: Clock;
  readonly files: TextFiles;
  /** `<state>/logs/monitor.log` */
  readonly path: string;
  readonly state: () => AppState;
}

export class Monitor {
  readonly #options: MonitorOptions;
  #timer: Timer | null = null;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /** To be called after every event. */
  update(): void {
    const isNeeded = isBusy(this.#options.state());
    if (isNeeded && this.#timer === null) this.#wait();
    if (!isNeeded) this.dispose();
  }

  /** One block now: what `status --once` asks for. */
  async writeBlock(): Promise<Result<void>> {
    const { clock, files, path, state } = this.#options;
    return files.append(path, monitorBlock(state(), clock.now()), MAX_BYTES);
  }

  /** Idempotent. */
  dispose(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #wait(): void {
    this.#timer = this.#options.clock.after(EVERY_MS, () => {
      // A full disk is told by the store; the next block tries again.
      void this.writeBlock();
      this.#wait();
    });
  }
}

/** `now` in milliseconds since the epoch. */
export function monitorBlock(state: AppState, now: number): string {
  const counts = countsByState(state).map(({ state: name, count }) => `${count} ${name}`);
  const head = `[${new Date(now).toISOString()}] ${counts.length === 0 ? 'no agents' : counts.join(', ')}`;
  const rows = Object.values(state.agents).map((agent) => `  ${cells(agent, now).join('  ')}`);
  return `${[head, ...rows].join('\n')}\n\n`;
}

function cells(agent: Agent, now: number): readonly string[] {
  const minutes = Math.max(0, Math.floor((now - Date.parse(agent.since)) / 60_000));
  const diff = agent.diff === null ? [] : [`+${agent.diff.additions} -${agent.diff.deletions}`];
  const word = agent.error?.said ?? agent.question?.text ?? agent.result?.url ?? null;
  return [
    agent.name.padEnd(20),
    agent.launch.harness.padEnd(10),
    `${agent.state} ${minutes} min`.padEnd(20),
    agent.branch ?? '-',
    ...diff,
    ...(agent.staleSince === undefined ? [] : [`no sign of life since ${agent.staleSince}`]),
    ...(word === null ? [] : [plainText(word, 120)]),
  ];
}
