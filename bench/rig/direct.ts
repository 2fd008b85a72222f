// The yardstick: the shown agent's PTY read by the measuring process itself, nothing in between.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../tests/helpers/checkout.js';
import { makeSandbox } from '../../tests/helpers/sandbox.js';
import { agentArgv, ReadyFolder } from './agents.js';
import { withEndings } from './endings.js';
import { PtySession } from './pty-session.js';
import { type Contender, SIZE, shownWords } from './stage.js';

export const direct: Contender = {
  name: 'direct',
  open: ({ shown, others }) =>
    withEndings(async (ending) => {
      const sandbox = await makeSandbox();
      ending(() => sandbox.end());
      const ready = new ReadyFolder(sandbox.folder);
      const commands = others.map((agent) => agentArgv(agent, ready));
      const drain = spawn(process.execPath, [join(root, '.bench/drain.js'), JSON.stringify(commands)], {
        cwd: sandbox.repo,
        env: sandbox.env,
      });
      const drained = new Promise((resolve) => drain.on('exit', resolve));
      ending(() => {
        drain.kill();
        return drained;
      });
      const session = new PtySession({ argv: agentArgv(shown, ready), cwd: sandbox.repo, env: sandbox.env, ...SIZE, terminal: 'none' });
      ending(() => session.close());
      await ready.until(others.length + 1);
      await session.untilText(shownWords(shown), 'start');
      return { session, serverPid: null };
    }),
};
