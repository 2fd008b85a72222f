// Agents that redraw a spinner line and print, 15 times a second each, one of them shown: CPU of the host, bytes to the terminal.
import { type Context, interleaved, onStage, type Scenario } from '../rig/context.js';
import { type Figure, figure, type Samples } from '../rig/figure.js';
import { processFacts } from '../rig/proc.js';
import type { TerminalKind } from '../rig/pty-session.js';
import { pause, type StageOrder, times } from '../rig/stage.js';

interface Load {
  readonly cpuPercent: number;
  readonly bytesPerSecond: number;
}

export const spinners: Scenario = {
  name: 'spinners',
  async run(context) {
    const ten = '10 agents redraw a spinner and print 15 times a second';
    const fifty = 'the same with 50 agents';
    const split = await load(context, { title: `${ten}, split`, count: 10, layout: 'split', terminal: 'margins' });
    const plain = await load(context, { title: `${ten}, split, no margins`, count: 10, layout: 'split', terminal: 'plain' });
    const whole = await load(context, { title: `${ten}, zoomed`, count: 10, layout: 'whole', terminal: 'margins' });
    const many = await load(context, { title: fifty, count: 50, layout: 'split', terminal: 'margins' });
    return [
      figure(ten, split, { ...CPU, level: 'below 8 %', reached: ({ orch }) => orch < 8 }),
      bytes(ten, { name: 'bytes to the terminal, zoomed', samples: whole }),
      bytes(ten, { name: 'bytes to the terminal, split', samples: split }),
      bytes(ten, { name: 'the same on a terminal without margins', samples: plain }),
      figure(fifty, many, { ...CPU, level: 'below 15 %', reached: ({ orch }) => orch < 15 }),
    ];
  },
};

const CPU = { name: 'CPU of the host, of one core', unit: '%', of: ({ cpuPercent }: Load) => cpuPercent } as const;

function bytes(title: string, { name, samples }: { readonly name: string; readonly samples: Samples<Load> }): Figure {
  return figure(title, samples, {
    name,
    unit: 'B/s',
    of: ({ bytesPerSecond }) => bytesPerSecond,
    level: "at most 1.2 times tmux's",
    reached: ({ tmux, orch }) => orch <= 1.2 * tmux,
  });
}

interface LoadOrder {
  readonly title: string;
  readonly count: number;
  readonly layout: StageOrder['layout'];
  readonly terminal: TerminalKind;
}

function load(context: Context, { title, count, layout, terminal }: LoadOrder): Promise<Samples<Load>> {
  const agent = { script: 'spinner.pl' } as const;
  return interleaved(context, {
    title,
    of: ['tmux', 'orch-tui'],
    measure: (contender) =>
      onStage(contender, { shown: agent, others: times(count - 1, agent), layout, terminal }, async ({ session, serverPid }) => {
        session.lighten();
        // What starting them cost is over, and caches are warm.
        await pause(context.isQuick ? 2000 : 5000);
        const pid = serverPid as number;
        const [cpuBefore, bytesBefore, start] = [processFacts(pid).cpuMs, session.bytesReceived, performance.now()];
        await pause(context.isQuick ? 4000 : 12_000);
        const tookMs = performance.now() - start;
        return {
          cpuPercent: (100 * (processFacts(pid).cpuMs - cpuBefore)) / tookMs,
          bytesPerSecond: (1000 * (session.bytesReceived - bytesBefore)) / tookMs,
        };
      }),
  });
}
