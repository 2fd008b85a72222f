// The person's own notification command: told by variables, so that nothing an agent said is ever part of a command line.
import { scrubbedEnvironment } from '../core/harness/agent-environment.js';
import type { CommandRunner } from '../core/ports.js';
import type { NotifierOptions } from './notifier.js';

/** A command that hangs must not pile up. */
const TIMEOUT_MS = 10_000;

export function notifyCommand(order: {
  readonly command: string | null;
  readonly commands: CommandRunner;
  readonly cwd: string;
  readonly environment: () => Readonly<Record<string, string | undefined>>;
}): NotifierOptions['command'] {
  const { command, commands, cwd, environment } = order;
  if (command === null) return null;
  return ({ kind, of, name, text }) => {
    const who = 'goal' in of ? { ORCH_NOTIFY_AGENT: '', ORCH_NOTIFY_GOAL: name } : { ORCH_NOTIFY_AGENT: name, ORCH_NOTIFY_GOAL: '' };
    const env = { ...scrubbedEnvironment(environment()), ORCH_NOTIFY_KIND: kind, ...who, ORCH_NOTIFY_TEXT: text };
    // Whether it succeeds is the person's own matter; the timeline has the news in any case.
    void commands.run({ command, cwd, env, timeoutMs: TIMEOUT_MS });
  };
}
