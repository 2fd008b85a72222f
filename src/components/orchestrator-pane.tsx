// What the orchestrator does: its goals, what the manager decided and why, and what it answered. The newest last, as in a terminal.
import type { ReactElement } from 'react';
import type { Goal } from '../core/model/goal.js';
import { truncate } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import { isOrchestratorChosen, lostGoals } from '../core/view/orchestrator.js';
import { DOT, orchestratorPage, type WordRow } from '../core/view/orchestrator-rows.js';
import { goalPullWords, type Pulls } from '../core/view/shown-pull.js';
import { markOf, type Style } from '../core/view/state-mark.js';
import { agreementOf, goalTitle, moneyText } from '../core/view/task-rows.js';
import { isAway, teamParts } from '../core/view/team.js';
import type { ViewWorld } from '../core/view/view-state.js';
import { Frame, QUIET_BORDER, ruleRow } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { line, type Span, span, spansWidth } from './line.js';
import { Rows } from './rows.js';
import type { ScreenProps } from './screen-props.js';

export interface OrchestratorPaneProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly screen: Pick<ScreenProps, 'view' | 'world'>;
}

type SpanRow = readonly Span[];

export function OrchestratorPane({ layout, glyphs, screen }: OrchestratorPaneProps): ReactElement | null {
  const { pane, paneFrame } = layout;
  const { view, world } = screen;
  if (pane === null || paneFrame === null || !isOrchestratorChosen(view)) return null;
  const { off, goals, hidden, shown, top, last } = orchestratorPage(view, world, { cols: pane.width, rows: pane.height });
  const head: SpanRow[] = off.map((text) => [span(text, { colour: 'yellow' })]);
  if (head.length > 0) head.push([]);
  if (hidden > 0) head.push([span(`  ${hidden} older ${hidden === 1 ? 'goal' : 'goals'}: t, then p`, { dim: true })]);
  head.push(...goals.map((goal) => goalSpans(goal, { width: pane.width - 2, pulls: world.pulls, glyphs })));
  if (shown.length > 0 && goals.length > 0) head.push([]);
  const body = [...head, ...shown.map((row) => wordSpans(row, glyphs))].slice(0, pane.height);
  const rows = body.map((left) => line({ width: pane.width, left: [span(' '), ...left], ellipsis: glyphs.ellipsis }));
  const team = teamParts(world.team).map((part) => span(`${glyphs.dot}${part}`, isAway(world.team) ? { colour: 'yellow' } : { dim: true }));
  const title = [span('orchestrator', { bold: true }), span(`${glyphs.dot}${managerTitle(world)}`, { dim: true }), ...team];
  const right = top === last ? [] : [span(` ${glyphs.ahead}${last - top} of ${last} rows `, { colour: 'yellow', bold: true })];
  const border: Style = view.focus === 'scroll' ? { colour: 'yellow' } : QUIET_BORDER;
  const order = { at: paneFrame, title, right, border, glyphs };
  return (
    <>
      {layout.shape === 'side-by-side' ? <Frame {...order} /> : <Rows at={paneFrame} rows={[ruleRow(order)]} />}
      {layout.dialog === null ? <Rows at={pane} rows={rows} /> : null}
    </>
  );
}

function managerTitle({ manager }: Pick<ViewWorld, 'manager'>): string {
  return 'model' in manager ? `manager ${manager.model}` : 'manager off';
}

function wordSpans(row: WordRow, glyphs: GlyphSet): SpanRow {
  return row.map((words) => (words.text === DOT ? { ...words, text: glyphs.dot } : words));
}

interface GoalOrder {
  readonly width: number;
  readonly pulls: Pulls;
  readonly glyphs: GlyphSet;
}

function goalSpans(goal: Goal, { width, pulls, glyphs }: GoalOrder): SpanRow {
  const done = goal.tasks.filter(({ state }) => state === 'done').length;
  const asks = agreementOf(goal);
  const isLost = lostGoals({ goals: [goal] }).length > 0;
  const waits = asks === null ? (isLost ? '  its host was lost: t, then R' : '') : `  its ${asks} waits for your yes: t`;
  const cost = goal.modelUsage === undefined ? '' : `  ${moneyText(goal.modelUsage.costUsd, goal.modelUsage.estimated)}`;
  const pull = goalPullWords(goal, pulls, glyphs.name);
  const mark = markOf(pull?.isStuck === true ? 'waiting' : GOAL_MARKS[goal.state]);
  const behind = [
    span(goal.tasks.length === 0 ? '' : `  ${done}/${goal.tasks.length}`),
    span(`  ${goal.state}${cost}`, { dim: true }),
    ...(pull === null ? [] : [span('  '), span(pull.text, pull.style)]),
    span(waits, { colour: 'yellow', bold: true }),
  ];
  // However long a goal is called, what it waits for is seen.
  const title = truncate(goalTitle(goal), Math.max(LEAST_TITLE, width - 2 - spansWidth(behind)), glyphs.ellipsis);
  return [span(`${mark[glyphs.name]} `, mark.style), span(title, { bold: true }), ...behind];
}

const LEAST_TITLE = 12;

const GOAL_MARKS = {
  planning: 'preparing',
  waiting: 'waiting',
  running: 'working',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
} as const;
