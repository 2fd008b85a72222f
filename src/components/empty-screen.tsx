// What a person sees before there is any agent: what to press, which agent CLIs were found, and how to see it work.
import type { ReactElement } from 'react';
import type { Action } from '../core/model/action.js';
import { wrapText } from '../core/view/fit-text.js';
import type { Layout, Rect } from '../core/view/layout.js';
import type { ViewWorld } from '../core/view/view-state.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, line, type Span, span } from './line.js';
import { Rows } from './rows.js';

export interface EmptyScreenProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly world: Pick<ViewWorld, 'actions' | 'harnesses' | 'manager'>;
  /** Rows of the list: agents of other hosts may be there before any of this one. */
  readonly listed: number;
}

const WIDEST = 72;

export function EmptyScreen({ layout, glyphs, world, listed }: EmptyScreenProps): ReactElement | null {
  const area = layout.pane ?? below(layout.listInside, listed);
  if (area === null) return null;
  const width = Math.max(1, Math.min(WIDEST, area.width - 4));
  const all = emptyLines(world, width, glyphs);
  const rows = fitting(
    [all, all.filter((row) => row.trim() !== ''), emptyLines({ ...world, manager: NO_PLANNER }, width, glyphs)],
    area.height,
  );
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.max(0, Math.floor((area.height - rows.length) / 3));
  return <Rows at={{ x, y, width }} rows={rows} />;
}

/** What the rows of a list without a pane leave. */
function below(list: Rect | null, rows: number): Rect | null {
  if (list === null || rows >= list.height) return null;
  return { ...list, y: list.y + rows, height: list.height - rows };
}

const NO_PLANNER: ViewWorld['manager'] = { off: '' };

/** The first that is not too high; of the last as much as there is room for, without its blank rows. */
function fitting(choices: readonly (readonly string[])[], height: number): readonly string[] {
  const last = choices.at(-1) ?? [];
  return choices.find((rows) => rows.length <= height) ?? last.filter((row) => row.trim() !== '').slice(0, height);
}

function emptyLines(world: EmptyScreenProps['world'], width: number, glyphs: GlyphSet): readonly string[] {
  const keyOf = (action: Action) => world.actions.find((entry) => entry.action === action)?.keys.split(' ')[0] ?? '';
  const key = (action: Action) => span(keyOf(action), { colour: ACCENT, bold: true });
  const found = world.harnesses.filter((harness) => harness.isInstalled).map((harness) => harness.name);
  const missing = world.harnesses.filter((harness) => !harness.isInstalled).map((harness) => harness.name);
  const show = (...left: readonly Span[]) => line({ width, left, ellipsis: glyphs.ellipsis });
  const wrapped = (text: string) => wrapText(text, width).map((row) => show(span(row, { dim: true })));
  const foundText = found.length === 0 ? 'No agent CLI was found on this machine.' : `Found: ${found.join(', ')}.`;
  return [
    show(span('No agents yet.', { bold: true })),
    show(),
    show(key('task.new'), span('  starts one, in its own worktree')),
    // Where no model can be asked, a goal is not planned.
    ...('model' in world.manager ? [show(key('goal.new'), span('  cuts a goal into tasks for several'))] : []),
    show(key('view.help'), span('  shows every key')),
    show(),
    ...wrapped(`${foundText}${missing.length === 0 ? '' : ` Not installed: ${missing.join(', ')}.`}`),
    ...wrapped('`orch-tui demo` shows how, in a throw-away repository.'),
  ];
}
