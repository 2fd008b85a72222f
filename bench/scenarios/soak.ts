// Many agents started and stopped, each with a daemon of its own: what the host has more afterwards, and what still runs.
import { readdirSync, readlinkSync } from 'node:fs';
import { markedProcesses } from '../../tests/helpers/marked-processes.js';
import { interleaved, type Scenario } from '../rig/context.js';
import { withEndings } from '../rig/endings.js';
import { type Figure, figure, type Samples } from '../rig/figure.js';
import { OrchTui } from '../rig/orch-tui.js';
import { processFacts } from '../rig/proc.js';
import { pause } from '../rig/stage.js';

const BATCH = 20;
/** States in which no process of an agent runs any more. */
const OVER = ['done', 'failed', 'stopped', 'interrupted'];

interface Kept {
  readonly fileDescriptors: number;
  readonly terminals: number;
  readonly threads: number;
  readonly processes: number;
}

export const soak: Scenario = {
  name: 'soak',
  async run(context) {
    const batches = context.isQuick ? 2 : 25;
    const title = `${batches * BATCH} agents with a daemon each, started and stopped`;
    const samples = await interleaved({ ...context, rounds: 1 }, { title, of: ['orch-tui'], measure: () => kept(batches) });
    return figures(title, samples);
  },
};

function figures(title: string, samples: Samples<Kept>): readonly Figure[] {
  const none = (name: string, of: (sample: Kept) => number): Figure =>
    figure(title, samples, { name, unit: '', of, level: 'none', reached: ({ orch }) => orch <= 0 });
  return [
    none('file descriptors more than before', ({ fileDescriptors }) => fileDescriptors),
    none('terminals still open', ({ terminals }) => terminals),
    none('threads more than before', ({ threads }) => threads),
    none('processes of agents left', ({ processes }) => processes),
  ];
}

async function kept(batches: number): Promise<Kept> {
  const { value, close } = await withEndings(async (ending) => {
    const orch = await OrchTui.create();
    ending(() => orch.end());
    // The screen keeps the host alive in between. One agent first: what is loaded with the first PTY stays open by design.
    const session = orch.open();
    ending(() => session.close());
    await session.untilText('? help', 'start');
    await orch.run({ name: 'first', agent: { script: 'leaves-daemon.sh' }, count: 1 });
    await orch.untilReady(1);
    const pid = await orch.hostPid();
    const running = () => markedProcesses(`ORCH_STATE=${orch.stateFolder}`).filter((found) => found.pid !== pid).length;
    // The agent and its daemon: a count that could not see them would find nothing left afterwards either.
    if (running() < 2) throw new Error('the processes of a running agent are not found by their mark');
    await stopAll(orch);
    const before = processFacts(pid);
    for (let batch = 1; batch <= batches; batch++) {
      await orch.run({ name: `batch-${batch}`, agent: { script: 'leaves-daemon.sh' }, count: BATCH });
      await orch.untilReady(1 + batch * BATCH);
      await stopAll(orch);
    }
    await untilStill(pid);
    const after = processFacts(pid);
    return {
      value: {
        fileDescriptors: after.fileDescriptors - before.fileDescriptors,
        terminals: terminalsOf(pid),
        threads: after.threads - before.threads,
        processes: running(),
      },
    };
  });
  await close();
  return value;
}

async function stopAll(orch: OrchTui): Promise<void> {
  await orch.cli('stop', '--all');
  while ((await orch.status()).agents.some(({ state }) => !OVER.includes(state))) await pause(200);
}

const STILL_SECONDS = 5;
const MOST_SECONDS = 300;

/** The size of what each agent changed is still being measured by git, through pipes: with hundreds of worktrees that takes minutes. */
async function untilStill(pid: number): Promise<void> {
  let still = 0;
  let last = processFacts(pid).fileDescriptors;
  for (let second = 0; second < MOST_SECONDS && still < STILL_SECONDS; second++) {
    await pause(1000);
    const now = processFacts(pid).fileDescriptors;
    still = now === last ? still + 1 : 0;
    last = now;
  }
}

/** Masters of pseudo-terminals that a process holds. */
function terminalsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => linkOf(`${folder}/${name}`).endsWith('/ptmx')).length;
}

/** A descriptor may be closed between listing and reading. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
