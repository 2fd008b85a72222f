// Several tries of one task side by side: a row each with what is known of it, and below the chosen one's reason in full.
import type { ReactElement } from 'react';
import { plainText } from '../core/model/plain-text.js';
import type { TryRow } from '../core/model/tries.js';
import { isTried, type TriedGoal } from '../core/state/tries.js';
import { chosenTry, compareRows, type Standing, standingOf, triesName } from '../core/view/compare-rows.js';
import { widthOf, wrapText } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import type { ComparePlace } from '../core/view/place.js';
import { agentMark } from '../core/view/state-mark.js';
import { sizeText, tookText, tryCostText, verifyText } from '../core/view/try-texts.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, cutSpans, line, type Span, span, spansWidth } from './line.js';
import type { ScreenProps } from './screen-props.js';

export interface CompareViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: ComparePlace;
  readonly screen: Pick<ScreenProps, 'world'>;
}

const CHOSEN = { colour: ACCENT, bold: true } as const;
const TONES: Readonly<Record<Standing['tone'], Span['style']>> = {
  quiet: {},
  asks: { colour: 'yellow', bold: true },
  failed: { colour: 'red', bold: true },
  done: { colour: 'green' },
};

export function CompareView({ layout, glyphs, place, screen }: CompareViewProps): ReactElement {
  const { body } = layout;
  const { world } = screen;
  const width = body.width - 3;
  const inside = Math.max(1, body.height - 2);
  const show = (left: readonly Span[]) => ` ${line({ width, left, ellipsis: glyphs.ellipsis })}`;
  const goal = world.goals.find(({ id }) => id === place.goal);
  if (!isTried(goal)) {
    const gone = show([span('These tries are not listed any more.', { dim: true })]);
    return <Frame at={body} title={[span('Compare', { bold: true })]} glyphs={glyphs} rows={[gone]} />;
  }
  const rows = compareRows(goal, world);
  const chosen = chosenTry(place.chosen, rows);
  const standing = standingOf(goal, world);
  const isLow = inside < 9;
  const head = wrapText(standing.text, width).slice(0, isLow ? 1 : 3);
  const columns = shownColumns(rows, { width, glyphs });
  const marks = new Map(world.agents.map((agent) => [agent.id, agentMark(agent)]));
  const table = rows.map((row) => {
    const isChosen = row.agent === chosen;
    const mark = marks.get(row.agent);
    const front = [isChosen ? span(glyphs.cursor, CHOSEN) : span(' '), span(mark?.[glyphs.name] ?? ' ', mark?.style ?? {}), span(' ')];
    return show([...front, ...cells(columns, (column) => column.of(row), { row, isChosen, glyphs })]);
  });
  const heading = show([span('   '), ...columns.flatMap(({ title, cols }) => [span(title.padEnd(cols), { dim: true }), span('  ')])]);
  const about = aboutTry(rows.find(({ agent }) => agent === chosen) ?? null, goal, width);
  // The table is what a low screen shows first; of the reason as much as there is room for.
  const fixed = [...head.map((text) => show([span(text, TONES[standing.tone])])), ...(isLow ? [] : ['']), heading];
  const room = Math.max(1, inside - fixed.length);
  const at = rows.findIndex(({ agent }) => agent === chosen);
  const top = Math.max(0, Math.min(at - Math.floor(room / 2), table.length - room));
  const shown = [...fixed, ...table.slice(top, top + room), '', ...about.map((spans) => show(spans))].slice(0, inside);
  const title = [span('Compare: ', { dim: true }), span(triesName(goal, world), { bold: true })];
  return <Frame at={body} title={title} right={[span(` ${rows.length} tries `)]} glyphs={glyphs} rows={shown} />;
}

interface Column {
  readonly title: string;
  readonly cols: number;
  readonly of: (row: TryRow) => string;
}

/** Cursor, mark and a blank. */
const FRONT = 3;
const MOST_NAME = 30;

/** The least needed goes first where it gets narrow: who picks needs the check, the score and the size most. */
function shownColumns(
  rows: readonly TryRow[],
  { width, glyphs }: { readonly width: number; readonly glyphs: GlyphSet },
): readonly Column[] {
  const all: readonly (Omit<Column, 'cols'> & { readonly rank: number })[] = [
    { title: 'try', rank: 1, of: ({ name }) => name },
    { title: 'harness', rank: 4, of: harnessText },
    { title: 'state', rank: 7, of: ({ state }) => state },
    { title: 'check', rank: 1, of: verifyText },
    { title: 'size', rank: 2, of: (row) => sizeText(row, glyphs.minus) },
    { title: 'files', rank: 5, of: ({ files }) => String(files) },
    { title: 'time', rank: 3, of: tookText },
    { title: 'cost', rank: 6, of: tryCostText },
    { title: 'score', rank: 1, of: ({ score }) => (score === null ? '' : String(score)) },
  ];
  const columns = all.map((column) => {
    const widest = rows.reduce((most, row) => Math.max(most, widthOf(column.of(row))), column.title.length);
    return { ...column, cols: column.title === 'try' || column.title === 'harness' ? Math.min(MOST_NAME, widest) : widest };
  });
  const needed = (shown: readonly { readonly cols: number }[]) => FRONT + shown.reduce((sum, { cols }) => sum + cols + 2, 0);
  let shown = columns;
  for (let most = 7; most > 1 && needed(shown) > width; most -= 1) shown = shown.filter(({ rank }) => rank < most);
  const over = needed(shown) - width;
  return over <= 0 ? shown : shown.map((column, at) => (at === 0 ? { ...column, cols: Math.max(6, column.cols - over) } : column));
}

function harnessText({ harness, model }: TryRow): string {
  return plainText(model === null ? harness : `${harness} ${model}`, 60);
}

interface Cells {
  readonly row: TryRow;
  readonly isChosen: boolean;
  readonly glyphs: GlyphSet;
}

function cells(columns: readonly Column[], textOf: (column: Column) => string, { row, isChosen, glyphs }: Cells): readonly Span[] {
  return columns.flatMap((column, at) => {
    const style = at === 0 ? (isChosen ? CHOSEN : row.isPicked ? { bold: true as const } : {}) : styleOf(column.title, row);
    const cut = cutSpans([span(textOf(column), style)], column.cols, glyphs.ellipsis);
    return [...cut, span(' '.repeat(Math.max(0, column.cols - spansWidth(cut)) + 2))];
  });
}

function styleOf(title: string, { verify }: TryRow): Span['style'] {
  if (title === 'score') return { bold: true };
  if (title !== 'check') return {};
  return verify === 'passed' ? { colour: 'green' } : verify === 'failed' ? { colour: 'red' } : {};
}

/** What was said of it, whole; where nothing was, why. */
function aboutTry(row: TryRow | null, { tries }: TriedGoal, width: number): readonly (readonly Span[])[] {
  if (row === null) return [];
  const head = [span(row.name, { bold: true }), span(row.isPicked ? '  picked' : '', { colour: 'green' })];
  const hint = tries.state === 'running' ? '' : tries.unjudged === null ? '' : `Not judged: ${tries.unjudged}`;
  const text = row.reason ?? hint;
  return [
    head,
    ...(text === '' ? [] : wrapText(plainText(text, 800), width).map((words) => [span(words, row.reason === null ? { dim: true } : {})])),
  ];
}
