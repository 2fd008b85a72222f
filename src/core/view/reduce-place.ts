// Moving inside what fills the body or the pane: diff, timeline, help, and the pane's history. Offsets are clamped here, nowhere else.
import { CONFIG_ABOUT_ROWS, chosenEntry, shownEntries } from './config-rows.js';
import { helpRows } from './help-rows.js';
import { type Move, nextIndex } from './next-index.js';
import { isOrchestratorChosen } from './orchestrator.js';
import { orchestratorPage } from './orchestrator-rows.js';
import type { ConfigPlace, TasksPlace } from './place.js';
import { moveInCompare } from './reduce-compare.js';
import { moveInMessages } from './reduce-messages.js';
import { moveInDiff } from './review/open-diff.js';
import { helpSubject } from './selection.js';
import { choices, chosenTask, taskRows } from './task-rows.js';
import { timelineTable } from './timeline-rows.js';
import { type ViewState, type ViewWorld, viewLayout } from './view-state.js';

/** Rows of content that the body shows inside its border. */
export function bodyRows(view: ViewState, world: Pick<ViewWorld, 'size' | 'isSlow' | 'agents' | 'goals'>): number {
  return Math.max(1, viewLayout(view, world).body.height - 2);
}

/** Moves in the pane's history; at its bottom the pane is live again. */
export function scrollPane(view: ViewState, world: ViewWorld, move: Move): ViewState {
  if (isOrchestratorChosen(view)) return scrollOrchestrator(view, world, move);
  const page = Math.max(1, viewLayout(view, world).paneSize.rows - 1);
  const steps: Readonly<Record<Move, number>> = {
    up: 1,
    down: -1,
    pageup: page,
    pagedown: -page,
    first: world.scrollback,
    last: -world.scrollback,
  };
  const scroll = Math.min(world.scrollback, Math.max(0, view.scroll + steps[move]));
  return { ...view, scroll };
}

function scrollOrchestrator(view: ViewState, world: ViewWorld, move: Move): ViewState {
  const { paneSize } = viewLayout(view, world);
  const { top, last, shown } = orchestratorPage(view, world, paneSize);
  const page = Math.max(1, shown.length - 1);
  const next = moved(top, move, page, last + page);
  return { ...view, historyTop: next === last ? null : next };
}

/** Rows of the orchestrator's pane that are out of sight above. */
export function orchestratorHistory(view: ViewState, world: ViewWorld): number {
  return orchestratorPage(view, world, viewLayout(view, world).paneSize).last;
}

/** Moves in the view that takes the body. */
export function scrollPlace(view: ViewState, world: ViewWorld, move: Move): ViewState {
  const { place } = view;
  const rows = bodyRows(view, world);
  switch (place.kind) {
    case 'agents':
      return view;
    case 'diff':
      return moveInDiff(view, world, move);
    case 'config':
      return { ...view, place: moveInConfig(place, move, Math.max(1, rows - CONFIG_ABOUT_ROWS)) };
    case 'tasks': {
      const goal = world.goals.find(({ id }) => id === place.goal);
      return goal === undefined ? view : { ...view, place: moveInTasks(place, choices(goal, taskRows(goal, world, place.edited)), move) };
    }
    case 'compare':
      return { ...view, place: moveInCompare(place, world, move) };
    case 'messages':
      return moveInMessages(view, world, move);
    case 'help':
      return { ...view, place: { ...place, top: moved(place.top, move, rows, helpRows(helpSubject(view, world)).length) } };
    case 'timeline': {
      const width = viewLayout(view, world).body.width - 3;
      const total = timelineTable(place, world.agents, { width, now: world.now }).rows.length;
      const top = Math.max(0, total - rows - place.fromEnd);
      return { ...view, place: { ...place, fromEnd: Math.max(0, total - rows - moved(top, move, rows, total)) } };
    }
  }
}

function moveInConfig(place: ConfigPlace, move: Move, page: number): ConfigPlace {
  const shown = shownEntries(place);
  const chosen = chosenEntry(place);
  const at = chosen === null ? -1 : shown.indexOf(chosen);
  const next = shown[nextIndex(at, { move, page, count: shown.length })];
  return { ...place, chosen: next?.name ?? null };
}

function moveInTasks(place: TasksPlace, ids: readonly string[], move: Move): TasksPlace {
  const chosen = chosenTask(place, ids);
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  return { ...place, chosen: ids[nextIndex(at, { move, page: TASKS_PAGE, count: ids.length })] ?? null };
}

const TASKS_PAGE = 8;

function moved(top: number, move: Move, page: number, total: number): number {
  const last = Math.max(0, total - page);
  const to: Readonly<Record<Move, number>> = {
    up: top - 1,
    down: top + 1,
    pageup: top - page,
    pagedown: top + page,
    first: 0,
    last,
  };
  return Math.min(last, Math.max(0, to[move]));
}
