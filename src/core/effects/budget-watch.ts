// Looks at budgets whenever something was spent or is about to be, and ends what has spent what it may. No timer.
import { type Agent, isOver } from '../model/agent.js';
import type { EventType } from '../model/event.js';
import type { AppState } from '../model/state.js';
import { type Breach, type BudgetBounds, breachesOf, isWithin } from '../state/budget.js';
import { isDelegated } from '../state/family.js';
import { rootOf } from '../state/tree.js';
import type { Store } from './store.js';

export interface BudgetWatch {
  readonly store: Pick<Store, 'state' | 'dispatch' | 'subscribe'>;
  readonly bounds: BudgetBounds;
}

const SPENDS: ReadonlySet<EventType> = new Set<EventType>([
  'model.called',
  'agent.usageChanged',
  'goal.submitted',
  'task.assigned',
  'agent.delegated',
  'agent.resumeRequested',
  'agent.started',
]);

/** Gives the way to stop it. */
export function watchBudgets({ store, bounds }: BudgetWatch): () => void {
  return store.subscribe((state, event) => {
    if (!SPENDS.has(event.type)) return;
    for (const breach of breachesOf(state, bounds)) end(store, state, breach);
  });
}

/** Who waits for a person is held by the event itself; goals that nobody is asked about end here (exit code 5). */
function end(store: BudgetWatch['store'], state: AppState, { about, said }: Breach): void {
  store.dispatch({ type: 'budget.hit', about, said });
  const alone = Object.values(state.agents).filter(
    (agent) => isWithin(agent, about) && !isOver(agent.state) && isUnattended(agent, state) && !isChildAlone(agent, about),
  );
  for (const goal of new Set(alone.map((agent) => agent.goal))) store.dispatch({ type: 'goal.limitHit', goal, limit: 'budget' });
  for (const { id } of alone) store.dispatch({ type: 'agent.stopRequested', agent: id });
}

/** Its own share is spent, and the event itself has ended it: its parent goes on. */
function isChildAlone(agent: Agent, { agent: only }: Breach['about']): boolean {
  return only !== null && isDelegated(agent);
}

/** One that was delegated is as attended as the one that a person ordered. */
function isUnattended(agent: Agent, { agents, goals }: AppState): boolean {
  return rootOf(Object.values(agents), agent).finish.whenStuck === 'fail' || goals[agent.goal]?.isUnattended === true;
}
