// argv -> one command. Wrong usage is exit code 2 with what is allowed; everything else is the command's own outcome.
import type { Invocation } from './cli/invocation.js';
import { tell, usage } from './cli/outcome.js';
import { fail } from './core/model/error.js';

/** Runs the command line and sets the process's exit code. Never rejects. */
export async function main(argv: readonly string[]): Promise<void> {
  const { buildProgram } = await import('./cli/program.js');
  const { dispatch } = await import('./cli/dispatch.js');
  const streams = { out: process.stdout, err: process.stderr };
  // A reader that closed early (`| head`) is no failure of ours.
  process.stdout.on('error', () => process.exit(0));
  const format = argv.includes('--json') ? 'json' : 'text';
  const program = buildProgram(async (invocation: Invocation) => {
    process.exitCode = tell(await dispatch(invocation), format, streams);
  });
  let said = '';
  const quiet = { writeErr: (text: string) => (said += text) };
  program.configureOutput(quiet);
  for (const command of program.commands) command.configureOutput(quiet);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const { exitCode, code } = error as { exitCode?: number; code?: string };
    if (code === undefined || !code.startsWith('commander.')) throw error;
    if (exitCode === 0) return; // --help and --version have printed what was asked for.
    const first = said.split('\n')[0]?.replace(/^error: /, '') || 'it could not be read';
    process.exitCode = tell(fail(usage(first, 'Run `orch-tui --help` for what there is')), format, streams);
  }
}
