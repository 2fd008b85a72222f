// What has become of a task that an agent has delegated: asked for, or waited for. Of others it learns nothing.
import { childResult } from '../../core/effects/child-result.js';
import type { Agent } from '../../core/model/agent.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import { hasEnded } from '../../core/state/family.js';
import { ancestorsOf } from '../../core/state/tree.js';
import { inCircle } from './circle.js';
import { untilOr, within } from './deadline.js';
import { nameOf, secondsOf } from './door-params.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';

export function resultAnswers(world: DoorWorld): Pick<DoorAnswers, 'agentResult'> {
  const { store, clock, results } = world;
  return {
    async agentResult({ agent, params, signal, whenSent }) {
      const [typed, seconds] = [nameOf(params, 'agent'), secondsOf(params)];
      if (!typed.ok) return typed;
      if (!seconds.ok) return seconds;
      const below = descendantNamed(world, agent, typed.value);
      if (!below.ok) return below;
      const { id, parent, name } = below.value;
      const ended = (): boolean => store.state.agents[id] === undefined || hasEnded(store.state.agents[id]);
      const isOwn = parent === agent.id;
      const wait = { parent: agent.id, child: id, waitSeconds: seconds.value, signal, whenSent };
      const result = isOwn ? await results.wait(wait) : null;
      if (!isOwn && seconds.value > 0) {
        const deadline = within(clock, seconds.value, signal);
        await results.waiting(agent.id, () => untilOr(store, ended, deadline.signal));
        deadline.end();
      }
      const now = store.state.agents[id];
      if (!isOwn && now !== undefined && !hasEnded(now)) results.lacking(agent.id);
      if (now === undefined)
        return result === null ? fail(removed(name)) : ok({ name, state: result.state, progress: null, result, error: null });
      // An end whose message is not kept any more, or could not be: whoever has waited for it is to know.
      const isKnown = seconds.value > 0 || store.state.agents[agent.id]?.toldChildren?.includes(id) === true;
      const end = result ?? (isOwn && isKnown && hasEnded(now) ? childResult(now, '') : null);
      return ok({ name, state: now.state, progress: now.progress, result: end, error: now.error });
    },
  };
}

function descendantNamed({ store }: DoorWorld, agent: Agent, typed: string): Result<Agent> {
  const found = inCircle(store.state, agent, typed);
  if (!found.ok) return found;
  if (ancestorsOf(Object.values(store.state.agents), found.value).some(({ id }) => id === agent.id)) return found;
  return fail({
    kind: 'denied',
    tried: `read the result of ${found.value.name}`,
    said: 'it does not work for you',
    next: 'Ask it by a message, or whoever it works for',
  });
}

function removed(name: string) {
  const said = 'it was removed by a person';
  return { kind: 'not-found', tried: `read the result of ${name}`, said, next: 'Go on without it, or do its part yourself' } as const;
}
