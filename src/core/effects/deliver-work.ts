// What becomes of committed work: a merge, a pull request, or a branch that stays. One result or one error; nothing is left half done.
import { fail, ok } from '../model/error.js';
import { deliverAgentsPull } from './agent-pull.js';
import type { Committed, Delivery, DeliveryEnd, DeliveryPorts } from './delivery.js';
import type { EffectContext } from './effect-runner.js';
import { mergeMessage } from './finish-texts.js';
import type { MergeQueue } from './merge-queue.js';

export async function deliverWork(
  { work, kind, merges, verified }: Delivery,
  ports: DeliveryPorts,
  context: EffectContext & { readonly signal: AbortSignal },
): Promise<DeliveryEnd> {
  switch (kind) {
    case 'merge':
      return merge(work, merges, context.signal);
    case 'pr':
      return deliverAgentsPull({ agent: work.agent, verified }, ports, context);
    case 'branch':
      return ok({ result: { kind: 'branch', url: null, commit: work.commit, path: null }, notes: [] });
    case 'keep':
      return ok({ result: null, notes: ['its worktree stays as it is'] });
  }
}

async function merge({ agent }: Committed, merges: MergeQueue, signal: AbortSignal): Promise<DeliveryEnd> {
  const { id, branch, base, finish } = agent;
  const end = await merges.add({ id, branch, base, message: mergeMessage(agent, branch), verify: finish.verify, signal });
  if (end.kind === 'check-failed') return { ...fail(end.error), tail: end.tail };
  if (end.kind === 'refused') return fail(end.error);
  const { commit, how, notes } = end.outcome;
  const told = how === 'nothing' ? [`${base} had everything already`] : end.notes;
  return ok({ result: { kind: 'merge', url: null, commit, path: null }, notes: [...notes, ...told] });
}
