// The keys that work now, for the hint line. Made from the keymap; when it gets narrow the least needed go first.
import type { Action } from '../core/model/action.js';
import { isDelivered } from '../core/state/goal-plan.js';
import { triedGoals } from '../core/view/compare-rows.js';
import { worksNow } from '../core/view/help-rows.js';
import { ACTION_WORDS } from '../core/view/key-words.js';
import { isOrchestratorChosen } from '../core/view/orchestrator.js';
import { shownMessage } from '../core/view/reduce-messages.js';
import { reviewOf } from '../core/view/review/review.js';
import { helpSubject, selectedAgent } from '../core/view/selection.js';
import { agreementOf, choices, chosenTask, mayResumeGoal, plannedGoals, taskRows } from '../core/view/task-rows.js';
import { modeOf } from '../core/view/view-state.js';
import { ACCENT, type Span, span, spansWidth } from './line.js';
import type { ScreenProps } from './screen-props.js';

interface Hint {
  readonly keys: string;
  readonly text: string;
}

/** In the order shown. The number says how long a hint stays when it gets narrow: 1 longest. */
const LIST_HINTS: readonly (readonly [action: Action, rank: number])[] = [
  ['task.new', 1],
  ['goal.new', 6],
  ['agent.attach', 1],
  ['agent.answer', 1],
  ['agent.resume', 2],
  ['view.diff', 3],
  ['agent.finish', 3],
  ['agent.message', 5],
  ['agent.stop', 5],
  ['view.tasks', 3],
  ['view.messages', 6],
  ['view.compare', 3],
  ['view.timeline', 6],
  ['tree.fold', 7],
  ['pane.zoom', 4],
  ['list.filter', 7],
  ['palette.open', 8],
  ['view.help', 2],
  ['screen.close', 2],
];

export function hintSpans(screen: ScreenProps, width: number): readonly Span[] {
  const hints = hintsOf(screen);
  let most = Math.max(...hints.map(([, rank]) => rank));
  for (; most > 1; most -= 1) {
    const spans = toSpans(hints.filter(([, rank]) => rank <= most));
    if (spansWidth(spans) <= width) return spans;
  }
  return toSpans(hints.filter(([, rank]) => rank <= 1));
}

/** What must be seen even beside something urgent: the way to all other keys, and back from a zoomed pane. */
export function essentialHints(screen: ScreenProps): readonly Span[] {
  const hints = listHints(screen).filter(([, , action]) => action === 'view.help' || (action === 'pane.zoom' && screen.view.isZoomed));
  return toSpans(hints);
}

type Ranked = readonly [hint: Hint, rank: number, action?: Action];

function hintsOf(screen: ScreenProps): readonly Ranked[] {
  const { view, world } = screen;
  const agent = selectedAgent(view, world);
  switch (modeOf(view)) {
    case 'attached':
      return [
        [{ keys: screen.leaderKey, text: 'leaves' }, 1],
        [{ keys: '', text: `every other key goes to ${agent?.name ?? 'the agent'}` }, 2],
      ];
    case 'scroll':
      return [fixed('j k PgUp PgDn', 'scroll', 1), fixed('G', 'to the live end', 2), fixed('Esc', 'back', 1)];
    case 'diff':
      return diffHints(screen);
    case 'timeline':
      return [fixed('/', 'filter', 2), fixed('a', 'this agent, all', 3), fixed('j k PgUp PgDn', 'scroll', 2), fixed('Esc', 'back', 1)];
    case 'tasks':
      return taskHints(screen);
    case 'compare':
      return compareHints(screen);
    case 'messages':
      return messageHints(screen);
    case 'config':
      return [
        fixed('Enter', 'change', 1),
        fixed('/', 'filter', 1),
        fixed('a', 'new key', 3),
        fixed('D', 'take out', 3),
        fixed('j k PgUp PgDn', 'move', 2),
        fixed('Esc', 'back', 1),
      ];
    case 'help':
      return [fixed('j k PgUp PgDn', 'scroll', 2), fixed('Esc', 'back', 1)];
    case 'form':
    case 'confirm':
      return [];
    case 'list':
      return listHints(screen);
  }
}

function messageHints({ view, world }: ScreenProps): readonly Ranked[] {
  const { place } = view;
  if (place.kind !== 'messages') return [fixed('Esc', 'back', 1)];
  const kept = shownMessage(place, world.mail);
  const isReading = place.reading !== null;
  const mayReply = kept !== null && kept.message.from_agent !== 'person' && kept.message.from_agent !== 'host';
  const ofDead = kept?.state === 'dead' ? [fixed('R', 'send again', 1), fixed('x', 'drop', 2)] : [];
  const ofChosen = world.isReadOnly ? [] : [...(mayReply ? [fixed('r', 'reply', 1)] : []), ...ofDead];
  return [
    ...(kept === null ? [] : [fixed('Enter', isReading ? 'list' : 'read', 2)]),
    ...ofChosen,
    ...(world.isReadOnly ? [] : [fixed('n', 'write', 1)]),
    ...(world.isReadOnly || world.mail.unread.length === 0 ? [] : [fixed('a', 'all read', 4)]),
    ...(isReading ? [fixed('Left Right', 'the others', 4)] : [fixed('Tab', 'which', 2), fixed('/', 'filter', 3)]),
    fixed('j k PgUp PgDn', isReading ? 'scroll' : 'move', 5),
    fixed('Esc', 'back', 1),
  ];
}

function compareHints({ world }: ScreenProps): readonly Ranked[] {
  const picks = [fixed('p', 'pick', 1), fixed('P', 'pick, combine', 2)];
  const more = triedGoals(world).length > 1 ? [fixed('n', 'next task', 4)] : [];
  return [fixed('Enter', 'its diff', 1), ...(world.isReadOnly ? [] : picks), fixed('j k', 'move', 3), ...more, fixed('Esc', 'back', 1)];
}

/** While something is searched for, n and N are its keys. */
function diffHints({ view, world }: ScreenProps): readonly Ranked[] {
  const { place } = view;
  const search = place.kind === 'diff' ? place.search : '';
  const unsent = place.kind === 'diff' && reviewOf(world.reviews, place.agent).comments.length > 0;
  const changing = [
    fixed('c', 'comment', 1),
    ...(unsent ? [fixed('Ctrl-S', 'send all', 1)] : []),
    fixed('m', 'seen', 2),
    fixed('R', 'revert', 4),
    fixed('S', 'stage', 7),
    fixed('e', 'edit', 5),
  ];
  return [
    fixed('j k', 'line', 6),
    search === '' ? fixed('[ ]', 'file', 2) : fixed('n N', 'match', 1),
    fixed('{ }', 'hunk', 3),
    search === '' ? fixed('/', 'search', 2) : fixed('[ ]', 'file', 3),
    ...(world.isReadOnly ? [] : changing),
    fixed('v', view.reviewing.style === 'split' ? 'unified' : 'both sides', 3),
    fixed('r', 'read again', 6),
    fixed('?', 'help', 1),
    fixed('Esc', search === '' ? 'back' : 'end search', 1),
  ];
}

/** Only what can be done now: a plan that is carried out offers less than one that is proposed. */
function taskHints({ view, world }: ScreenProps): readonly Ranked[] {
  const { place } = view;
  const goal = place.kind === 'tasks' ? world.goals.find(({ id }) => id === place.goal) : undefined;
  if (place.kind !== 'tasks' || goal === undefined) return [fixed('Esc', 'back', 1)];
  const rows = taskRows(goal, world, place.edited);
  const chosen = rows.find(({ task }) => task.id === chosenTask(place, choices(goal, rows)));
  const hasAgent = chosen?.hasBegun === true && chosen.agent !== null;
  const isOpen = goal.plan !== undefined && goal.plan.state !== 'asked' && !isDelivered(goal) && !world.isReadOnly;
  const ofTask = [fixed('e', 'edit', 2), fixed('D', 'drop', 3), fixed('J K', 'move', 4), fixed('r', 'role', 4)];
  const agreement = agreementOf(goal);
  return [
    ...(agreement === null || world.isReadOnly ? [] : [fixed('A', agreement === 'plan' ? 'agree, start' : 'agree to the finish', 1)]),
    ...(hasAgent ? [fixed('Enter', 'its agent', 2)] : []),
    ...(isOpen && chosen?.hasBegun === false ? ofTask : []),
    ...(isOpen ? [fixed('a', 'add', 3), fixed('P', 'new plan', 5)] : []),
    ...(plannedGoals(world).length > 1 ? [fixed('n p', 'goal', 5)] : []),
    ...(world.isReadOnly || goal.state === 'done' ? [] : mayResumeGoal(goal) ? [fixed('R', 'resume', 2)] : [fixed('S', 'stop', 7)]),
    fixed('Esc', 'back', 1),
  ];
}

function listHints({ view, world }: ScreenProps): readonly Ranked[] {
  const subject = helpSubject(view, world);
  const prompt = isOrchestratorChosen(view) && !world.isReadOnly ? [fixed('Enter', 'ask, or give a goal', 1)] : [];
  // The first of its keys is enough here; the help shows all.
  const keysOf = (action: Action) => world.actions.find((entry) => entry.action === action)?.keys.split(' ')[0] ?? '';
  const hints = LIST_HINTS.filter(([action]) => keysOf(action) !== '' && worksNow(action, subject)).map(([action, rank]): Ranked => {
    // Somebody waits to be read.
    const own = action === 'view.messages' && world.mail.unread.length > 0 ? 2 : rank;
    return [{ keys: keysOf(action), text: ACTION_WORDS[action].short }, own, action];
  });
  return [...prompt, ...hints];
}

function fixed(keys: string, text: string, rank: number): Ranked {
  return [{ keys, text }, rank];
}

function toSpans(hints: readonly Ranked[]): readonly Span[] {
  return hints.flatMap(([hint], at) => [
    span(at === 0 ? '' : '  '),
    span(hint.keys, { colour: ACCENT }),
    span(`${hint.keys === '' ? '' : ' '}${hint.text}`, { dim: true }),
  ]);
}
