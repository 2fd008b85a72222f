// The agents, one row each: mark, number, name, harness and the one thing worth knowing. The chosen one stays in sight.
import type { ReactElement } from 'react';
import { type Agent, asksByTool } from '../core/model/agent.js';
import type { ProcessUsage } from '../core/model/process-usage.js';
import { isToPick } from '../core/view/compare-rows.js';
import { harnessWords, levelOf, restText } from '../core/view/family-words.js';
import { widthOf } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import type { ListRow } from '../core/view/list-rows.js';
import { listRange, listWindow } from '../core/view/list-window.js';
import { unreadFrom } from '../core/view/mail.js';
import { addressOf, isOfOthers, wasSeen } from '../core/view/neighbour.js';
import { hasStuckPull, isOrchestratorChosen, isOrchestratorShown, orchestratorSaid, waitingGoal } from '../core/view/orchestrator.js';
import { clashingAgents } from '../core/view/overlap-line.js';
import { shownRows } from '../core/view/selection.js';
import { countedState, donePull, pullWords, shownMark } from '../core/view/shown-pull.js';
import type { Style } from '../core/view/state-mark.js';
import { USAGE_FROM_COLS } from '../core/view/usage-shown.js';
import type { ViewWorld } from '../core/view/view-state.js';
import { worthKnowing } from '../core/view/worth-knowing.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, cutSpans, line, type Span, span, spansWidth } from './line.js';
import { planPanel } from './plan-panel.js';
import { Rows } from './rows.js';
import type { ScreenProps } from './screen-props.js';

export interface AgentListProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly screen: Pick<ScreenProps, 'view' | 'usage' | 'world'>;
}

/** Below this inside width a column makes room for what is worth knowing. */
const HARNESS_FROM_COLS = 34;
/** From here on the level of an agent stands before its CLI; below, its place in the tree tells it. */
const LEVEL_FROM_COLS = 56;

export function AgentList({ layout, glyphs, screen }: AgentListProps): ReactElement | null {
  const { list, listInside } = layout;
  if (list === null || listInside === null) return null;
  const all = shownRows(screen.view, screen.world);
  const { view, world } = screen;
  const hasFirst = isOrchestratorShown(view, world);
  const panel =
    list === listInside ? [] : planPanel({ view, world, width: listInside.width, glyphs, room: listInside.height - all.length - 1 });
  const height = Math.max(0, listInside.height - (hasFirst ? 1 : 0) - panel.length);
  const window = listWindow(all, view.selected, height);
  const columns = columnsOf(all, { width: listInside.width, world, glyphs });
  const rows = window.rows.map((row) => listRow(row, { columns, width: listInside.width, glyphs, screen }));
  if (hasFirst) rows.unshift(orchestratorRow({ screen, width: listInside.width, glyphs }));
  if (all.length === 0 && screen.view.filter !== '') {
    rows.push(line({ width: listInside.width, left: [span(' Nothing matches the filter.', { dim: true })], ellipsis: glyphs.ellipsis }));
  }
  if (list === listInside) return <Rows at={list} rows={rows} />;
  const range = listRange(window, all.length);
  const blank = Array.from({ length: listInside.height - rows.length - panel.length }, () => '');
  return (
    <Frame
      at={list}
      title={[span('Agents', { bold: true })]}
      right={range === null ? [] : [span(` ${range} `, { dim: true })]}
      glyphs={glyphs}
      rows={panel.length === 0 ? rows : [...rows, ...blank, ...panel]}
      teesAt={panel.length === 0 ? null : listInside.height - panel.length}
    />
  );
}

function orchestratorRow({ screen, width, glyphs }: Omit<RowOrder, 'columns'>): string {
  const isChosen = isOrchestratorChosen(screen.view);
  const isWaiting = waitingGoal(screen.world) !== null || hasStuckPull(screen.world);
  const left = [
    isChosen ? span(glyphs.cursor, CHOSEN) : span(' '),
    span(glyphs.orchestrator, { colour: ACCENT }),
    span(' orchestrator ', isChosen ? CHOSEN : isWaiting ? { bold: true } : {}),
  ];
  const said = span(`${orchestratorSaid(screen.world)} `, isWaiting ? { colour: 'yellow', bold: true } : { dim: true });
  return line({ width, left, right: cutSpans([said], Math.max(0, width - spansWidth(left)), glyphs.ellipsis), ellipsis: glyphs.ellipsis });
}

/** The chosen row: beside its colour it has the cursor before it. */
const CHOSEN: Style = { colour: ACCENT, bold: true };

interface Columns {
  readonly number: number;
  readonly name: number;
  readonly harness: number;
  readonly isTree: boolean;
  /** Who is marked as being in somebody's way. */
  readonly clashing: ReadonlySet<string>;
}

/** Cursor, mark, and the blanks around number, name and the last column. */
const GAPS = 7;

interface ColumnOrder {
  readonly width: number;
  readonly world: ViewWorld;
  readonly glyphs: GlyphSet;
}

function columnsOf(rows: readonly ListRow[], { width, world, glyphs }: ColumnOrder): Columns {
  const widest = (of: (row: ListRow) => number, least: number) => rows.reduce((most, row) => Math.max(most, of(row)), least);
  const number = widest((row) => numberText(row.agent).length, 1);
  const harness =
    width < HARNESS_FROM_COLS
      ? 0
      : Math.min(
          width < LEVEL_FROM_COLS ? 10 : 24,
          widest((row) => spansWidth([harnessSpan(row.agent, width)]), 5),
        );
  const name = widest(
    (row) => widthOf(shownName(row.agent, harness)) + widthOf(treeText(row, glyphs)) + spansWidth(behindName(row, world, glyphs)),
    8,
  );
  // What is worth knowing has a third, if it needs it; the name has half, and what the others leave.
  const known = Math.min(
    Math.floor(width / 3),
    widest((row) => spansWidth([saidIn(row, world, { glyphs, room: Math.floor(width / 3) })]), 3),
  );
  const left = width - number - GAPS - known - (harness === 0 ? 0 : harness + 2);
  return {
    number,
    name: Math.min(name, Math.max(8, Math.floor(width / 2) - number - 4, left)),
    harness,
    isTree: rows.some(({ depth }) => depth > 0),
    clashing: clashingAgents(world.overlaps),
  };
}

interface RowOrder extends Pick<AgentListProps, 'glyphs' | 'screen'> {
  readonly columns: Columns;
  readonly width: number;
}

function listRow(row: ListRow, { columns, width, glyphs, screen }: RowOrder): string {
  const { agent, isAround } = row;
  const { world } = screen;
  const isChosen = agent.id === screen.view.selected;
  const isQuiet = isAround || isOfOthers(agent);
  const mark = shownMark(agent, world.pulls);
  const tree = treeText(row, glyphs);
  const left: Span[] = [
    isChosen ? span(glyphs.cursor, CHOSEN) : span(' '),
    span(mark[glyphs.name], isQuiet ? { dim: true } : mark.style),
    span(` ${numberText(agent).padStart(columns.number)} `, { dim: true }),
    span(tree, { dim: true }),
  ];
  const clash = columns.clashing.has(agent.id) ? [span(`${glyphs.overlap} `, { dim: true })] : [];
  const usage = [...(width >= USAGE_FROM_COLS ? usageSpans(screen.usage[agent.id]) : []), ...clash];
  const behind = behindName(row, world, glyphs);
  const column = columns.name - widthOf(tree);
  const room = width - spansWidth(left) - spansWidth(usage) - 3;
  const said = saidIn(row, world, {
    glyphs,
    room: room - Math.min(column, widthOf(shownName(agent, columns.harness)) + spansWidth(behind)),
  });
  const saidWidth = spansWidth([said]);
  // A question or an error that does not fit beside it is worth more than the name of the CLI, and so is the end of a name in a narrow tree:
  // those beside it begin with the same words.
  const isCut = columns.isTree && width < LEVEL_FROM_COLS && agent.node == null && widthOf(agent.name) + spansWidth(behind) > column;
  // Where somebody else's works is worth more than what it asks there.
  const fits = saidWidth <= room - column - columns.harness - 2 || isOfOthers(agent);
  const hasHarness = columns.harness > 0 && fits && !isCut;
  // Without it, name and text give each other what they do not need.
  const most = Math.max(column, room - saidWidth) - spansWidth(behind);
  const ownName = !hasHarness && widthOf(addressOf(agent)) <= most ? addressOf(agent) : shownName(agent, columns.harness);
  const name = hasHarness ? column : Math.min(widthOf(ownName), most) + spansWidth(behind);
  const style = isChosen ? CHOSEN : isQuiet ? ({ dim: true } as const) : nameStyle(agent);
  const cut = cutSpans([span(ownName, style)], Math.max(1, name - spansWidth(behind)), glyphs.ellipsis);
  left.push(...filled([...cut, ...behind], name), span('  '));
  if (hasHarness)
    left.push(...filled(cutSpans([harnessSpan(agent, width)], columns.harness, glyphs.ellipsis), columns.harness), span('  '));
  const known = cutSpans([said], hasHarness ? room - name - columns.harness - 2 : room - name, glyphs.ellipsis);
  return line({ width, left, right: [...usage, ...known, span(' ')], ellipsis: glyphs.ellipsis });
}

function treeText({ depth, rails, isLastChild }: ListRow, glyphs: GlyphSet): string {
  if (depth === 0) return '';
  // However deep it is, there is room for its name.
  const shown = rails.slice(-MOST_RAILS).map((goesOn) => (goesOn ? glyphs.rail : '  '));
  return `${shown.join('')}${isLastChild ? glyphs.lastBranch : glyphs.branch}`;
}

const MOST_RAILS = 4;

/** What is folded away below it, and how many of its messages nobody has read: there, so that the columns at the right end stay in line. */
function behindName(row: ListRow, world: ViewWorld, glyphs: GlyphSet): readonly Span[] {
  const unread = unreadFrom(world.mail, row.agent);
  const letters = unread === 0 ? [] : [span(` ${glyphs.letter}${unread}`, { colour: 'yellow', bold: true } as const)];
  return [...foldedSpans(row, world, glyphs), ...letters];
}

/** ` +3 ?`: how many are folded away, and the mark of who of them needs a person most. */
function foldedSpans({ folded }: ListRow, { pulls }: ViewWorld, glyphs: GlyphSet): readonly Span[] {
  if (folded === null) return [];
  const mark = shownMark(folded.neediest, pulls);
  return [span(` +${folded.count} `, { dim: true }), span(mark[glyphs.name], mark.style)];
}

/** Agents of other nodes have none: no key chooses them. */
function numberText({ number, neighbour }: Agent): string {
  return neighbour === undefined ? String(number) : '';
}

/** With its node where there is no column for that. */
function shownName(agent: Agent, harnessCols: number): string {
  return harnessCols === 0 ? addressOf(agent) : agent.name;
}

function harnessSpan(agent: Agent, width: number): Span {
  // Where is worth more than by what.
  if (width < LEVEL_FROM_COLS) return span(agent.node == null ? agent.launch.harness : `@${agent.node}`, { dim: true });
  const level = levelOf(agent);
  return span(`${level === null ? '' : `${level} `}${harnessWords(agent)}`, { dim: true });
}

function filled(spans: readonly Span[], width: number): readonly Span[] {
  return [...spans, span(' '.repeat(Math.max(0, width - spansWidth(spans))))];
}

function nameStyle(agent: Agent): Style {
  if (agent.state === 'waiting' || asksByTool(agent)) return { bold: true };
  if (agent.state === 'done' || agent.state === 'failed') return wasSeen(agent) ? { dim: true } : { bold: true };
  return agent.state === 'stopped' || agent.state === 'interrupted' ? { dim: true } : {};
}

/** As much of what it says of its work tells something; of less its age is left. */
const LEAST_PROGRESS = 24;

function saidIn(row: ListRow, world: ViewWorld, { glyphs, room }: { readonly glyphs: GlyphSet; readonly room: number }): Span {
  const said = knownSpan(row, world, glyphs);
  if (row.agent.state !== 'working' || room >= LEAST_PROGRESS || spansWidth([said]) <= room) return said;
  return knownSpan({ ...row, agent: { ...row.agent, progress: null } }, world, glyphs);
}

/** What is worth knowing of it, as it stands in the last column; of a folded one who below it needs a person. */
function knownSpan({ agent, folded }: ListRow, world: ViewWorld, glyphs: GlyphSet): Span {
  const below = folded?.neediest;
  if (below !== undefined && countedState(below, world.pulls) === 'waiting' && countedState(agent, world.pulls) !== 'waiting')
    return span(`${below.name}: ${worthKnowing(below, world.now)}`, { colour: 'yellow' });
  if (isToPick(agent, world.goals)) return span('pick one', { colour: 'yellow', bold: true });
  if (agent.silentSince !== undefined) return span(worthKnowing(agent, world.now), { colour: 'yellow' });
  const pull = donePull(agent, world.pulls);
  if (pull === null)
    return span((asksByTool(agent) ? null : restText(agent, world.agents)) ?? worthKnowing(agent, world.now), knownStyle(agent));
  const { text, style } = pullWords(pull, glyphs.name);
  return span(text, style);
}

function knownStyle(agent: Agent): Style {
  if (isOfOthers(agent)) return { dim: true };
  if (agent.state === 'waiting' || asksByTool(agent)) return { colour: 'yellow' };
  if (agent.state === 'failed') return { colour: 'red' };
  return agent.state === 'done' && !wasSeen(agent) ? { colour: 'green' } : { dim: true };
}

function usageSpans(usage: ProcessUsage | undefined): readonly Span[] {
  return usage === undefined ? [] : [span(`${usageText(usage)}  `, { dim: true })];
}

/** `12 % 240 MB`: of one core, and resident. The first look at a process can not tell its CPU yet. */
export function usageText({ cpuPercent, memoryBytes }: ProcessUsage): string {
  const memory = `${Math.round(memoryBytes / 1024 / 1024)} MB`;
  return cpuPercent === null ? memory : `${Math.round(cpuPercent)} % ${memory}`;
}
