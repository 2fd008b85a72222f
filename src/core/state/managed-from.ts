// Whether the manager watches a new agent: decided once, when it is made.
import type { Agent, AgentLaunch } from '../model/agent.js';
import type { Config } from '../model/config.js';

export interface Watched {
  readonly launch: Pick<AgentLaunch, 'harness' | 'command'>;
  /** It works on a task of a planned goal. */
  readonly isPlanned: boolean;
  /** Its work is to be finished with nobody asked again. */
  readonly isUnattended: boolean;
}

/** `model`: what `ChatModel.available('manager')` says. Nothing where nobody watches it. */
export function managedFrom(
  config: Pick<Config, 'manager' | 'harnesses'>,
  model: { readonly ok: boolean },
  agent: Watched,
): Pick<Agent, 'manager'> {
  const isWatched = agent.isPlanned || (config.manager.watch === 'all' && agent.isUnattended);
  if (!model.ok || config.manager.watch === 'off' || !isWatched) return {};
  const { harness, command } = agent.launch;
  const words = command ?? (Object.hasOwn(config.harnesses, harness) ? config.harnesses[harness]?.command : null) ?? [];
  // What it would be told would be run.
  if (isPlainShell(words)) return {};
  return { manager: { state: 'ready', decisions: [], askedSeq: 0 } };
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'fish', 'dash']);

/** A shell that reads what is typed: it has neither a script nor a command of its own. */
function isPlainShell([program = '', ...rest]: readonly string[]): boolean {
  if (!SHELLS.has(program.slice(program.lastIndexOf('/') + 1))) return false;
  const options = rest.filter((word) => /^[-+]/u.test(word));
  if (options.some((word) => /^-[a-z]*c/u.test(word) || word === '--command' || word.startsWith('--command='))) return false;
  // With `-s` its other words are given to what is typed.
  const isTyped = options.some((word) => /^-[a-z]*s/u.test(word));
  return isTyped || rest.every((word) => options.includes(word) || word === '{prompt}');
}
