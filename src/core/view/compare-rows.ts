// What the compare view shows: the goal whose tries are of interest, a row for each of them, and how far they are in a sentence. Pure.
import type { Agent } from '../model/agent.js';
import type { Goal } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import type { TryRow } from '../model/tries.js';
import { hasTryEnded, isTried, type TriedGoal } from '../state/tries.js';
import { tryRows } from '../state/try-rows.js';
import type { ViewState, ViewWorld } from './view-state.js';

type World = Pick<ViewWorld, 'agents' | 'goals'>;

/** Those of which one can still be picked come first; the chosen agent's before others. */
export function comparedGoal({ selected }: Pick<ViewState, 'selected'>, world: World): TriedGoal | null {
  const tried = triedGoals(world);
  const own = world.agents.find(({ id }) => id === selected)?.goal;
  return tried.find(({ id }) => id === own) ?? choosingGoal(world) ?? tried.at(-1) ?? null;
}

export function triedGoals({ goals }: Pick<ViewWorld, 'goals'>): readonly TriedGoal[] {
  return goals.filter(isTried);
}

/** The first whose tries wait for a person to pick one. */
export function choosingGoal(world: Pick<ViewWorld, 'goals'>): TriedGoal | null {
  return triedGoals(world).find(({ tries }) => tries.state === 'choosing') ?? null;
}

export function isToPick(agent: Agent, goals: readonly Goal[]): boolean {
  return agent.finish.competes === true && goals.some(({ id, tries }) => id === agent.goal && tries?.state === 'choosing');
}

export function ownTries(goal: TriedGoal, { agents }: Pick<ViewWorld, 'agents'>): readonly Agent[] {
  return agents.filter((agent) => agent.goal === goal.id && agent.neighbour === undefined);
}

export function compareRows(goal: TriedGoal, world: Pick<ViewWorld, 'agents' | 'now'>): readonly TryRow[] {
  return tryRows(goal.tries, ownTries(goal, world), world.now);
}

/** What a group of tries is called: as its first one, without the number behind it, else by the goal. */
export function triesName(goal: Goal, { agents }: Pick<ViewWorld, 'agents'>): string {
  const names = agents
    .flatMap(({ goal: of, name, neighbour }) => (of === goal.id && neighbour === undefined ? [name] : []))
    .sort((one, other) => one.length - other.length);
  const [first] = names;
  const base = first === undefined ? '' : first.replace(/-\d+$/u, '');
  if (base !== '' && names.every((name) => name === base || name.startsWith(`${base}-`))) return base;
  return plainText(goal.text.trim().split('\n')[0] ?? '', 60);
}

export interface Standing {
  readonly text: string;
  readonly tone: 'quiet' | 'asks' | 'failed' | 'done';
}

/** How far they are, and what is to be done about it. */
export function standingOf(goal: TriedGoal, world: World): Standing {
  const { tries, state } = goal;
  const own = ownTries(goal, world);
  const picked = own.find(({ id }) => id === tries.picked);
  switch (tries.state) {
    case 'judging':
      return { text: `${own.length} tries have ended. A model compares them.`, tone: 'quiet' };
    case 'choosing':
      return {
        text: 'Pick one: it is verified again and finished as it was ordered; the others are kept as refs and removed.',
        tone: 'asks',
      };
    case 'picked': {
      if (picked === undefined) return { text: 'The one that was picked is not listed any more.', tone: 'quiet' };
      const isClearing = own.some(({ pending }) => pending?.order === 'remove');
      if (picked.state === 'done' && isClearing)
        return { text: `${picked.name} is finished as picked. The others are being kept and removed.`, tone: 'quiet' };
      if (picked.state === 'done') return { text: `${picked.name} was picked and is finished.${keptText(goal)}`, tone: 'done' };
      if (picked.error !== null && (picked.state === 'failed' || picked.state === 'waiting'))
        return {
          text: `${picked.name} was picked and could not be finished: ${picked.error.said}. Pick it again, or another one.`,
          tone: 'failed',
        };
      return { text: `${picked.name} was picked and is ${picked.state}. The others stay until it is finished.`, tone: 'quiet' };
    }
    case 'running': {
      const atWork = own.filter((agent) => !hasTryEnded(agent)).length;
      if (atWork > 0) return { text: `${atWork} of ${own.length} tries are at work.`, tone: 'quiet' };
      return state === 'stopped'
        ? { text: 'Stopped. What has ended can still be picked.', tone: 'failed' }
        : { text: 'None of them can be taken as it is. Resume one with r in the list, or pick one all the same.', tone: 'failed' };
    }
  }
}

function keptText({ tries }: TriedGoal): string {
  const kept = (tries.kept ?? []).flatMap(({ agent, ref }) => (ref === null ? [] : [`${agent} as ${ref}`]));
  return kept.length === 0 ? '' : ` Kept: ${kept.join(', ')}.`;
}

/** Id of the chosen row: the one that was, else the best judged, else the first. */
export function chosenTry(chosen: string | null, rows: readonly TryRow[]): string | null {
  const there = rows.find(({ agent }) => agent === chosen);
  const best = [...rows].sort((one, other) => (other.score ?? -1) - (one.score ?? -1))[0];
  return there?.agent ?? best?.agent ?? null;
}
