// The tasks of a goal: the graph as an indented list, who does what, how long, what it cost, what came of it; below, the chosen one in full.
import type { ReactElement } from 'react';
import { saidAndNext } from '../core/model/error.js';
import type { Goal } from '../core/model/goal.js';
import { resultText } from '../core/state/result-text.js';
import { widthOf, wrapText } from '../core/view/fit-text.js';
import { costText, estimateText, minutesText } from '../core/view/goal-facts.js';
import type { Layout } from '../core/view/layout.js';
import type { TasksPlace } from '../core/view/place.js';
import { goalPullWords } from '../core/view/shown-pull.js';
import { APPROVE_ROW, agreementOf, choices, chosenTask, goalTitle, type TaskRow, taskRows } from '../core/view/task-rows.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, cutSpans, line, type Span, span, spansWidth } from './line.js';
import type { ScreenProps } from './screen-props.js';
import { aboutTask } from './task-about.js';

export interface TasksViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: TasksPlace;
  readonly screen: Pick<ScreenProps, 'world'>;
}

/** Rows of the chosen task in full, with the blank above them. */
const ABOUT_ROWS = { most: 14, least: 5 } as const;

export function TasksView({ layout, glyphs, place, screen }: TasksViewProps): ReactElement {
  const { body } = layout;
  const { world } = screen;
  const width = body.width - 3;
  const inside = Math.max(1, body.height - 2);
  const show = (left: readonly Span[]) => ` ${line({ width, left, ellipsis: glyphs.ellipsis })}`;
  const goal = world.goals.find(({ id }) => id === place.goal);
  if (goal === undefined) {
    const gone = show([span('This goal is not listed any more.', { dim: true })]);
    return <Frame at={body} title={[span('Plan', { bold: true })]} glyphs={glyphs} rows={[gone]} />;
  }
  const tasks = taskRows(goal, world, place.edited);
  const ids = choices(goal, tasks);
  const chosen = chosenTask(place, ids);
  const head = headLines({ goal, tasks }, width).map((spans) => show(spans));
  const about = aboutTask(tasks.find(({ task }) => task.id === chosen) ?? null, { width, glyphs, now: world.now, agents: world.agents });
  const columns = columnsOf(tasks, width);
  const list = tasks.map((row) => show(taskSpans(row, { columns, width, glyphs, isChosen: row.task.id === chosen })));
  if (agreementOf(goal) !== null) list.push(show(buttonSpans(goal, chosen === APPROVE_ROW, glyphs)));
  // What the list leaves: as much whichever task is chosen, so that nothing moves.
  const free = Math.min(ABOUT_ROWS.most, inside - head.length - list.length);
  const aboutRows = tasks.length === 0 || inside < 12 ? 0 : Math.max(ABOUT_ROWS.least, free);
  const height = Math.max(1, inside - head.length - aboutRows);
  const at = chosen === null ? 0 : ids.indexOf(chosen);
  const top = Math.max(0, Math.min(at - Math.floor(height / 2), list.length - height));
  const shown = list.slice(top, top + height);
  const blank = Array.from({ length: height - shown.length }, () => '');
  const rows = [...head, ...shown, ...blank, ...about.slice(0, aboutRows).map((spans) => show(spans))];
  const done = tasks.filter(({ state }) => state === 'done').length;
  const pull = goalPullWords(goal, world.pulls, glyphs.name);
  const shownPull = pull === null ? [] : [span(` ${pull.text} `, pull.style)];
  const right = [...shownPull, ...rightSpans(costText(goal, world), tasks.length === 0 ? '' : `${done}/${tasks.length}`)];
  return <Frame at={body} title={titleSpans(goal)} right={right} glyphs={glyphs} rows={rows} />;
}

function rightSpans(cost: string, count: string): readonly Span[] {
  return [...(cost === '' ? [] : [span(` ${cost} `)]), ...(count === '' ? [] : [span(` ${count} `, { bold: true })])];
}

function titleSpans(goal: Goal): readonly Span[] {
  return [span('Plan: ', { dim: true }), span(goalTitle(goal), { bold: true })];
}

/** How far it is, and what a person can do about it. */
function headLines(shown: ShownGoal, width: number): readonly (readonly Span[])[] {
  const { text, style } = stateOf(shown);
  const rows = wrapText(text, width).slice(0, 3);
  return [...rows.map((row) => [span(row, style)]), []];
}

interface ShownGoal {
  readonly goal: Goal;
  /** As the person has them. */
  readonly tasks: readonly TaskRow[];
}

function stateOf({ goal, tasks }: ShownGoal): { readonly text: string; readonly style: Span['style'] } {
  const { plan, finish, pause } = goal;
  const asks = { colour: 'yellow', bold: true } as const;
  const failed = { colour: 'red', bold: true } as const;
  if (plan?.state === 'asked') {
    const wish = plan.wish === null || plan.wish === '' ? '' : ` It was told: ${plan.wish}`;
    return { text: `The planner is cutting the goal into tasks.${wish}`, style: {} };
  }
  if (plan?.state === 'failed') return { text: `There is no plan: ${plan.error === null ? '' : saidAndNext(plan.error)}`, style: failed };
  if (plan?.state === 'proposed') {
    const by = plan.by === 'person' ? 'Changed by a person' : 'Proposed by the planner';
    const estimate = estimateText(tasks.map(({ task }) => task));
    const words = [`${by}.`, estimate, 'Nothing is started before you agree; until then every task can be changed.'];
    return { text: words.filter((text) => text !== '').join(' '), style: asks };
  }
  if (goal.limit !== undefined) return { text: `Ended by its ${goal.limit === 'timeout' ? 'time' : goal.limit}.`, style: failed };
  if (pause !== undefined)
    return { text: pause === 'stopped' ? 'Stopped; R resumes it.' : 'Its host was lost; R resumes it.', style: failed };
  switch (finish?.state) {
    case 'asked':
      return { text: 'All tasks are done. The whole is delivered when you agree.', style: asks };
    case 'running':
      return { text: 'All tasks are done. The whole is being verified and delivered.', style: {} };
    case 'failed':
      return { text: `Not delivered: ${finish.error === null ? '' : saidAndNext(finish.error)}`, style: failed };
    case 'done':
      return { text: [deliveredText(goal), ...finish.notes].join(' '), style: { colour: 'green' } };
    default:
      return { text: 'Agreed to. Tasks that have not begun can still be changed.', style: { dim: true } };
  }
}

/** Where it is now: a branch that nobody names is not found. */
function deliveredText({ finish, order }: Goal): string {
  return finish?.result == null ? 'Delivered.' : `Delivered: ${resultText(finish.result, order ?? null)}.`;
}

interface Columns {
  readonly number: number;
  readonly title: number;
  readonly after: number;
  readonly role: number;
  readonly agent: number;
}

/** Cursor, mark and the blanks around the number. */
const FRONT = 5;

function columnsOf(rows: readonly TaskRow[], width: number): Columns {
  const widest = (of: (row: TaskRow) => string, least = 0) => rows.reduce((most, row) => Math.max(most, widthOf(of(row))), least);
  const number = widest((row) => String(row.number), 1);
  const after = Math.min(10, widest(afterText, 0));
  const role = Math.min(
    12,
    widest((row) => row.task.role ?? '', 0),
  );
  const agent =
    width < 90
      ? 0
      : Math.min(
          18,
          widest((row) => row.agent?.name ?? ''),
        );
  const wanted = widest((row) => `${'  '.repeat(indentOf(row))}${row.task.title}`, 8);
  const left = width - FRONT - number - gap(after) - gap(role) - gap(agent);
  // What is going on has a fifth of the row, where there is anything.
  const said = Math.min(Math.max(14, Math.floor(width / 5)), widest(lastText));
  return { number, title: Math.max(8, Math.min(wanted, left - gap(said))), after, role, agent };
}

function gap(columns: number): number {
  return columns === 0 ? 0 : columns + 2;
}

/** A long chain does not push the titles off the screen. */
function indentOf({ depth }: TaskRow): number {
  return Math.min(depth, 4);
}

/** Replaced by the mark of the glyph set when it is drawn: as wide. */
function afterText({ after }: TaskRow): string {
  return after.length === 0 ? '' : `<${after.join(',')}`;
}

function lastText({ age, cost, said, task, state }: TaskRow): string {
  const isToCome = state === 'blocked' || state === 'ready';
  const takes = isToCome && task.estimateMinutes !== null ? `~${minutesText(task.estimateMinutes)}` : age;
  return [cost, said, takes].filter((text) => text !== '').join('  ');
}

interface RowOrder {
  readonly columns: Columns;
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly isChosen: boolean;
}

const CHOSEN = { colour: ACCENT, bold: true } as const;

function taskSpans(row: TaskRow, { columns, width, glyphs, isChosen }: RowOrder): readonly Span[] {
  const { task, mark, number, agent, state } = row;
  const cell = (text: string, cols: number, style: Span['style']): readonly Span[] => {
    if (cols === 0) return [];
    const cut = cutSpans([span(text, style)], cols, glyphs.ellipsis);
    return [span('  '), ...cut, span(' '.repeat(Math.max(0, cols - spansWidth(cut))))];
  };
  const isOver = state === 'done' || state === 'skipped';
  const title = `${'  '.repeat(indentOf(row))}${task.title}`;
  const left = [
    isChosen ? span(glyphs.cursor, CHOSEN) : span(' '),
    span(mark[glyphs.name], mark.style),
    span(` ${String(number).padStart(columns.number)}`, { dim: true }),
    ...cell(title, columns.title, isChosen ? CHOSEN : isOver ? { dim: true } : {}).slice(1),
  ];
  left.splice(3, 0, span(' '));
  const rest = [
    ...cell(afterText(row).replace('<', glyphs.waitsFor), columns.after, { dim: true }),
    ...cell(task.role ?? '', columns.role, {}),
    ...cell(agent?.name ?? '', columns.agent, { dim: true }),
  ];
  const room = width - spansWidth(left) - spansWidth(rest) - 2;
  const style =
    state === 'failed'
      ? ({ colour: 'red' } as const)
      : agent?.state === 'waiting'
        ? ({ colour: 'yellow' } as const)
        : { dim: true as const };
  return [...left, ...rest, span('  '), ...cutSpans([span(lastText(row), style)], room, glyphs.ellipsis)];
}

function buttonSpans(goal: Goal, isChosen: boolean, glyphs: GlyphSet): readonly Span[] {
  const text = agreementOf(goal) === 'plan' ? ' Agree to the plan and start ' : ' Agree to the finish ';
  const bracket = isChosen ? CHOSEN : ({ dim: true } as const);
  return [
    isChosen ? span(`${glyphs.cursor} `, CHOSEN) : span('  '),
    span(glyphs.choiceOpen, bracket),
    span(text, isChosen ? { inverse: true } : { bold: true }),
    span(glyphs.choiceClose, bracket),
    span('  A', { dim: true }),
  ];
}
