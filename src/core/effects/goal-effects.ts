// Planning a goal, giving its tasks to agents, and delivering the whole.
import type { EffectPorts } from './effect-ports.js';
import type { Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'model'>;

export function goalEffects({ model }: Ports): Pick<Handlers, 'plan.make' | 'task.start' | 'goal.finish'> {
  return {
    async 'plan.make'({ goal }, { dispatch }) {
      const there = model.available('planner');
      if (!there.ok) dispatch({ type: 'plan.failed', goal, error: there.error });
    },
    async 'task.start'() {},
    async 'goal.finish'() {},
  };
}
