// Whom an agent may know of: those of its own goal, and nobody else. All that it can name is looked for in here.
import { type Agent, isOver } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { Party } from '../../core/model/message.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AppState } from '../../core/model/state.js';

/** Itself among them. */
export function circleOf(state: AppState, agent: Agent): readonly Agent[] {
  return Object.values(state.agents).filter(({ goal }) => goal === agent.goal);
}

/** By its id or name; what is not in its circle is not there for it. */
export function inCircle(state: AppState, agent: Agent, typed: string): Result<Agent> {
  const circle = circleOf(state, agent);
  const found = circle.find(({ id, name }) => id === typed || name === typed);
  if (found !== undefined) return ok(found);
  const names = circle.flatMap(({ id, name }) => (id === agent.id ? [] : [name]));
  const said = names.length === 0 ? 'nobody else works on your goal' : `nobody of your goal is called that; there are ${namesOf(names)}`;
  return fail({ kind: 'not-found', tried: `find ${plainText(typed, 80)}`, said, next: 'List the agents of your goal for names' });
}

/** Words that stand for somebody: agents are not reached by a name that is one of these. */
const PARTIES: ReadonlySet<string> = new Set(['person', 'manager']);

/** Whom `to` means; itself is never among several. */
export function partiesOf(state: AppState, agent: Agent, to: string): Result<readonly Party[]> {
  if (PARTIES.has(to)) return ok([to]);
  const others = circleOf(state, agent).filter(({ id, state: now }) => id !== agent.id && !isOver(now));
  const several = (some: readonly Agent[], nobody: string): Result<readonly Party[]> =>
    some.length === 0 ? fail(nobodyThere(to, nobody)) : ok(some.map(({ id }) => id));
  if (to === 'parent')
    return agent.parent === null
      ? fail(nobodyThere(to, 'you have no parent: a person has ordered you'))
      : inCircleById(state, agent, agent.parent);
  if (to === 'children')
    return several(
      others.filter(({ parent }) => parent === agent.id),
      'you have no children at work',
    );
  if (to === 'all') return several(others, 'nobody else is at work on your goal');
  if (to.startsWith('role:')) {
    const role = to.slice('role:'.length);
    return several(
      others.filter((other) => other.role === role),
      `nobody of that role is at work on your goal`,
    );
  }
  const found = inCircle(state, agent, to);
  if (!found.ok) return found;
  if (found.value.id === agent.id) return fail(nobodyThere(to, 'that is yourself'));
  return ok([found.value.id]);
}

function inCircleById(state: AppState, agent: Agent, id: string): Result<readonly Party[]> {
  const there = circleOf(state, agent).some((other) => other.id === id);
  return there ? ok([id]) : fail(nobodyThere('parent', 'your parent is not there any more'));
}

function nobodyThere(to: string, said: string): OrchError {
  return { kind: 'not-found', tried: `reach ${plainText(to, 80)}`, said, next: 'List the agents of your goal for names' };
}

function namesOf(names: readonly string[]): string {
  return names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');
}
