// What has become of a task that an agent has delegated: asked for, or waited for. Of others it learns nothing.
import { type Agent, isOver } from '../../core/model/agent.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { KeptMessage } from '../../core/model/message.js';
import { hasEnded, isDelegated } from '../../core/state/family.js';
import { ancestorsOf } from '../../core/state/tree.js';
import { inCircle } from './circle.js';
import { untilOr, within } from './deadline.js';
import { nameOf, secondsOf } from './door-params.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';
import { resultsTaken } from './letter-answers.js';

/** Messages that are looked through for a result. */
const RECENT = 500;

export function resultAnswers(world: DoorWorld): Pick<DoorAnswers, 'agentResult'> {
  const { store, clock, post } = world;
  return {
    async agentResult({ agent, params, signal }) {
      const [typed, seconds] = [nameOf(params, 'agent'), secondsOf(params)];
      if (!typed.ok) return typed;
      if (!seconds.ok) return seconds;
      const child = childNamed(world, agent, typed.value);
      if (!child.ok) return child;
      const { id } = child.value;
      if (seconds.value > 0) {
        const deadline = within(clock, seconds.value, signal);
        await untilOr(store, () => isTold(world, agent.id, id), deadline.signal);
        deadline.end();
      }
      const now = store.state.agents[id];
      if (now === undefined) return fail(removed(child.value.name));
      const told = isTold(world, agent.id, id) ? resultOf(world, agent.id, now) : null;
      // It has it by this: it must not come into its inbox as well.
      if (told !== null && !signal.aborted) {
        await post.acknowledge([told.message.id]);
        resultsTaken(world, agent, [told]);
      }
      const { name, state, progress, error } = now;
      return ok({ name, state, progress, result: told?.message.payload.result ?? null, error });
    },
  };
}

function childNamed({ store }: DoorWorld, agent: Agent, typed: string): Result<Agent> {
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

/** It is over, and a parent that is told of its end was told. */
function isTold({ store }: DoorWorld, parent: string, id: string): boolean {
  const child = store.state.agents[id];
  if (child === undefined || !isOver(child.state)) return child === undefined;
  const isReported = hasEnded(child) && isDelegated(child) && child.parent === parent;
  return !isReported || store.state.agents[parent]?.toldChildren?.includes(id) === true;
}

/** The newest: it may have been resumed, and have ended again. */
function resultOf({ post }: DoorWorld, parent: string, child: Agent): KeptMessage | null {
  const all = post.list({ party: child.id, of: 'all', limit: RECENT });
  return (
    all.findLast(
      ({ message: { type, to_agent: to, payload } }) => type === 'task_result' && to === parent && payload.result?.agent === child.id,
    ) ?? null
  );
}

function removed(name: string) {
  const said = 'it was removed by a person';
  return { kind: 'not-found', tried: `read the result of ${name}`, said, next: 'Go on without it, or do its part yourself' } as const;
}
