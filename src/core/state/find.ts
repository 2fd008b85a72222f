// From what a person typed to the one agent or goal meant: an id, a name, or a prefix that only one has.
import type { Agent } from '../model/agent.js';
import { fail, ok, type Result } from '../model/error.js';
import type { Goal } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';

const SHOWN = 8;
/** What a person does to see the names of agents. */
export const LISTED_BY = '`orch-tui status` lists the agents';

/** `not-found` names what there is; `usage` names the candidates when several match. */
export function findAgent(state: AppState, typed: string): Result<Agent> {
  return find(Object.values(state.agents), typed, {
    what: 'agent',
    namesOf: (agent) => [agent.name],
    shownAs: (agent) => agent.name,
    next: LISTED_BY,
  });
}

export function findGoal(state: AppState, typed: string): Result<Goal> {
  return findGoalIn(Object.values(state.goals), typed);
}

/** As `findGoal`, for goals of any form. A goal has no name of its own: its text stands for it. */
export function findGoalIn<Item extends Pick<Goal, 'id' | 'text'>>(goals: readonly Item[], typed: string): Result<Item> {
  return find(goals, typed, {
    what: 'goal',
    namesOf: (goal) => [goal.text],
    shownAs: (goal) => `${goal.id} (${plainText(goal.text, 40)})`,
    next: '`orch-tui list` lists the goals',
  });
}

interface Kind<Item> {
  readonly what: 'agent' | 'goal';
  readonly namesOf: (item: Item) => readonly string[];
  readonly shownAs: (item: Item) => string;
  /** What to do when there is none. */
  readonly next: string;
}

function find<Item extends { readonly id: string }>(all: readonly Item[], typed: string, kind: Kind<Item>): Result<Item> {
  const wanted = plainText(typed, 80);
  const tried = `find the ${kind.what} \`${wanted}\``;
  const exact = all.find((item) => item.id === typed) ?? only(all.filter((item) => kind.namesOf(item).includes(typed)));
  if (exact !== undefined) return ok(exact);
  const byPrefix = typed === '' ? [] : all.filter((item) => [item.id, ...kind.namesOf(item)].some((name) => name.startsWith(typed)));
  const [first, ...others] = byPrefix;
  if (first !== undefined && others.length === 0) return ok(first);
  if (first !== undefined) {
    return fail({ kind: 'usage', tried, said: `it could be ${shown(byPrefix, kind)}`, next: 'Give more of the name' });
  }
  const said = all.length === 0 ? `there is no ${kind.what}` : `there is none of that name; there are ${shown(all, kind)}`;
  return fail({ kind: 'not-found', tried, said, next: kind.next });
}

function only<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function shown<Item>(items: readonly Item[], kind: Kind<Item>): string {
  const names = items.slice(0, SHOWN).map(kind.shownAs).join(', ');
  return items.length > SHOWN ? `${names} and ${items.length - SHOWN} more` : names;
}
