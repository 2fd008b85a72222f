// Twenty agents that wait: what the host does while nothing happens, with the screen open and with it closed.
import { interleaved, onStage, type Scenario } from '../rig/context.js';
import { type Figure, figure, type Samples } from '../rig/figure.js';
import { processFacts } from '../rig/proc.js';
import { pause, times } from '../rig/stage.js';

/** Ages are shown in seconds for the first minute; after it nothing moves by the second. */
const FIRST_MINUTE_MS = 65_000;

interface Rest {
  readonly cpuPercent: number;
  readonly wakeupsPerSecond: number;
  readonly subprocesses: number;
}

export const idle: Scenario = {
  name: 'idle',
  async run(context) {
    const windowMs = context.isQuick ? 8000 : 30_000;
    const agent = { script: 'idle.sh' } as const;
    const samples = await interleaved(
      { ...context, rounds: Math.min(context.rounds, 2) },
      {
        title: '20 idle agents',
        of: ['tmux', 'orch-tui'],
        measure: (contender) =>
          onStage(contender, { shown: agent, others: times(19, agent), layout: 'split' }, async ({ session, serverPid }) => {
            session.lighten();
            await pause(context.isQuick ? 8000 : FIRST_MINUTE_MS);
            const open = await rest(serverPid as number, windowMs);
            await session.close();
            await pause(2000);
            return { open, closed: await rest(serverPid as number, windowMs) };
          }),
      },
    );
    const of = (key: 'open' | 'closed'): Samples<Rest> =>
      new Map([...samples].map(([name, taken]) => [name, taken.map((sample) => sample[key])]));
    return [...figures('20 idle agents, screen open', of('open')), ...figures('20 idle agents, screen closed', of('closed'))];
  },
};

function figures(title: string, samples: Samples<Rest>): readonly Figure[] {
  return [
    figure(title, samples, {
      name: 'CPU of the host, of one core',
      unit: '%',
      of: ({ cpuPercent }) => cpuPercent,
      level: 'below 0.5 %',
      reached: ({ orch }) => orch < 0.5,
    }),
    figure(title, samples, {
      name: 'wakeups of all its threads',
      unit: '/s',
      of: ({ wakeupsPerSecond }) => wakeupsPerSecond,
      // A timer of the main thread costs a wakeup or two with its helpers; twice a second would be a faster timer than allowed.
      level: 'no timer faster than 1 s (below 2/s)',
      reached: ({ orch }) => orch < 2,
    }),
    figure(title, samples, {
      name: 'subprocesses started',
      unit: '',
      of: ({ subprocesses }) => subprocesses,
      level: 'none',
      reached: ({ orch }) => orch === 0,
    }),
  ];
}

async function rest(pid: number, windowMs: number): Promise<Rest> {
  const [before, start] = [processFacts(pid), performance.now()];
  await pause(windowMs);
  const [after, tookMs] = [processFacts(pid), performance.now() - start];
  const born = after.children.filter((child) => !before.children.includes(child)).length;
  // Ended ones leave their page faults with the parent; how many there were is not told, so they count as one.
  const ended = after.childFaults > before.childFaults ? 1 : 0;
  return {
    cpuPercent: (100 * (after.cpuMs - before.cpuMs)) / tookMs,
    wakeupsPerSecond: (1000 * (after.wakeups - before.wakeups)) / tookMs,
    subprocesses: born + ended,
  };
}
