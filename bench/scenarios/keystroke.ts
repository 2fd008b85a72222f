// Keystroke to screen: from the write of a key to the chunk of output that shows it, in an agent that echoes each byte.
import type { BenchAgent } from '../rig/agents.js';
import { type Context, interleaved, onStage, type Scenario } from '../rig/context.js';
import { type Figure, type FigureOrder, figure } from '../rig/figure.js';
import type { PtySession } from '../rig/pty-session.js';
import { pause, times } from '../rig/stage.js';
import { percentile } from '../rig/stats.js';

// Characters that neither the chrome nor the agents behind print. A prime number of them, so that no row repeats the one above it.
const KEYS = ['&', '{', '}', '=', '!', '`', '"'] as const;

interface Latency {
  readonly p50: number;
  readonly p95: number;
}

interface Situation {
  readonly title: string;
  readonly others: readonly BenchAgent[];
  readonly levels: {
    readonly p50?: Pick<FigureOrder<Latency>, 'level' | 'reached'>;
    readonly p95: Pick<FigureOrder<Latency>, 'level' | 'reached'>;
  };
}

const calm: Situation['levels'] = {
  p50: { level: 'below direct + 1 ms', reached: ({ direct, orch }) => orch < direct + 1 },
  p95: { level: 'below direct + 6 ms and tmux + 4 ms', reached: ({ direct, tmux, orch }) => orch < direct + 6 && orch < tmux + 4 },
};

export const keystroke: Scenario = {
  name: 'keystroke',
  async run(context) {
    const situations: readonly Situation[] = [
      { title: 'keystroke to screen', others: [], levels: calm },
      { title: 'the same, 20 agents print 10 lines a second each', others: times(20, { script: 'lines.pl', args: ['10'] }), levels: calm },
      {
        title: 'the same, another agent floods',
        others: [{ script: 'endless-flood.sh', args: [context.floodFile] }],
        levels: { p95: { level: 'below 8 ms', reached: ({ orch }) => orch < 8 } },
      },
    ];
    const figures: Figure[] = [];
    for (const situation of situations) figures.push(...(await measured(context, situation)));
    return figures;
  },
};

async function measured(context: Context, { title, others, levels }: Situation): Promise<readonly Figure[]> {
  const samples = await interleaved(context, {
    title,
    of: ['direct', 'tmux', 'orch-tui'],
    measure: (contender) =>
      onStage(contender, { shown: { script: 'echo.sh' }, others, layout: 'usual' }, async ({ session }) => {
        await untilEchoes(session);
        session.lighten();
        return typing(session, context.isQuick ? 80 : 250);
      }),
  });
  return [
    figure(title, samples, { name: 'p50', unit: 'ms', of: ({ p50 }) => p50, ...levels.p50 }),
    figure(title, samples, { name: 'p95', unit: 'ms', of: ({ p95 }) => p95, ...levels.p95 }),
  ];
}

/** The agent may be shown before keys reach it: types until something comes back, then lets late echoes pass. */
async function untilEchoes(session: PtySession): Promise<void> {
  const echoed = session.untilText('#', 'now');
  let isEchoed = false;
  void echoed.finally(() => {
    isEchoed = true;
  });
  while (!isEchoed) {
    session.write('#');
    await Promise.race([echoed, pause(250)]);
  }
  await pause(500);
}

async function typing(session: PtySession, count: number): Promise<Latency> {
  const delays: number[] = [];
  for (let index = 0; index < count; index++) {
    const key = KEYS[index % KEYS.length] as string;
    const echoed = session.untilText(key, 'now');
    const pressed = performance.now();
    session.write(key);
    delays.push((await echoed) - pressed);
    // As fast as a key that repeats, and never in step with a frame tick.
    await pause(12 + ((index * 37) % 29));
  }
  return { p50: percentile(delays, 0.5), p95: percentile(delays, 0.95) };
}
