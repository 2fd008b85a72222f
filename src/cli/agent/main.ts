// The program that the harness of the built-in agent runs: `dist/builtin-agent.js`. Its settings come from the host, by one variable.
import { BUILTIN_VARIABLE, builtinSettings, parsedSettings } from '../../core/model/builtin-settings.js';
import { DEFAULT_CONFIG } from '../../core/model/default-config.js';
import { errorLine } from '../../core/model/error.js';
import { agentOptions } from './options.js';
import { runAgent } from './run-agent.js';

const options = agentOptions(process.argv.slice(2));
if (options.ok) {
  const { env } = process;
  const settings = parsedSettings(env[BUILTIN_VARIABLE]) ?? builtinSettings(DEFAULT_CONFIG);
  const code = await runAgent({ options: options.value, settings, env, cwd: process.cwd(), stateDir: env.ORCH_STATE ?? null });
  // What a tool may have left open must not keep it.
  process.exit(code);
}
process.stderr.write(`orch-tui: ${errorLine(options.error)}\n`);
process.exit(2);
