// The work of a delegated agent goes into the branch of its parent, which may be at work there: what is uncommitted in the way is committed first.
import type { Agent, FinishKind } from '../model/agent.js';
import { canTakeResults, isDelegated } from '../state/family.js';
import { commitSoFar } from './commit-so-far.js';
import { deliverWork } from './deliver-work.js';
import type { Delivery, DeliveryEnd, DeliveryPorts } from './delivery.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';

/** A parent that writes all the time would be in the way for ever. */
const ROUNDS = 5;
/** Its commit may run hooks, which hold the lock of its checkout: each wait is twice as long as the one before, a minute in all. */
const LOCK_ROUNDS = 6;
const LOCK_MS = 1000;

type Context = EffectContext & { readonly signal: AbortSignal };

/** Of a parent that is over nobody would look at what was merged: the branch itself is the result then. */
export function endOf(agent: Agent, kind: FinishKind, context: Pick<EffectContext, 'agent'>): FinishKind {
  return kind === 'merge' && isDelegated(agent) && !canTakeResults(context.agent(agent.parent)) ? 'branch' : kind;
}

type Ports = DeliveryPorts & Pick<EffectPorts, 'litterOf' | 'clock'>;

export async function deliverUpwards(delivery: Delivery, ports: Ports, context: Context): Promise<DeliveryEnd> {
  const { agent } = delivery.work;
  let [rounds, locks] = [1, 0];
  for (;;) {
    const end = await deliverWork(delivery, ports, context);
    if (end.ok || !isDelegated(agent)) return end;
    const way = isLocked(end.error.said) ? 'locked' : isInTheWay(end.error.said) ? await clearWay(agent.parent, ports, context) : 'blocked';
    if (way === 'blocked' || rounds >= ROUNDS || locks >= LOCK_ROUNDS) return end;
    if (way === 'clear') rounds += 1;
    else {
      await later(LOCK_MS * 2 ** locks, ports, context.signal);
      locks += 1;
    }
  }
}

/** What its parent has not committed is committed. */
async function clearWay(parentId: string, ports: Ports, { agent, dispatch }: Context): Promise<'clear' | 'locked' | 'blocked'> {
  const parent = agent(parentId);
  if (parent === undefined) return 'blocked';
  const committed = await commitSoFar(parent, ports, dispatch);
  if (!committed.ok) return isLocked(committed.error.said) ? 'locked' : 'blocked';
  // What git ignores can not be committed, and is the parent's all the same.
  return committed.value.made ? 'clear' : 'blocked';
}

/** Whoever is stopped meanwhile is told so by what comes next. */
function later(delayMs: number, { clock }: Pick<Ports, 'clock'>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.after(delayMs, end);
    signal.addEventListener('abort', end);
  });
}

/** As `land-commit.ts` says it. */
function isInTheWay(said: string): boolean {
  return said.startsWith('base has local changes in ');
}

/** As `git-error.ts` says it. */
function isLocked(said: string): boolean {
  return said === 'another git holds the lock';
}
