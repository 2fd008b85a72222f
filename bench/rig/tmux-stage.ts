// tmux as a contender: one server, the shown agent in the current window, the others in windows behind it.
import { makeSandbox } from '../../tests/helpers/sandbox.js';
import { agentArgv, ReadyFolder } from './agents.js';
import { withEndings } from './endings.js';
import { PtySession } from './pty-session.js';
import { type Contender, SIZE, shownWords } from './stage.js';
import { Tmux } from './tmux.js';

/** As wide as the list of agents of orch-tui. */
const LIST_COLS = 41;

export const tmuxContender: Contender = {
  name: 'tmux',
  open: ({ shown, others, layout, terminal = 'margins' }) =>
    withEndings(async (ending) => {
      const sandbox = await makeSandbox();
      ending(() => sandbox.end());
      const ready = new ReadyFolder(sandbox.folder);
      const place = { cwd: sandbox.repo, env: sandbox.env, ...SIZE };
      const tmux = new Tmux(place);
      ending(() => tmux.end());
      await tmux.start(agentArgv(shown, ready));
      if (layout === 'split') await tmux.splitLeft(LIST_COLS, agentArgv({ script: 'idle.sh' }, ready));
      for (const agent of others) await tmux.openBehind(agentArgv(agent, ready));
      await ready.until(others.length + (layout === 'split' ? 2 : 1));
      const session = new PtySession({ argv: tmux.attachArgv(), ...place, terminal });
      ending(() => session.close());
      await session.untilText(shownWords(shown), 'start');
      return { session, serverPid: await tmux.serverPid() };
    }),
};
