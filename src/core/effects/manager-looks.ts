// What the manager may look at before it decides: commands a person has listed, git, files, the task's check. Answers are texts for it; nothing is changed by us.
import type { Agent } from '../model/agent.js';
import type { ManagerAct, ManagerAction } from '../model/decision.js';
import { saidAndNext } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { allowsCommand } from '../policy/pattern.js';
import { workThere } from '../state/work-there.js';
import type { EffectPorts } from './effect-ports.js';
import { statThere } from './sight-there.js';

/** Of what was found, its end. */
const FOUND = 8000;

const LOOKS: ReadonlySet<ManagerAct> = new Set<ManagerAct>(['run', 'git', 'ls', 'map', 'test']);

export function isLook(act: ManagerAct): boolean {
  return LOOKS.has(act);
}

export interface Found {
  /** What was done, in a few words of ours. */
  readonly said: string;
  /** Text from outside. */
  readonly text: string;
}

type Ports = EffectPorts & { readonly signal: AbortSignal };

export async function lookUp(agent: Agent, { do: act, text }: ManagerAction, ports: Ports): Promise<Found> {
  const { worktree, baseCommit } = agent;
  if (workThere(agent) !== null) return lookThere(agent, { act, text }, ports);
  if (worktree === null || baseCommit === null) return { said: `refused ${act}: it has no worktree`, text: '' };
  const place = { worktree, baseCommit };
  switch (act) {
    case 'run': {
      const command = text.trim();
      const isListed = ports.manager.commands.some((pattern) => allowsCommand(pattern, command));
      if (!isListed) return { said: `refused to run \`${plainText(command, 120)}\`: it is not among the commands you may run`, text: '' };
      return run(agent, command, ports);
    }
    case 'test':
      return agent.finish.verify === null
        ? { said: 'refused test: its task has no check', text: '' }
        : run(agent, agent.finish.verify, ports);
    case 'git': {
      const what = GIT.find((word) => new RegExp(`^(?:git )?${word}\\b`, 'u').test(text.trim()));
      return what === undefined
        ? { said: `refused git ${plainText(text, 60)}: only ${GIT.join(', ')} are looked at`, text: '' }
        : shown(`git ${what}`, ports.repository.look({ ...place, what }));
    }
    case 'ls':
    case 'map': {
      const under = text.trim();
      if (!isInside(under)) return { said: `refused ${act}: ${plainText(under, 60)} is not inside the worktree`, text: '' };
      const what = act === 'ls' ? 'files' : 'map';
      return shown(`${act} ${plainText(under, 60)}`.trim(), ports.repository.look({ ...place, what, under }));
    }
    default:
      return { said: `${act} is no look`, text: '' };
  }
}

/** What lies in its worktree here is not its work. */
async function lookThere(agent: Agent, { act, text }: { readonly act: ManagerAct; readonly text: string }, ports: Ports): Promise<Found> {
  if (act === 'git' && /^(?:git )?diff\b/u.test(text.trim())) {
    const stat = await statThere(agent, ports);
    return { said: 'git diff, as saved here last', text: stat ?? 'Nothing of it has been saved here yet.' };
  }
  return { said: `refused ${act}: it works on another machine, and its files are there`, text: '' };
}

const GIT = ['status', 'diff', 'log'] as const;

/** A path from the top of the worktree that stays in it by its words; links are not followed by whoever reads it. */
export function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.startsWith('~') && !/[\r\n\0]/u.test(path) && !path.split('/').includes('..');
}

async function run(agent: Agent, command: string, ports: Ports): Promise<Found> {
  const order = { command, cwd: agent.worktree ?? '', env: ports.verifyEnv(agent), timeoutMs: ports.verifyTimeoutMs, signal: ports.signal };
  const { exitCode, timedOut, tail } = await ports.commands.run(order);
  const how = timedOut ? 'it was not done in time' : exitCode === null ? 'it was killed' : `exit code ${exitCode}`;
  return { said: `ran \`${plainText(command, 120)}\`: ${how}`, text: tail.slice(-FOUND) };
}

async function shown(said: string, looked: ReturnType<EffectPorts['repository']['look']>): Promise<Found> {
  const found = await looked;
  return found.ok ? { said, text: found.value.slice(0, FOUND) } : { said: `${said} did not work`, text: saidAndNext(found.error) };
}
