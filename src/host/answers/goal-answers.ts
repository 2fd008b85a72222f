// Requests about planned goals: their plan is changed and agreed to, they are stopped, their finish is agreed to.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { Goal, GoalPlan, PlannedTask } from '../../core/model/goal.js';
import { checkPlan } from '../../core/planner/check-plan.js';
import { findGoal } from '../../core/state/find.js';
import { isDelivered } from '../../core/state/goal-plan.js';
import type { Answers, AnswerWorld } from './answer-world.js';

type GoalMethods = 'planEdit' | 'planApprove' | 'planAgain' | 'goalApprove' | 'goalStop';

export function goalAnswers(world: AnswerWorld): Pick<Answers, GoalMethods> {
  const { store } = world;
  return {
    async planEdit({ goal: typed, revision, tasks }) {
      const found = planned(world, typed, 'change its plan');
      if (!found.ok) return found;
      const { goal, plan } = found.value;
      const old = outdated(goal, plan, revision);
      if (old !== null) return fail(old);
      if (isDelivered(goal)) return fail(refused(`change the plan of ${goal.id}`, beingDelivered(goal)));
      const checked = await checkedTasks(world, tasks);
      if (!checked.ok) return checked;
      const now = store.state.goals[goal.id];
      if (now?.plan?.revision !== revision || isDelivered(now)) return fail(changed(goal));
      store.dispatch({ type: 'plan.edited', goal: goal.id, tasks: checked.value });
      return ok({ goal: goal.id, revision: store.state.goals[goal.id]?.plan?.revision ?? revision });
    },
    async planApprove({ goal: typed, revision }) {
      const found = planned(world, typed, 'agree to its plan');
      if (!found.ok) return found;
      const { goal, plan } = found.value;
      const old = outdated(goal, plan, revision);
      if (old !== null) return fail(old);
      if (plan.state !== 'proposed') return fail(refused(`agree to the plan of ${goal.id}`, `the plan is ${plan.state}`));
      store.dispatch({ type: 'plan.approved', goal: goal.id });
      return ok({ goal: goal.id });
    },
    async planAgain({ goal: typed, wish }) {
      const found = planned(world, typed, 'plan it anew');
      if (!found.ok) return found;
      const { goal, plan } = found.value;
      if (plan.state === 'asked') return fail(refused(`plan ${goal.id} anew`, 'the planner is at it'));
      if (isDelivered(goal)) return fail(refused(`plan ${goal.id} anew`, beingDelivered(goal)));
      store.dispatch({ type: 'plan.replanRequested', goal: goal.id, wish });
      return ok({ goal: goal.id });
    },
    async goalApprove({ goal: typed }) {
      const found = planned(world, typed, 'agree to its finish');
      if (!found.ok) return found;
      const { goal } = found.value;
      if (goal.finish?.state !== 'asked') return fail(refused(`agree to the finish of ${goal.id}`, 'it asks for none'));
      store.dispatch({ type: 'goal.finishApproved', goal: goal.id });
      return ok({ goal: goal.id });
    },
    async goalStop({ goal: typed }) {
      const found = findGoal(store.state, typed);
      if (!found.ok) return found;
      const { id } = found.value;
      const own = () => Object.values(store.state.agents).filter((agent) => agent.goal === id);
      store.dispatch({ type: 'goal.stopRequested', goal: id });
      for (const agent of own()) store.dispatch({ type: 'agent.stopRequested', agent: agent.id });
      await world.until(() => own().every(({ process }) => process === null));
      return ok({ goal: id });
    },
  };
}

/** A plan as a person gives it. */
export async function checkedTasks(
  { roles, config }: Pick<AnswerWorld, 'roles' | 'config'>,
  tasks: readonly PlannedTask[],
): Promise<Result<readonly PlannedTask[]>> {
  const there = await roles();
  if (!there.ok) return there;
  return checkPlan(tasks, { roles: there.value.map(({ name }) => name), maxTasks: config.planner.maxTasks });
}

function planned({ store }: AnswerWorld, typed: string, what: string): Result<{ readonly goal: Goal; readonly plan: GoalPlan }> {
  const found = findGoal(store.state, typed);
  if (!found.ok) return found;
  const { plan, id } = found.value;
  if (plan === undefined) return fail(refused(`${what}: ${id}`, 'it was started without a plan'));
  return ok({ goal: found.value, plan });
}

function outdated(goal: Goal, plan: GoalPlan, revision: number): OrchError | null {
  return plan.revision === revision ? null : changed(goal);
}

function changed({ id }: Goal): OrchError {
  const said = 'the plan has changed meanwhile';
  return { kind: 'conflict', tried: `change the plan of ${id}`, said, next: 'Look at it as it is now, then try again' };
}

function beingDelivered({ finish }: Goal): string {
  return finish?.state === 'done' ? 'it is done' : 'it is being verified and delivered: stop it first';
}

function refused(tried: string, said: string): OrchError {
  return { kind: 'usage', tried, said, next: 'See `orch-tui show` for how far it is' };
}
