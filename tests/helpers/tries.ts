// Stories of several tries of one task as events: agents that compete, and what each came to.
import type { FinishPlan } from '../../src/core/model/agent.js';
import type { EventBody } from '../../src/core/model/event.js';
import type { TryFacts, TryJudgement } from '../../src/core/model/tries.js';
import { created, exited, newAgent, shows, started } from './fold-events.js';

export interface TriesOrder {
  readonly isUnattended?: boolean;
  readonly plan?: Partial<FinishPlan>;
}

export function orderedTries(ids: readonly string[], { isUnattended = true, plan = {} }: TriesOrder = {}): EventBody {
  const agents = ids.map((id) =>
    newAgent(id, {
      branch: `orch/name-${id}`,
      worktree: `/wt/name-${id}`,
      plan: { verify: 'npm test', unattended: isUnattended, competes: true, ...plan },
    }),
  );
  return { type: 'goal.submitted', goal: 'g1', text: 'a goal', agents, tries: { isUnattended } };
}

/** At work in its worktree, then ended by its own exit: its finish is under way. */
export function finishing(id: string): readonly EventBody[] {
  return [created(id), started(id), shows(id, 'working'), exited(id, 0)];
}

export function tryEnded(id: string, facts: Partial<TryFacts> = {}): EventBody {
  return { type: 'try.ended', goal: 'g1', facts: { agent: id, verify: 'passed', commit: `c-${id}`, ...facts } };
}

export function judged(...judgement: readonly TryJudgement[]): EventBody {
  return { type: 'tries.judged', goal: 'g1', judgement, unjudged: null };
}

export const UNJUDGED: EventBody = { type: 'tries.judged', goal: 'g1', judgement: null, unjudged: 'no model' };

export function picks(id: string, by: 'person' | 'host' = 'person'): EventBody {
  return { type: 'try.picked', goal: 'g1', agent: id, by };
}

export function delivered(id: string): EventBody {
  return { type: 'finish.done', agent: id, result: { kind: 'merge', url: null, commit: 'm1', path: null }, notes: [] };
}

/** Tries `a` and `b` have both ended with a change. */
export function bothEnded(order: TriesOrder = {}): readonly EventBody[] {
  return [orderedTries(['a', 'b'], order), ...finishing('a'), ...finishing('b'), tryEnded('a'), tryEnded('b')];
}
