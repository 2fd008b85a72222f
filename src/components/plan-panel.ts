// The plan of the chosen agent's goal below the list, where there is room: what is done, who is at it, what waits for what.
import { widthOf } from '../core/view/fit-text.js';
import { goalTitle, type TaskRow, taskRows } from '../core/view/task-rows.js';
import type { ViewState, ViewWorld } from '../core/view/view-state.js';
import { QUIET_BORDER, ruleRow } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, cutSpans, line, span, spansWidth } from './line.js';

export interface PlanPanelOrder {
  readonly view: Pick<ViewState, 'selected'>;
  readonly world: ViewWorld;
  readonly width: number;
  readonly glyphs: GlyphSet;
  /** Rows that the list leaves. */
  readonly room: number;
}

/** Fewer rows than these tell nothing. */
const LEAST_ROWS = 3;

/** Its rule and its rows; none where the chosen agent has no plan, or there is no room. */
export function planPanel({ view, world, width, glyphs, room }: PlanPanelOrder): readonly string[] {
  const agent = world.agents.find(({ id }) => id === view.selected);
  const goal = world.goals.find(({ id, plan, tasks }) => id === agent?.goal && plan !== undefined && tasks.length > 0);
  if (goal === undefined) return [];
  const rows = taskRows(goal, world);
  const height = Math.min(rows.length, room - 1);
  if (height < Math.min(LEAST_ROWS, rows.length)) return [];
  const done = rows.filter(({ state }) => state === 'done').length;
  const rule = ruleRow({
    at: { width },
    title: [span('Plan: ', { dim: true }), span(goalTitle(goal))],
    right: [span(` ${done}/${rows.length} `, { bold: true })],
    border: QUIET_BORDER,
    glyphs,
  });
  const own = rows.findIndex((row) => row.agent?.id === agent?.id);
  const top = Math.max(0, Math.min(own - Math.floor(height / 2), rows.length - height));
  const roleCols = Math.min(
    10,
    rows.reduce((most, { task }) => Math.max(most, widthOf(task.role ?? '')), 0),
  );
  return [
    rule,
    ...rows
      .slice(top, top + height)
      .map((row) => panelRow(row, { width, glyphs, roleCols, isOwn: row.agent !== null && row.agent.id === agent?.id })),
  ];
}

interface PanelRowOrder {
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly roleCols: number;
  readonly isOwn: boolean;
}

function panelRow(row: TaskRow, { width, glyphs, roleCols, isOwn }: PanelRowOrder): string {
  const after = row.after.length === 0 ? '' : `${glyphs.waitsFor}${row.after.join(',')}`;
  const role = cutSpans([span(row.task.role ?? '', { dim: true })], roleCols, glyphs.ellipsis);
  const right = [
    span(' '),
    ...role,
    span(' '.repeat(Math.max(0, roleCols - spansWidth(role)) + 1)),
    span(after.padStart(5), { dim: true }),
    span(' '),
  ];
  const left = [
    span(' '),
    span(row.mark[glyphs.name], row.mark.style),
    span(` ${row.number} `, { dim: true }),
    span(`${row.task.title} `, isOwn ? { colour: ACCENT } : row.state === 'done' ? { dim: true } : {}),
  ];
  return line({ width, left, right, ellipsis: glyphs.ellipsis });
}
