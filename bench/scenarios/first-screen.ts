// From the command to the first whole screen: when the host runs, and when it must be started.
import { makeSandbox } from '../../tests/helpers/sandbox.js';
import { agentArgv, ReadyFolder } from '../rig/agents.js';
import { type Context, interleaved, type Scenario } from '../rig/context.js';
import { figure } from '../rig/figure.js';
import { OrchTui } from '../rig/orch-tui.js';
import { PtySession } from '../rig/pty-session.js';
import { type ContenderName, pause, SIZE } from '../rig/stage.js';
import { Tmux } from '../rig/tmux.js';

/** Words of the last line that orch-tui paints: the key hints. */
const LAST_WORDS = '? help';

/** Milliseconds. */
interface Opening {
  readonly cold: number;
  readonly warm: number;
}

const openings: Readonly<Partial<Record<ContenderName, () => Promise<Opening>>>> = {
  async tmux() {
    const sandbox = await makeSandbox();
    const ready = new ReadyFolder(sandbox.folder);
    const place = { cwd: sandbox.repo, env: sandbox.env, ...SIZE, terminal: 'margins' } as const;
    const tmux = new Tmux(place);
    const agent = agentArgv({ script: 'idle.sh' }, ready);
    try {
      const open = async (argv: readonly string[]) => {
        const start = performance.now();
        const session = new PtySession({ ...place, argv });
        const shown = session.untilText('idle-is-ready', 'start');
        await shown.finally(() => session.close());
        return (await shown) - start;
      };
      return { cold: await open(tmux.newSessionArgv(agent)), warm: await open(tmux.attachArgv()) };
    } finally {
      await tmux.end();
      await sandbox.end();
    }
  },
  async 'orch-tui'() {
    const orch = await OrchTui.create();
    try {
      const open = async () => {
        const start = performance.now();
        const session = orch.open();
        const shown = session.untilText(LAST_WORDS, 'start');
        await shown.then(() => pause(500)).finally(() => session.close());
        return (await shown) - start;
      };
      // The host lives on for seconds after the first screen closed.
      return { cold: await open(), warm: await open() };
    } finally {
      await orch.end();
    }
  },
};

export const firstScreen: Scenario = {
  name: 'first-screen',
  async run(context) {
    const title = 'first screen';
    // Cheap, and one opening is one sample: more rounds than the others.
    const more: Context = { ...context, rounds: context.rounds * 3 };
    const samples = await interleaved(more, {
      title,
      of: ['tmux', 'orch-tui'],
      measure: ({ name }) => openings[name]?.() ?? Promise.reject(new Error('has no screen of its own')),
    });
    return [
      figure(title, samples, {
        name: 'the host runs',
        unit: 'ms',
        of: ({ warm }) => warm,
        level: 'below 250 ms',
        reached: ({ orch }) => orch < 250,
      }),
      figure(title, samples, {
        name: 'it must be started',
        unit: 'ms',
        of: ({ cold }) => cold,
        level: 'below 600 ms',
        reached: ({ orch }) => orch < 600,
      }),
    ];
  },
};
