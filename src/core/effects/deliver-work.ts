// What becomes of committed work: a merge, a pull request, or a branch that stays. One result or one error; nothing is left half done.
import { ok, type Result } from '../model/error.js';
import { deliverAgentsPull } from './agent-pull.js';
import type { Committed, Delivered, Delivery, DeliveryPorts } from './delivery.js';
import type { EffectContext } from './effect-runner.js';
import { mergeMessage } from './finish-texts.js';

export async function deliverWork(
  { work, kind, bases, verified }: Delivery,
  ports: DeliveryPorts,
  context: EffectContext & { readonly signal: AbortSignal },
): Promise<Result<Delivered>> {
  switch (kind) {
    case 'merge':
      return bases.run(work.agent.base, () => merge(work, ports));
    case 'pr':
      return deliverAgentsPull({ agent: work.agent, verified }, ports, context);
    case 'branch':
      return ok({ result: { kind: 'branch', url: null, commit: work.commit, path: null }, notes: [] });
    case 'keep':
      return ok({ result: null, notes: ['its worktree stays as it is'] });
  }
}

async function merge({ agent }: Committed, { repository, folders }: DeliveryPorts): Promise<Result<Delivered>> {
  const message = mergeMessage(agent, agent.branch);
  const merged = await repository.merge({ branch: agent.branch, base: agent.base, message, scratch: `${folders.scratch}/${agent.id}` });
  if (!merged.ok) return merged;
  const { commit, how, notes } = merged.value;
  const told = how === 'nothing' ? [...notes, `${agent.base} had everything already`] : notes;
  return ok({ result: { kind: 'merge', url: null, commit, path: null }, notes: told });
}
