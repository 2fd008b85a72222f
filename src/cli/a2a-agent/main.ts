// The program that the harness of a remote A2A agent runs: `dist/a2a-agent.js`. Its token comes by the variable that is named to it.
import { errorLine } from '../../core/model/error.js';
import { remoteOptions } from './options.js';
import { runRemote } from './run-remote.js';

const options = remoteOptions(process.argv.slice(2));
if (options.ok) {
  const { env } = process;
  process.exit(await runRemote({ options: options.value, env, cwd: process.cwd(), stateDir: env.ORCH_STATE ?? null }));
}
process.stderr.write(`orch-tui: ${errorLine(options.error)}\n`);
process.exit(2);
