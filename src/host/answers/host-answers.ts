// Requests about the whole: status, goals, trash, the host itself.
import { ok } from '../../core/model/error.js';
import type { GoalState } from '../../core/model/goal.js';
import { findGoal } from '../../core/state/find.js';
import { goalStatus, statusOf } from '../../core/state/status.js';
import type { Answers, AnswerWorld } from './answer-world.js';
import { orderGoal } from './order-goal.js';

type HostMethods = 'status' | 'statusAfter' | 'run' | 'waitGoal' | 'trashList' | 'trashRestore' | 'trashEmpty' | 'hostStop';

export function hostAnswers(world: AnswerWorld): Pick<Answers, HostMethods> {
  const { store, repository, trash, worktrees } = world;
  const status = () => statusOf(store.state, world.host());

  return {
    async status({ once }) {
      if (once === true) await world.monitorNow();
      return ok(status());
    },
    async statusAfter({ seq }) {
      await world.until(() => store.state.seq > seq);
      return ok({ seq: store.state.seq, status: status() });
    },
    async run(params) {
      const order = await orderGoal(params, world.orderWorld());
      if (!order.ok) return order;
      const { goal, agents } = order.value;
      store.dispatch({ type: 'goal.submitted', goal, text: params.text, agents });
      return ok({ goal, agents: agents.map(({ id }) => id) });
    },
    async waitGoal({ goal, timeoutSeconds, untilWaiting }) {
      const found = findGoal(store.state, goal);
      if (!found.ok) return found;
      const { id } = found.value;
      const stateNow = (): GoalState | null => store.state.goals[id]?.state ?? null;
      const isOver = () => {
        const state = stateNow();
        return state === null || state === 'done' || state === 'failed' || state === 'stopped' || (untilWaiting && state === 'waiting');
      };
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<void>((resolve) => {
        if (timeoutSeconds !== null) timer = setTimeout(resolve, timeoutSeconds * 1000);
      });
      await Promise.race([world.until(isOver), deadline]);
      clearTimeout(timer);
      return ok(goalStatus(store.state.goals[id] ?? found.value));
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
      return ok({ agents: await world.stopHost() });
    },
  };
}
