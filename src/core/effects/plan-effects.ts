// Asking the planner for the tasks of a goal, and checking what it answers.
import { askStructured } from '../chat/ask-structured.js';
import { fail, ok, type Result } from '../model/error.js';
import type { Goal, PlannedTask, Task } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import { checkPlan } from '../planner/check-plan.js';
import { PLANNER_FILES, planRequest } from '../planner/plan-request.js';
import type { Cancellations } from './cancellations.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'model' | 'repository' | 'roles' | 'prompt' | 'planner'>;

export function planEffects(ports: Ports, cancellations: Cancellations): Pick<Handlers, 'plan.make' | 'goal.halt'> {
  return {
    async 'plan.make'({ goal: id }, context) {
      const goal = asked(context, id);
      if (goal === null) return;
      const plan = await cancellations.during({ of: id, kind: 'plan' }, async (signal) => {
        const made = await makePlan(ports, { ...context, signal }, goal);
        return signal.aborted ? null : made;
      });
      // Stopped, with its host or alone, or changed by a person, while the planner was at it.
      if (plan === null || asked(context, id)?.plan?.revision !== goal.plan?.revision) return;
      if (plan.ok) return context.dispatch({ type: 'plan.proposed', goal: id, tasks: plan.value });
      const isOptional = goal.order?.planned === 'auto' && goal.tasks.length === 0;
      if (!isOptional) return context.dispatch({ type: 'plan.failed', goal: id, error: plan.error });
      context.dispatch({ type: 'notice.raised', text: `${plan.error.tried}: ${plan.error.said}. One agent does it all` });
      context.dispatch({ type: 'plan.proposed', goal: id, tasks: [wholeGoal(goal)] });
    },
    async 'goal.halt'({ goal }) {
      cancellations.cancel(goal);
    },
  };
}

function asked(context: EffectContext, id: string): Goal | null {
  const goal = context.state().goals[id];
  return goal?.plan?.state === 'asked' && goal.pause === undefined ? goal : null;
}

type Planning = EffectContext & { readonly signal: AbortSignal };

async function makePlan(ports: Ports, context: Planning, goal: Goal): Promise<Result<readonly PlannedTask[]>> {
  const { model, repository, planner } = ports;
  const tried = `plan the goal ${goal.id}`;
  const [roles, prompt] = await Promise.all([ports.roles(), ports.prompt('planner')]);
  if (!roles.ok) return roles;
  if (!prompt.ok) return prompt;
  const base = goal.order?.base;
  const files = base === undefined ? null : await repository.trackedFiles({ base, most: PLANNER_FILES });
  // Loaded with the first plan: a host that plans nothing starts without any schema.
  const { plannedTasks, planAnswerSchema } = await import('../planner/plan-answer.js');
  const messages = planRequest({
    goal,
    roles: roles.value,
    maxTasks: planner.maxTasks,
    // Without its files a plan is poorer, and still a plan.
    files: files?.ok ? files.value : null,
    prompt: prompt.value,
    suffix: planner.promptSuffix,
  });
  const names = roles.value.map(({ name }) => name);
  let wrong: string | null = null;
  const { signal } = context;
  for (const isLast of [false, true]) {
    const answer = await askStructured({
      model,
      order: { use: 'planner', signal, messages: wrong === null ? messages : [...messages, { role: 'user', content: correction(wrong) }] },
      schema: planAnswerSchema,
      what: 'a plan',
      onCall: (call) => context.dispatch({ type: 'model.called', use: 'planner', about: { goal: goal.id, agent: null }, ...call }),
    });
    if (!answer.ok) return fail({ ...answer.error, tried: `${tried}: ${answer.error.tried}` });
    const checked = checkPlan(plannedTasks(answer.value.value, roles.value), { roles: names, maxTasks: planner.maxTasks });
    const twice = checked.ok ? takenId(checked.value, goal.tasks) : null;
    if (checked.ok && twice === null) return ok(checked.value);
    wrong = checked.ok ? (twice ?? '') : checked.error.said;
    const next = 'Ask for another plan, or change the plan yourself';
    if (isLast) return fail(checked.ok ? { kind: 'model', tried, said: wrong, next } : { ...checked.error, kind: 'model', tried });
  }
  return fail({ kind: 'model', tried, said: wrong ?? 'no plan came', next: 'Try again' });
}

/** What has begun stays: other work under its id would be left out of the plan without a word. */
function takenId(tasks: readonly PlannedTask[], before: readonly Task[]): string | null {
  for (const { id, title } of tasks) {
    const there = before.find((task) => task.id === id && task.agent !== null && task.state !== 'failed');
    if (there !== undefined && there.title !== title)
      return `${id} is “${there.title}” already, which stays: list it with that title, and give other work another id`;
  }
  return null;
}

function correction(wrong: string): string {
  return `Your plan can not be used: ${plainText(wrong, 500)}. Answer again with the whole plan, mended.`;
}

/** For `--plan auto` where no plan could be made. */
function wholeGoal({ text }: Goal): PlannedTask {
  return {
    id: 't1',
    title: plainText(text, 80),
    role: null,
    after: [],
    text,
    done: null,
    kind: 'code',
    artifact: null,
    verify: null,
    estimateMinutes: null,
  };
}
