// The manager: asked about an agent when something has changed, its answer carried out while it still fits. One question about one agent at a time.
import { errorLine, type OrchError } from '../model/error.js';
import type { Timer } from '../ports.js';
import type { Cancellations } from './cancellations.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';
import { type Ask, consult, isOpen, type Marks } from './manager-consult.js';

/** While a person is at an agent the manager keeps away from it, and looks this often whether they have left. */
const PERSON_AT_IT_MS = 15_000;

export function managerEffects(ports: EffectPorts, cancellations: Cancellations): Pick<Handlers, 'manager.consult' | 'manager.wait'> {
  const { clock, manager, model, runtime } = ports;
  const marks: Marks = new Map();
  const waits = new Map<string, Timer>();
  const told = new Set<string>();

  const giveUp = (ask: Ask, context: EffectContext, error: OrchError): void => {
    context.dispatch({ type: 'manager.failed', agent: ask.agent, error });
    const text = `the manager is off: ${errorLine(error)}`;
    if (!told.has(text)) context.dispatch({ type: 'notice.raised', text });
    told.add(text);
  };

  // No call, and no work under way, until they leave or it goes on without one.
  const waitForPerson = (ask: Ask, context: EffectContext): void => {
    clock.after(PERSON_AT_IT_MS, () => {
      if (isOpen(ask, context) === null) return;
      if (runtime.isAttended(ask.agent)) waitForPerson(ask, context);
      else context.dispatch({ type: 'manager.asked', agent: ask.agent, reason: ask.reason });
    });
  };

  const askAbout = async (ask: Ask, context: EffectContext): Promise<void> => {
    if (isOpen(ask, context) === null) return;
    if (runtime.isAttended(ask.agent)) return waitForPerson(ask, context);
    const there = model.available('manager');
    if (!there.ok) return giveUp(ask, context, there.error);
    const work = { of: ask.agent, kind: 'manager' } as const;
    const failed = await cancellations.during(work, (signal) => consult(ask, { ports, context, marks, signal }));
    if (failed === 'person') return waitForPerson(ask, context);
    // Stopped, by a person or with the host: the manager has not failed.
    if (failed !== null && failed.kind !== 'interrupted') giveUp(ask, context, failed);
  };

  return {
    'manager.consult': ({ agent, reason, seq }, context) => askAbout({ agent, reason, seq }, context),
    // Done at once: a wait of minutes is no work under way.
    async 'manager.wait'({ agent, seq }, context) {
      waits.get(agent)?.cancel();
      waits.delete(agent);
      if (manager.checkMinutes === 0 || context.agent(agent)?.state !== 'working') return;
      const look = () => {
        waits.delete(agent);
        const now = context.agent(agent);
        const isDue = now?.state === 'working' && now.sinceSeq === seq && now.manager?.state === 'ready';
        if (isDue) context.dispatch({ type: 'manager.asked', agent, reason: 'check' });
      };
      waits.set(agent, clock.after(manager.checkMinutes * 60_000, look));
    },
  };
}
