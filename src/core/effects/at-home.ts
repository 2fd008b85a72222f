// An agent that is to be finished, with all of its work in its worktree here and that made ready: one that ran on another node has neither yet.
import type { Agent } from '../model/agent.js';
import { ok, saidAndNext } from '../model/error.js';
import { isElsewhere } from '../model/remote.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { firstStep, makeReady } from './worktree-setup.js';

type Ports = Pick<EffectPorts, 'elsewhere' | 'commands' | 'repository' | 'worktrees'>;

/** Null: it is not to be finished (any more), or can not be, which is told. */
export async function atHome(id: string, ports: Ports, context: EffectContext & { readonly signal: AbortSignal }): Promise<Agent | null> {
  const agent = context.agent(id);
  if (agent?.state !== 'finishing') return null;
  if (!isElsewhere(agent)) return agent;
  const back = (await ports.elsewhere?.bringBack(agent)) ?? ok(undefined);
  if (!back.ok) {
    context.dispatch({ type: 'finish.failed', agent: id, error: back.error, waitsFor: 'person' });
    return null;
  }
  await prepare(agent, ports, context.signal);
  const now = context.agent(id);
  return now?.state === 'finishing' ? now : null;
}

/** What fails there fails the check behind it, which says more. */
async function prepare(agent: Agent, ports: Ports, signal: AbortSignal): Promise<void> {
  const { name, worktree, finish } = agent;
  const { config, openLog, setupEnv, say } = ports.worktrees;
  if (worktree === null || finish.verify === null || firstStep(config) === null) return;
  const log = openLog(agent);
  const done = await makeReady({ name, worktree, env: setupEnv(agent), signal, log, onStep: () => undefined }, ports);
  await log.close();
  if (!done.ok && !signal.aborted) say(`the worktree of ${name} is checked as it is: ${saidAndNext(done.error)}`);
}
