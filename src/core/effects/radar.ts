// The conflict radar: keeps what each agent has changed, and tells anew who gets in whose way once that is another. Looks only when told to.
import type { Agent } from '../model/agent.js';
import type { Changes } from '../model/changes.js';
import type { Overlap } from '../model/overlap.js';
import { areRivals, isOnRadar } from '../state/on-radar.js';
import { overlapsOf, type Work } from '../state/overlaps.js';
import { type Across, acrossOf } from '../state/shared-lines.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { measureWork } from './measure-work.js';

type Ports = Pick<EffectPorts, 'repository' | 'litterOf'>;
type Context = Pick<EffectContext, 'state' | 'dispatch'>;
type Known = Agent & { readonly baseCommit: string };

export interface Radar {
  /** What an agent has changed by now. */
  saw(agent: Agent, changes: Changes): void;
  /** Asks where the bases are while an agent's changes are being measured: git tells both at the same time. Null while nobody has changed anything, or another such question waits for git. */
  askAhead(context: Context): Ahead | null;
  /** Resolves when overlaps are told as they are after this call, or after `askAhead`. Several calls in a row are one look. */
  look(context: Context, ahead?: Ahead | null): Promise<void>;
}

/** Where the bases are, as far as git can tell it. */
export interface Ahead {
  readonly bases: readonly string[];
  readonly tips: Promise<Tips>;
}

type Tips = ReadonlyMap<string, string>;

/** Worktrees that are looked at together after the start of a host, which knows none of them. */
const AT_ONCE = 4;

export function createRadar(ports: Ports): Radar {
  const { repository } = ports;
  const seen = new Map<string, { readonly baseCommit: string; readonly changes: Changes }>();
  let compared = new Map<string, Across | null>();
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  let asked: Ahead | null = null;
  let isAsking = false;

  async function tell(bases: readonly string[]): Promise<Tips> {
    const told = await repository.tips(bases);
    return told.ok ? told.value : new Map();
  }

  async function changesOf(agent: Known): Promise<Changes | null> {
    const before = seen.get(agent.id);
    if (before?.baseCommit === agent.baseCommit) return before.changes;
    const measured = await measureWork(agent, ports);
    // What git can not tell now is asked again with the next look.
    if (measured === null) return null;
    if (seen.get(agent.id)?.baseCommit !== agent.baseCommit) seen.set(agent.id, { baseCommit: agent.baseCommit, changes: measured });
    return measured;
  }

  /** Null where git can not tell. Kept while the next look asks for the same. */
  async function between(from: string, to: string, kept: typeof compared): Promise<Across | null> {
    if (from === to) return NOTHING;
    const pair = `${from}..${to}`;
    const known = kept.get(pair);
    if (known !== undefined) return known;
    const before = compared.get(pair) ?? null;
    const found = before ?? (await repository.changesBetween({ from, to }).then((made) => (made.ok ? acrossOf(made.value) : null)));
    kept.set(pair, found);
    return found;
  }

  async function worksOf(agents: readonly Known[], ahead: Ahead | null): Promise<readonly Work[]> {
    const changes = await inGroups(agents, changesOf);
    const changed = agents.flatMap((agent, at) => {
      const files = changes[at]?.files ?? [];
      return files.length === 0 ? [] : [{ agent, files }];
    });
    const first = changed[0];
    if (first === undefined) return [];
    const bases = basesOf(changed.map(({ agent }) => agent));
    const tips = await (ahead !== null && bases.every((base) => ahead.bases.includes(base)) ? ahead.tips : tell(bases));
    const meeting = tips.get(first.agent.base) ?? first.agent.baseCommit;
    const areTogether = changed.every(({ agent }) => agent.baseCommit === first.agent.baseCommit);
    const kept: typeof compared = new Map();
    const works: Work[] = [];
    for (const { agent, files } of changed) {
      const { id, base, baseCommit } = agent;
      const tip = tips.get(base);
      const since = tip === undefined || tip === baseCommit ? null : await between(baseCommit, tip, kept);
      const across = areTogether ? null : await between(baseCommit, meeting, kept);
      works.push({ agent: id, base, baseCommit, files, since, across });
    }
    compared = kept;
    return works;
  }

  async function run({ state, dispatch }: Context, ahead: Ahead | null): Promise<void> {
    // Whoever comes next looks anew: nobody waits for this at the end.
    if (state().host.isStopping) return;
    const agents = watched(state());
    for (const id of seen.keys()) if (!agents.some((agent) => agent.id === id)) seen.delete(id);
    const works = await worksOf(agents, ahead);
    const now = state().agents;
    const areApart = (one: string, other: string): boolean => {
      const [left, right] = [now[one], now[other]];
      return left === undefined || right === undefined || areRivals(left, right);
    };
    const overlaps = overlapsOf(works, areApart).filter(({ agents: ids }) => ids.every((id) => isWatched(id, state())));
    if (!areSame(overlaps, state().overlaps ?? [])) dispatch({ type: 'overlaps.changed', overlaps });
  }

  return {
    saw({ id, baseCommit }, changes) {
      if (baseCommit !== null) seen.set(id, { baseCommit, changes });
    },
    askAhead({ state }) {
      if (isAsking || state().host.isStopping || ![...seen.values()].some(({ changes }) => changes.files.length > 0)) return null;
      const bases = basesOf(watched(state()));
      if (bases.length === 0) return null;
      isAsking = true;
      const tips = tell(bases).finally(() => {
        isAsking = false;
      });
      return { bases, tips };
    },
    look(context, ahead = null) {
      // Of several the first may have been asked before the bases moved: all of them are asked for once more.
      asked = next === null ? ahead : null;
      next ??= last.then(() => {
        const answer = asked;
        next = asked = null;
        last = run(context, answer);
        return last;
      });
      return next;
    },
  };
}

const NOTHING: Across = { files: new Map(), isCut: false };

function watched(state: ReturnType<Context['state']>): readonly Known[] {
  return Object.values(state.agents).filter((agent): agent is Known => agent.baseCommit !== null && isOnRadar(agent, state));
}

function basesOf(agents: readonly Agent[]): readonly string[] {
  return [...new Set(agents.map(({ base }) => base))];
}

function isWatched(id: string, state: ReturnType<Context['state']>): boolean {
  const agent = state.agents[id];
  return agent !== undefined && isOnRadar(agent, state);
}

async function inGroups<Item, Value>(items: readonly Item[], use: (item: Item) => Promise<Value>): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) values.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(use))));
  return values;
}

function areSame(some: readonly Overlap[], others: readonly Overlap[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
