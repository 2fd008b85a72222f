// Memory of the host with full scrollbacks.
import { type Context, interleaved, onStage, type Scenario } from '../rig/context.js';
import { type Figure, figure } from '../rig/figure.js';
import { processFacts } from '../rig/proc.js';
import { pause, times } from '../rig/stage.js';

const MB = 1024 * 1024;

export const memory: Scenario = {
  name: 'memory',
  async run(context) {
    return [await scrollback(context)];
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
