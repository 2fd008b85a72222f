// What is left of an agent on its way between machines: refs that nodes have pushed to the remote, and what was saved of it here. Taken away when
// it is of no more use; what no branch has of it is kept under refs/orch/rescue first. At its best: what can not be reached stays.
import type { Agent } from '../../core/model/agent.js';
import type { CarriedRef } from '../../core/ports/carrier.js';
import type { RemoteWorld } from './remote-world.js';
import { savedRef } from './saved-ref.js';

type Named = Pick<Agent, 'id' | 'name'>;
type World = Pick<RemoteWorld, 'carrier' | 'say' | 'agents'>;

const PUSHED = /^refs\/orch\/tasks\/[a-z0-9-]{1,60}\/(\d{1,16})$/u;

/** `upTo`: what is pushed under a newer number belongs to a run that goes on. */
export async function clearRemote(world: World, { id, name, upTo }: Named & { readonly upTo: number }): Promise<void> {
  const { carrier } = world;
  const found = await carrier.remote();
  if (!found.ok || found.value === null) return;
  const remote = found.value.name;
  const pushed = await carrier.list({ prefix: `refs/orch/tasks/${id}/`, remote });
  for (const { ref, commit } of pushed.ok ? pushed.value : []) {
    const fence = Number(PUSHED.exec(ref)?.[1] ?? Number.POSITIVE_INFINITY);
    if (fence > upTo) continue;
    const isHere = (await namesBeside(world, { ref, commit })).length > 0;
    if (isHere || (await fetched(world, { ref, commit, remote, name: `${name}-${fence}` }))) await carrier.drop({ remote, ref, commit });
  }
}

/** Agents that were given out: when one is removed, what was left of it goes. */
export class LeftThere {
  readonly #world: World;
  readonly #given = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  add({ id, name }: Named): void {
    this.#given.set(id, name);
  }

  /** Call after each event. */
  check(): void {
    for (const [id, name] of this.#given) {
      if (this.#world.agents()[id] !== undefined) continue;
      this.#given.delete(id);
      void this.#forget({ id, name });
    }
  }

  async #forget({ id, name }: Named): Promise<void> {
    const { carrier } = this.#world;
    await clearRemote(this.#world, { id, name, upTo: Number.MAX_SAFE_INTEGER });
    const saved = await carrier.list({ prefix: savedRef('') });
    for (const { ref, commit } of saved.ok ? saved.value : []) {
      if (ref !== savedRef(id)) continue;
      const isNamed = (await namesBeside(this.#world, { ref, commit })).length > 0;
      if (isNamed || (await rescued(this.#world, { commit, name: `${name}-saved` }))) await carrier.keep({ ref, commit: null });
    }
  }
}

/** Names that stay: under those of tasks it only passes through. */
async function namesBeside({ carrier }: World, { ref, commit }: CarriedRef): Promise<readonly string[]> {
  return (await carrier.namesOf(commit)).filter((name) => name !== ref && !name.startsWith('refs/orch/tasks/'));
}

async function fetched(world: World, { ref, commit, remote, name }: CarriedRef & { readonly remote: string; readonly name: string }) {
  const came = await world.carrier.fetch({ remote, ref });
  if (!came.ok) return false;
  const isKept = await rescued(world, { commit, name });
  await world.carrier.keep({ ref, commit: null });
  return isKept;
}

async function rescued({ carrier, say }: World, { commit, name }: { readonly commit: string; readonly name: string }): Promise<boolean> {
  const ref = `refs/orch/rescue/${name}`;
  const kept = await carrier.keep({ ref, commit });
  if (kept.ok) say(`what another machine had done and no branch here has is kept as ${ref}`);
  return kept.ok;
}
