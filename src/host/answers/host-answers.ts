// Requests about the whole: status, goals, trash, the host itself.
import { type Agent, asksByTool } from '../../core/model/agent.js';
import { ok, type Result } from '../../core/model/error.js';
import type { PlannedTask } from '../../core/model/goal.js';
import type { Requests, RunParams } from '../../core/model/requests.js';
import type { AppState } from '../../core/model/state.js';
import { waitsForPerson } from '../../core/state/agent-evidence.js';
import { mayStop } from '../../core/state/agent-orders.js';
import { eventsAfter } from '../../core/state/events-after.js';
import { findGoal } from '../../core/state/find.js';
import { withOthers } from '../../core/state/neighbour-status.js';
import { isFollowed } from '../../core/state/pulls.js';
import { goalStatus, statusOf } from '../../core/state/status.js';
import { statusWithSilence } from '../../core/view/node-silence.js';
import type { Answers, AnswerWorld } from './answer-world.js';
import { checkedTasks } from './goal-answers.js';
import { type OrderedGoal, orderGoal } from './order-goal.js';
import { approvalsOf } from './order-plan.js';
import { inWorkspace } from './order-role.js';

type HostMethods =
  | 'status'
  | 'statusAfter'
  | 'eventsAfter'
  | 'run'
  | 'runCheck'
  | 'waitGoal'
  | 'trashList'
  | 'trashRestore'
  | 'trashEmpty'
  | 'hostStop';

export function hostAnswers(world: AnswerWorld): Pick<Answers, HostMethods> {
  const { store, repository, trash, worktrees } = world;
  const { neighbours } = world;
  const all = () => withOthers(statusOf(store.state, world.host(), world.config.budget.dayUsd), neighbours.rows);
  const status = () => statusWithSilence(all(), (agent) => neighbours.silentSince(agent));

  return {
    async status({ once }) {
      if (once === true) await world.monitorNow();
      return ok(status());
    },
    async statusAfter({ seq, others }) {
      const isTold = () => store.state.seq > seq || (others !== undefined && others !== neighbours.seq);
      await (others === undefined ? world.until(isTold) : world.untilAlsoOthers(isTold));
      return ok({ seq: store.state.seq, others: neighbours.seq, status: status() });
    },
    async eventsAfter({ seq }) {
      if (seq === null) return ok({ seq: store.state.seq, events: [], missed: 0 });
      await world.until(() => store.state.seq > seq);
      return ok(eventsAfter(store.events(), seq));
    },
    run: (params) => world.whileNaming(() => begin(world, params)),
    async runCheck(params) {
      const order = await ordered(world, params);
      return order.ok ? ok({ notes: order.value.notes }) : order;
    },
    async waitGoal({ goal, untilWaiting }) {
      const found = findGoal(store.state, goal);
      if (!found.ok) return found;
      const { id } = found.value;
      const isAnswered = () =>
        (hasEnded(store.state, id) && !isBeingMerged(store.state, id)) ||
        (store.state.goals[id]?.state === 'waiting' && (untilWaiting || isStuck(store.state, id)));
      await world.until(isAnswered);
      // Whoever has waited reads its files next.
      await world.workspaces.flush();
      return ok(goalStatus(store.state.goals[id] ?? found.value, store.state));
    },
    async trashList() {
      const entries = await repository.listTrash(trash);
      return entries.ok ? ok({ entries: entries.value }) : entries;
    },
    trashRestore: ({ name }) => repository.restoreTrash({ trash, name, worktrees }),
    async trashEmpty({ olderThanDays }) {
      const removed = await repository.emptyTrash({ trash, olderThanDays, now: world.now() });
      return removed.ok ? ok({ removed: removed.value }) : removed;
    },
    async hostStop() {
      return ok(await world.stopHost());
    },
  };
}

async function ordered(world: AnswerWorld, params: RunParams): Promise<Result<OrderedGoal & { readonly tasks?: readonly PlannedTask[] }>> {
  const order = await orderGoal(params, world.orderWorld());
  if (!order.ok || params.tasks === undefined) return order;
  const tasks = await checkedTasks(world, params.tasks);
  return tasks.ok ? ok({ ...order.value, tasks: tasks.value }) : tasks;
}

async function begin(world: AnswerWorld, params: RunParams): Promise<Result<Requests['run']['result']>> {
  const { store, config } = world;
  const order = await ordered(world, params);
  if (!order.ok) return order;
  const { goal, agents, notes, order: planned, tasks, tries } = order.value;
  const workspace = await world.workspaces.create(params.name ?? params.text, params.workspaceBase);
  store.dispatch({
    type: 'goal.submitted',
    goal,
    text: params.part?.goal ?? params.text,
    agents: inWorkspace(agents, workspace),
    workspace,
    ...(planned === undefined ? {} : { order: planned }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(params.budget === undefined ? {} : { budget: params.budget }),
    approvals: approvalsOf(params, config),
    isUnattended: params.whenStuck === 'fail',
    ...(params.issue === undefined ? {} : { issue: params.issue }),
    ...(tries === undefined ? {} : { tries }),
  });
  const timeoutSeconds = params.timeoutSeconds ?? config.agent.default_timeout;
  if (timeoutSeconds) limitTime(world, goal, timeoutSeconds * 1000);
  return ok({ goal, agents: agents.map(({ id }) => id), notes });
}

/** A goal that is gone has ended, too. */
function hasEnded({ goals }: AppState, id: string): boolean {
  const state = goals[id]?.state;
  return state === undefined || state === 'done' || state === 'failed' || state === 'stopped';
}

/** It ends with its pull requests, where those are to be merged by themselves: merged, closed, or left to a person. */
function isBeingMerged({ pulls }: AppState, id: string): boolean {
  return Object.values(pulls ?? {}).some((pull) => pull.goal === id && pull.plan.merge === 'auto' && isFollowed(pull));
}

/** All that waits in it waits for a person to mend something: waiting longer changes nothing. One whose yes is asked for may still give it. */
function isStuck({ agents, goals }: AppState, id: string): boolean {
  const { plan, finish, tries } = goals[id] ?? {};
  if (plan?.state === 'proposed' || tries?.state === 'choosing' || finish?.state === 'asked') return false;
  const isMending = (agent: Agent) => waitsForPerson(agent) && agent.why.rule !== 'finish.asked';
  const mayGoOn = (agent: Agent) => asksByTool(agent) || (agent.state === 'waiting' && !isMending(agent));
  return !Object.values(agents).some((agent) => agent.goal === id && mayGoOn(agent));
}

function limitTime({ store, after, until }: AnswerWorld, goal: string, delayMs: number): void {
  const timer = after(delayMs, () => {
    store.dispatch({ type: 'goal.limitHit', goal, limit: 'timeout' });
    const running = Object.values(store.state.agents).filter((agent) => agent.goal === goal && mayStop(agent));
    for (const { id } of running) store.dispatch({ type: 'agent.stopRequested', agent: id });
  });
  void until(() => hasEnded(store.state, goal)).then(() => timer.cancel());
}
