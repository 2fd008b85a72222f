// Keys of the compare view: going among several tries of one task, looking at what one changed, picking one.
import type { Agent } from '../model/agent.js';
import type { KeyToken } from '../model/token.js';
import { pickRefusal, stillTrying } from '../state/may-pick.js';
import { isTried, type TriedGoal } from '../state/tries.js';
import { chosenTry, comparedGoal, compareRows, ownTries, triedGoals } from './compare-rows.js';
import type { ConfirmDialog } from './dialog.js';
import { type Move, nextIndex } from './next-index.js';
import type { ComparePlace } from './place.js';
import { askDiff, newDiffPlace } from './review/read-diff.js';
import { open, stay, tell, withEffects } from './step.js';
import type { Step, ViewState, ViewWorld } from './view-state.js';

export function openCompare(view: ViewState, world: ViewWorld): Step {
  const goal = comparedGoal(view, world);
  if (goal === null) return tell(view, world, 'No task has several tries. A new task with more than one has.');
  // Once they are judged the best stands first before whoever picks.
  const isOwn = world.agents.some(({ id, goal: of }) => id === view.selected && of === goal.id);
  const chosen = isOwn && goal.tries.judgement === null ? view.selected : null;
  return stay({ ...view, place: { kind: 'compare', goal: goal.id, chosen } });
}

export function reduceCompareKey(view: ViewState, world: ViewWorld, place: ComparePlace, token: KeyToken): Step {
  const goal = world.goals.find(({ id }) => id === place.goal);
  if (!isTried(goal) || token.ctrl || token.alt) return stay(view);
  if (token.name === 'n' || token.name === 'N') return otherGoal(view, world, goal);
  const id = chosenTry(place.chosen, compareRows(goal, world));
  const agent = world.agents.find((each) => each.id === id);
  if (agent === undefined) return stay(view);
  switch (token.name) {
    case 'enter':
    case 'd':
      return openDiff(view, world, { ...place, chosen: agent.id }, agent);
    case 'p':
      return askToPick(view, world, { goal, agent, how: 'alone' });
    case 'P':
      return askToPick(view, world, { goal, agent, how: 'combined' });
    default:
      return stay(view);
  }
}

/** Among the rows, from the one that is chosen. */
export function moveInCompare(place: ComparePlace, world: Pick<ViewWorld, 'goals' | 'agents' | 'now'>, move: Move): ComparePlace {
  const goal = world.goals.find(({ id }) => id === place.goal);
  if (!isTried(goal)) return place;
  const rows = compareRows(goal, world);
  const at = rows.findIndex(({ agent }) => agent === chosenTry(place.chosen, rows));
  return { ...place, chosen: rows[nextIndex(at, { move, page: rows.length, count: rows.length })]?.agent ?? null };
}

function otherGoal(view: ViewState, world: ViewWorld, { id }: TriedGoal): Step {
  const tried = triedGoals(world);
  const next = tried[(tried.findIndex((goal) => goal.id === id) + 1) % tried.length];
  if (next === undefined || next.id === id) return tell(view, world, 'No other task has several tries.');
  return stay({ ...view, place: { kind: 'compare', goal: next.id, chosen: null } });
}

function openDiff(view: ViewState, world: ViewWorld, back: ComparePlace, agent: Agent): Step {
  if (agent.baseCommit === null) return tell(view, world, `${agent.name} has no worktree yet.`);
  return withEffects({ ...view, place: { ...newDiffPlace(agent.id, agent.name), back } }, askDiff(agent.id));
}

interface Picking {
  readonly goal: TriedGoal;
  readonly agent: Agent;
  readonly how: 'alone' | 'combined';
}

function askToPick(view: ViewState, world: ViewWorld, { goal, agent, how }: Picking): Step {
  if (world.isReadOnly) return tell(view, world, 'This screen is read-only.');
  const own = ownTries(goal, world);
  const refused = pickRefusal(goal, { agent, own, how });
  if (refused !== null) return tell(view, world, `${agent.name} can not be picked now: ${refused.said}. ${refused.next}.`);
  return open(view, confirmPick(agent, own, how));
}

const ENDS = {
  pr: 'opens its pull request',
  merge: 'merges it',
  branch: 'keeps its branch',
  keep: 'keeps it',
} as const;

/** What happens to it, and to the others: nothing of theirs is lost. */
export function confirmPick(agent: Agent, own: readonly Agent[], how: 'alone' | 'combined'): ConfirmDialog {
  const others = own.filter(({ id }) => id !== agent.id);
  const names = others.map(({ name }) => name).join(', ');
  const running = stillTrying(agent, own).map(({ name }) => name);
  const verify = agent.finish.verify === null ? '' : `Runs \`${agent.finish.verify}\` again, then `;
  const end = `${verify}${ENDS[agent.finish.kind]}.`;
  const first = how === 'combined' ? [`Tells ${agent.name} what the others have, so that it takes over what is better there.`] : [];
  return {
    kind: 'confirm',
    title: how === 'combined' ? `Pick ${agent.name}, and combine?` : `Pick ${agent.name}?`,
    lines: [
      ...first,
      `${end.charAt(0).toUpperCase()}${end.slice(1)}`,
      ...(running.length === 0 ? [] : [`Stops ${running.join(', ')} first.`]),
      ...(others.length === 0
        ? []
        : [
            `Once it is finished ${names} ${others.length === 1 ? 'is' : 'are'} removed: all that is not in the base is kept under refs/orch/rescue, and the folders go to the trash.`,
          ]),
    ],
    no: 'Not yet',
    yes: how === 'combined' ? 'Pick and combine' : 'Pick it',
    chosen: 'no',
    onYes: { type: 'request', method: 'pick', params: { agent: agent.id, combine: how === 'combined' } },
  };
}
