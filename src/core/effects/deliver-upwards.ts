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

type Context = EffectContext & { readonly signal: AbortSignal };

/** Of a parent that is over nobody would look at what was merged: the branch itself is the result then. */
export function endOf(agent: Agent, kind: FinishKind, context: Pick<EffectContext, 'agent'>): FinishKind {
  return kind === 'merge' && isDelegated(agent) && !canTakeResults(context.agent(agent.parent)) ? 'branch' : kind;
}

export async function deliverUpwards(
  delivery: Delivery,
  ports: DeliveryPorts & Pick<EffectPorts, 'litterOf'>,
  context: Context,
): Promise<DeliveryEnd> {
  const { agent } = delivery.work;
  for (let round = 1; ; round += 1) {
    const end = await deliverWork(delivery, ports, context);
    if (end.ok || !isDelegated(agent) || !isInTheWay(end.error.said) || round >= ROUNDS) return end;
    const parent = context.agent(agent.parent);
    const committed = parent === undefined ? null : await commitSoFar(parent, ports, context.dispatch);
    // What git ignores can not be committed, and is the parent's all the same.
    if (committed === null || !committed.ok || !committed.value.made) return end;
  }
}

/** As `land-commit.ts` says it. */
function isInTheWay(said: string): boolean {
  return said.startsWith('base has local changes in ');
}
