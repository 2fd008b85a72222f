// Whom an agent may know of: those of its own goal, and nobody else. All that it can name is looked for in here.
import type { Agent } from '../../core/model/agent.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AppState } from '../../core/model/state.js';

/** Itself among them. */
export function circleOf(state: AppState, agent: Agent): readonly Agent[] {
  return Object.values(state.agents).filter(({ goal }) => goal === agent.goal);
}

/** By its id, its name, or the beginning of a name that only one has; what is not in its circle is not there for it. */
export function inCircle(state: AppState, agent: Agent, typed: string): Result<Agent> {
  const circle = circleOf(state, agent);
  const found = circle.find(({ id, name }) => id === typed || name === typed);
  if (found !== undefined) return ok(found);
  const begun = typed === '' ? [] : circle.filter(({ name }) => name.startsWith(typed));
  if (begun.length === 1 && begun[0] !== undefined) return ok(begun[0]);
  const names = circle.flatMap(({ id, name }) => (id === agent.id ? [] : [name]));
  const said = names.length === 0 ? 'nobody else works on your goal' : `nobody of your goal is called that; there are ${namesOf(names)}`;
  return fail({ kind: 'not-found', tried: `find ${plainText(typed, 80)}`, said, next: 'List the agents of your goal for names' });
}

function namesOf(names: readonly string[]): string {
  return names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');
}
