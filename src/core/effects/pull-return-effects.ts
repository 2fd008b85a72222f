// Work that a forge has for an agent: what others did is taken into its worktree, and it is told, in the conversation that it had.
import type { Agent } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { PullRequest } from '../model/pull-request.js';
import { mayTakeIn, takesBack } from '../state/pull-back.js';
import type { EffectPorts } from './effect-ports.js';
import type { CommandOf, EffectContext, Handlers } from './effect-runner.js';
import { CLOSING, conflictText } from './pull-report.js';
import { openWorktree, takeIn } from './pull-worktree.js';

type Ports = Pick<EffectPorts, 'repository' | 'forge' | 'folders' | 'worktrees' | 'runtime'>;

export function pullReturnEffects(ports: Ports): Pick<Handlers, 'pull.giveBack' | 'pull.takeIn'> {
  return {
    'pull.giveBack': (command, context) => giveBack(command, ports, context),
    'pull.takeIn': (command, context) => take(command, ports, context),
  };
}

async function giveBack(command: CommandOf<'pull.giveBack'>, ports: Ports, context: EffectContext): Promise<void> {
  const { dispatch } = context;
  const stuck = (error: OrchError): void => dispatch({ type: 'pull.stuck', pull: command.pull, error, handled: [] });
  const found = untold(command, context);
  if (found === null) return;
  const { pull } = found;
  const worktree = await openWorktree(found.agent, ports, context);
  if (!worktree.ok) return stuck(worktree.error);
  let { text } = pull.back;
  if (pull.back.reasons.includes('conflict')) {
    const taken = await takeIn({ pull, worktree: worktree.value, branch: pull.base }, ports);
    if (!taken.ok) return stuck(taken.error);
    const { conflicts, name } = taken.value;
    if (conflicts.length === 0 && pull.back.reasons.length === 1) return finish(pull, found.agent, context);
    const merged = conflicts.length === 0 ? `${name} was merged into your worktree, without a conflict.` : conflictText(conflicts, name);
    text = `${text}\n\n${merged}`;
  }
  // It took a moment: a person may have begun to work with it.
  const now = untold(command, context);
  if (now === null) return;
  const { id, process } = now.agent;
  if (process === null) {
    dispatch({ type: 'agent.resumeRequested', agent: id, fresh: false, by: 'review', text });
    return dispatch({ type: 'pull.told', pull: pull.id });
  }
  const sent = await ports.runtime.send(id, text);
  if (!sent.ok) return stuck(sent.error);
  dispatch({ type: 'pull.told', pull: pull.id });
  dispatch({ type: 'message.sent', agent: id, text });
}

interface Untold {
  readonly pull: PullRequest & Required<Pick<PullRequest, 'back'>>;
  readonly agent: Agent;
}

function untold({ pull: id, agent: of }: CommandOf<'pull.giveBack'>, context: EffectContext): Untold | null {
  const pull = context.state().pulls?.[id];
  const agent = context.agent(of);
  if (pull?.state !== 'open' || pull.back === undefined || pull.back.isTold === true || agent === undefined) return null;
  return takesBack(agent, pull.back) ? { pull: { ...pull, back: pull.back }, agent } : null;
}

async function take({ pull: id, agent: of, of: what }: CommandOf<'pull.takeIn'>, ports: Ports, context: EffectContext): Promise<void> {
  const { dispatch } = context;
  const pull = context.state().pulls?.[id];
  const agent = context.agent(of);
  if (pull?.state !== 'open' || agent === undefined || !mayTakeIn(agent)) return;
  const stuck = (error: OrchError): void => dispatch({ type: 'pull.stuck', pull: id, error, handled: [] });
  const worktree = await openWorktree(agent, ports, context);
  if (!worktree.ok) return stuck(worktree.error);
  const taken = await takeIn({ pull, worktree: worktree.value, branch: what === 'base' ? pull.base : pull.head }, ports);
  if (!taken.ok) return stuck(taken.error);
  const { conflicts, name, commit } = taken.value;
  if (what === 'branch') dispatch({ type: 'pull.tookIn', pull: id, head: commit });
  if (conflicts.length > 0) {
    const text = `${conflictText(conflicts, name)}\n\n${CLOSING}`;
    return dispatch({ type: 'pull.returned', pull: id, reasons: ['merge'], text, handled: [], toAnswer: [] });
  }
  // Its push was refused for just that.
  if (what === 'base' || agent.state === 'waiting') finish(pull, agent, context);
}

/** Nothing is left for an agent to do: what was merged is verified and pushed. */
function finish(pull: PullRequest, { id }: Agent, { dispatch }: EffectContext): void {
  dispatch({ type: 'pull.told', pull: pull.id });
  dispatch({ type: 'finish.requested', agent: id, kind: 'pr', removeWorktree: false });
}
