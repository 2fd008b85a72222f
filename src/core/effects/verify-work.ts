// One run of an agent's verify command, told as events. What follows from its failure is decided in the state.
import type { Agent } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { CommandRunner } from '../ports.js';
import { lastWords } from '../state/last-words.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'commands' | 'verifyEnv' | 'verifyTimeoutMs'>;

/** What is known of work that goes on to be delivered. */
export interface Verified {
  /** Null: there is none. */
  readonly command: string | null;
  /** How it failed, where the work is delivered all the same; null where it did not. */
  readonly problem: string | null;
  /** End of what it printed, as it was printed. */
  readonly tail: string;
}

export const NOT_VERIFIED: Verified = { command: null, problem: null, tail: '' };

/** `halt` when it failed or was stopped, which is already told. */
export async function verifyWork(
  agent: Agent,
  ports: Ports,
  context: EffectContext & { readonly signal: AbortSignal },
): Promise<Verified | 'halt'> {
  const command = agent.finish.verify;
  if (command === null || agent.worktree === null) return NOT_VERIFIED;
  const attempt = agent.attempts + 1;
  const timeoutMs = ports.verifyTimeoutMs;
  const run = await ports.commands.run({ command, cwd: agent.worktree, env: ports.verifyEnv(agent), timeoutMs, signal: context.signal });
  if (context.signal.aborted) return 'halt';
  if (run.exitCode === 0 && !run.timedOut) {
    context.dispatch({ type: 'verify.passed', agent: agent.id, attempt });
    return { command, problem: null, tail: run.tail };
  }
  // A person has seen it fail, and wants a draft of it. Its last words stand beside it.
  if (agent.finish.despiteVerify === true) return { command, problem: failedCheck({ ...run, tail: '' }, timeoutMs), tail: run.tail };
  const error: OrchError = {
    kind: 'verify',
    tried: `verify ${agent.name} with \`${plainText(command)}\``,
    said: failedCheck(run, timeoutMs),
    next: 'Mend it in the worktree and press f again, or press r to let the agent go on',
  };
  context.dispatch({ type: 'verify.failed', agent: agent.id, attempt, error, tail: run.tail });
  return 'halt';
}

/** Named as the check's: in a list these words stand alone, and an exit code could as well be that of the agent's CLI. */
export function failedCheck(run: CommandEnd, timeoutMs: number): string {
  return failedCommand('check', run, timeoutMs);
}

export type CommandEnd = Awaited<ReturnType<CommandRunner['run']>>;

/** `what` it was for, how it ended, and its last words. */
export function failedCommand(what: string, run: CommandEnd, timeoutMs: number): string {
  const how = run.timedOut
    ? `${what} not done after ${timeoutMs / 1000} s`
    : run.exitCode === null
      ? `${what} was killed`
      : `${what} failed with exit code ${run.exitCode}`;
  const words = lastWords(run.tail);
  return words === '' ? how : `${how}: ${words}`;
}
