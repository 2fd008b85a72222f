// argv -> one command. Wrong usage is exit code 2 with what is allowed; everything else is the command's own outcome.
import type { Invocation } from './cli/invocation.js';
import { tell } from './cli/outcome.js';
import { fail } from './core/model/error.js';

const HOLDS_TERMINAL: ReadonlySet<string> = new Set(['screen-of-all', 'attach', 'demo', 'agent', 'worker']);

/** Runs the command line and sets the process's exit code. Never rejects. */
export async function main(argv: readonly string[]): Promise<void> {
  const { buildProgram } = await import('./cli/program.js');
  const { dispatch } = await import('./cli/dispatch.js');
  const streams = { out: process.stdout, err: process.stderr };
  // A reader that closed early (`| head`) is no failure of ours. A terminal that goes is told by SIGHUP; the screen has its own ear for it.
  process.stdout.on('error', () => process.stdout.isTTY || process.exit(0));
  const format = argv.includes('--json') ? 'json' : 'text';
  const program = buildProgram(async (invocation: Invocation) => {
    // The contract's code, also where nobody reads the signal that ended us; what holds a terminal gives it back itself.
    if (!HOLDS_TERMINAL.has(invocation.name)) process.once('SIGINT', () => process.exit(130));
    process.exitCode = tell(await dispatch(invocation), format, streams);
  });
  let said = '';
  let refusing = program;
  for (const command of [program, ...program.commands]) {
    command.configureOutput({
      writeErr: (text) => {
        said += text;
        refusing = command;
      },
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const { exitCode, code } = error as { exitCode?: number; code?: string };
    if (code === undefined || !code.startsWith('commander.')) throw error;
    if (exitCode === 0) return; // --help and --version have printed what was asked for.
    const { usageError } = await import('./cli/usage-error.js');
    process.exitCode = tell(fail(usageError({ code, said, command: refusing })), format, streams);
  }
}
