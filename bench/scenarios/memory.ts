// Memory of the host with full scrollbacks, and whether descriptors come back after many agents.
import { type Context, interleaved, onStage, type Scenario } from '../rig/context.js';
import { withEndings } from '../rig/endings.js';
import { type Figure, figure, type Samples } from '../rig/figure.js';
import { OrchTui } from '../rig/orch-tui.js';
import { processFacts } from '../rig/proc.js';
import { pause, times } from '../rig/stage.js';

const MB = 1024 * 1024;
/** States in which no process of an agent runs any more. */
const OVER = ['done', 'failed', 'stopped', 'interrupted'];

export const memory: Scenario = {
  name: 'memory',
  async run(context) {
    return [await scrollback(context), ...(await descriptors(context))];
  },
};

async function scrollback(context: Context): Promise<Figure> {
  const title = '10 agents with 1,000 lines of scrollback';
  const samples = await interleaved(context, {
    title,
    of: ['tmux', 'orch-tui'],
    measure: (contender) =>
      onStage(
        contender,
        { shown: { script: 'idle.sh' }, others: times(10, { script: 'scrollback.pl', args: ['1500'] }), layout: 'split' },
        async ({ serverPid }) => {
          await pause(5000);
          return processFacts(serverPid as number).rssBytes / MB;
        },
      ),
  });
  return figure(title, samples, {
    name: 'memory of the host',
    unit: 'MB',
    of: (rssMb) => rssMb,
    level: 'below 140 MB',
    reached: ({ orch }) => orch < 140,
  });
}

async function descriptors(context: Context): Promise<readonly Figure[]> {
  const batches = context.isQuick ? 2 : 10;
  const title = `${batches * 20} agents started and stopped`;
  const samples: Samples<number> = await interleaved(
    { ...context, rounds: 1 },
    {
      title,
      of: ['orch-tui'],
      measure: () => descriptorsKept(batches),
    },
  );
  return [
    figure(title, samples, {
      name: 'file descriptors more than before',
      unit: '',
      of: (more) => more,
      level: 'none',
      reached: ({ orch }) => orch <= 0,
    }),
  ];
}

/** Descriptors that the host has more after `batches` of 20 agents than before. */
async function descriptorsKept(batches: number): Promise<number> {
  const { more, close } = await withEndings(async (ending) => {
    const orch = await OrchTui.create();
    ending(() => orch.end());
    // One agent first: what is loaded with the first PTY stays open by design. The screen keeps the host alive in between.
    const session = orch.open();
    ending(() => session.close());
    await session.untilText('? help', 'start');
    await orch.run({ name: 'first', agent: { script: 'idle.sh' }, count: 1 });
    await orch.untilReady(1);
    await stopAll(orch);
    const pid = await orch.hostPid();
    const before = processFacts(pid).fileDescriptors;
    for (let batch = 1; batch <= batches; batch++) {
      await orch.run({ name: `batch-${batch}`, agent: { script: 'idle.sh' }, count: 20 });
      await orch.untilReady(1 + batch * 20);
      await stopAll(orch);
    }
    // The size of what each changed is still being measured by git, through pipes.
    await pause(5000);
    return { more: processFacts(pid).fileDescriptors - before };
  });
  await close();
  return more;
}

async function stopAll(orch: OrchTui): Promise<void> {
  await orch.cli('stop', '--all');
  while ((await orch.status()).agents.some(({ state }) => !OVER.includes(state))) await pause(200);
}
