// The manager: asked about an agent when something has changed, and its answer carried out.
import type { EffectPorts } from './effect-ports.js';
import type { Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'model'>;

export function managerEffects({ model }: Ports): Pick<Handlers, 'manager.consult'> {
  return {
    async 'manager.consult'({ agent }, { dispatch }) {
      const there = model.available('manager');
      if (!there.ok) dispatch({ type: 'manager.failed', agent, error: there.error });
    },
  };
}
