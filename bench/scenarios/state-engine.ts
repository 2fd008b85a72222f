// What one look at an agent's screen costs the state engine: the whole of a full 200x50 screen read by the rules of its CLI. In this process.
import { AGENT_CLIS } from '../../src/core/harness/registry.js';
import { Emulator } from '../../src/core/screen/emulator.js';
import { screenText } from '../../src/core/screen/screen-text.js';
import { interleaved, type Scenario } from '../rig/context.js';
import { figure } from '../rig/figure.js';

const SIZE = { cols: 200, rows: 50 } as const;
const LOOKS = 400;

export const stateEngine: Scenario = {
  name: 'state-engine',
  async run(context) {
    const title = 'one look at a full screen of 200x50';
    const samples = await interleaved(context, {
      title,
      of: ['orch-tui'],
      measure: async () => slowest(context.isQuick ? LOOKS / 4 : LOOKS),
    });
    return [
      figure(title, samples, {
        name: 'CPU time, of the slowest CLI',
        unit: 'ms',
        of: (costMs) => costMs,
        level: 'below 1 ms',
        reached: ({ orch }) => orch < 1,
      }),
    ];
  },
};

function slowest(looks: number): number {
  return Math.max(...AGENT_CLIS.filter(({ rules }) => rules !== undefined).map(({ read }) => costOf(read, looks)));
}

/** Milliseconds of CPU a look, printing included; each finds another screen, as after each change of it. */
function costOf(read: (signal: { readonly kind: 'screen'; readonly text: string }) => unknown, looks: number): number {
  const emulator = new Emulator({ ...SIZE, scrollback: 0 });
  let beganMs = 0;
  let spentMs = 0;
  for (let look = 0; look < looks; look++) {
    emulator.parse(`\r\n● line ${look} ${'of what an agent prints, with some colour in it '.repeat(4).slice(0, 180)}`, 0);
    read({ kind: 'screen', text: screenText(emulator) });
    spentMs = cpuMs();
    if (look === looks / 4) beganMs = spentMs;
  }
  emulator.dispose();
  return (spentMs - beganMs) / (looks - looks / 4);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
