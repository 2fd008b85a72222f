// Moving inside what fills the body or the pane: diff, timeline, help, and the pane's history. Offsets are clamped here, nowhere else.
import type { KeyToken } from '../model/token.js';
import { CONFIG_ABOUT_ROWS, chosenEntry, shownEntries } from './config-rows.js';
import { fileOfRow } from './diff-rows.js';
import { helpRows } from './help-rows.js';
import { type Move, nextIndex } from './next-index.js';
import { isOrchestratorChosen } from './orchestrator.js';
import { orchestratorPage } from './orchestrator-rows.js';
import { moveInCompare } from './reduce-compare.js';
import { helpSubject } from './selection.js';
import { choices, chosenTask, taskRows } from './task-rows.js';
import { timelineTable } from './timeline-rows.js';
import { type ConfigPlace, type DiffPlace, type TasksPlace, type ViewState, type ViewWorld, viewLayout } from './view-state.js';

/** Of a longer line of a diff only this much can be looked at: minified files have lines of megabytes. */
export const LONGEST_SHOWN = 2000;

const MOVES: Readonly<Record<string, Move>> = {
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  pageup: 'pageup',
  pagedown: 'pagedown',
  space: 'pagedown',
  b: 'pageup',
  home: 'first',
  g: 'first',
  end: 'last',
  G: 'last',
};

/** The move a key stands for in views that scroll; null for any other key. */
export function moveOf(token: KeyToken): Move | null {
  if (token.alt || (token.ctrl && token.name !== 'd' && token.name !== 'u')) return null;
  if (token.ctrl) return token.name === 'd' ? 'pagedown' : 'pageup';
  return MOVES[token.name] ?? null;
}

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
      return { ...view, place: { ...place, top: moved(place.top, move, rows, diffEnd(place, rows)) } };
    case 'config':
      return { ...view, place: moveInConfig(place, move, Math.max(1, rows - CONFIG_ABOUT_ROWS)) };
    case 'tasks': {
      const goal = world.goals.find(({ id }) => id === place.goal);
      return goal === undefined ? view : { ...view, place: moveInTasks(place, choices(goal, taskRows(goal, world, place.edited)), move) };
    }
    case 'compare':
      return { ...view, place: moveInCompare(place, world, move) };
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

// A diff scrolls on until its last file stands at the top, so that every file can be gone to.
function diffEnd(place: DiffPlace, rows: number): number {
  const { model } = place;
  return model === null ? 0 : Math.max(model.rows.length, (model.files.at(-1)?.start ?? 0) + rows);
}

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

/** Columns of one step to the side. */
const SIDE_STEP = 8;

/** To the side of lines that are longer than the screen is wide; as far as the longest of them has something to show. */
export function toSide(view: ViewState, place: DiffPlace, by: 1 | -1): ViewState {
  const longest = (place.model?.rows ?? []).reduce((most, row) => ('newLine' in row ? Math.max(most, row.text.length) : most), 0);
  const end = Math.min(LONGEST_SHOWN, Math.floor(Math.max(0, longest - 1) / SIDE_STEP) * SIDE_STEP);
  return { ...view, place: { ...place, left: Math.min(end, Math.max(0, place.left + by * SIDE_STEP)) } };
}

/** To the next or previous file of the diff. */
export function toFile(view: ViewState, place: DiffPlace, by: 1 | -1): ViewState {
  const { model } = place;
  if (model === null) return view;
  const at = fileOfRow(model, place.top);
  const isInside = (model.files[at]?.start ?? 0) < place.top;
  const wanted = by === -1 && isInside ? at : at + by;
  const start = model.files[Math.min(model.files.length - 1, Math.max(0, wanted))]?.start ?? 0;
  return { ...view, place: { ...place, top: start } };
}
