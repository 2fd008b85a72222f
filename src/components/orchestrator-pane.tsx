// What the orchestrator does: its goals, what the manager decided and why, and what it answered. The newest last, as in a terminal.
import type { ReactElement } from 'react';
import { clockText } from '../core/view/age.js';
import { truncate, widthOf, wrapText } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import { allDecisions, type Decided, isOrchestratorChosen } from '../core/view/orchestrator.js';
import { markOf, type Style } from '../core/view/state-mark.js';
import { agreementOf, goalTitle, moneyText } from '../core/view/task-rows.js';
import type { Asked, ViewWorld } from '../core/view/view-state.js';
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
  const title = [span('orchestrator', { bold: true }), span(`${glyphs.dot}${managerTitle(world)}`, { dim: true })];
  const width = Math.max(1, pane.width - 2);
  const goals = goalRows(world, glyphs).slice(-Math.max(1, Math.floor(pane.height / 3)));
  const said = [...decisionRows(world, width, glyphs), ...view.asked.flatMap((asked) => askedRows(asked, width))];
  const head = [...managerRows(world, width), ...goals, ...(said.length === 0 ? [] : [[]])];
  const room = Math.max(0, pane.height - head.length);
  const shown = [...head, ...(room === 0 ? [] : said.slice(-room))].slice(0, pane.height);
  const rows = shown.map((left) => line({ width: pane.width, left: [span(' '), ...left], ellipsis: glyphs.ellipsis }));
  const order = { at: paneFrame, title, border: QUIET_BORDER, glyphs };
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

function managerRows({ manager }: Pick<ViewWorld, 'manager'>, width: number): readonly SpanRow[] {
  if ('model' in manager) return [];
  const rows = wrapText(`The manager is off: ${manager.off} Agents that wait or fail wait for you.`, width);
  return [...rows.map((text) => [span(text, { colour: 'yellow' as const })]), []];
}

/** Those of a person's that are planned: the others are their one agent. */
function goalRows({ goals }: Pick<ViewWorld, 'goals'>, glyphs: GlyphSet): readonly SpanRow[] {
  return goals
    .filter(({ plan }) => plan !== undefined)
    .map((goal): SpanRow => {
      const done = goal.tasks.filter(({ state }) => state === 'done').length;
      const mark = markOf(GOAL_MARKS[goal.state]);
      const asks = agreementOf(goal);
      const cost = goal.modelUsage === undefined ? '' : `  ${moneyText(goal.modelUsage.costUsd, goal.modelUsage.estimated)}`;
      return [
        span(`${mark[glyphs.name]} `, mark.style),
        span(goalTitle(goal), { bold: true }),
        span(goal.tasks.length === 0 ? '' : `  ${done}/${goal.tasks.length}`),
        span(`  ${goal.state}${cost}`, { dim: true }),
        span(asks === null ? '' : `  its ${asks} waits for your yes: t`, { colour: 'yellow', bold: true }),
      ];
    });
}

const GOAL_MARKS = {
  planning: 'preparing',
  waiting: 'waiting',
  running: 'working',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
} as const;

function decisionRows(world: Pick<ViewWorld, 'agents' | 'manager'>, width: number, glyphs: GlyphSet): readonly SpanRow[] {
  const decided = allDecisions(world);
  if (decided.length > 0) return decided.flatMap((one) => decidedRows(one, width, glyphs));
  return 'model' in world.manager
    ? [[span('The manager has not had to decide anything yet. Enter asks it, or gives it a goal.', { dim: true })]]
    : [];
}

function decidedRows({ agent, decision }: Decided, width: number, glyphs: GlyphSet): readonly SpanRow[] {
  const { action, thought, outcome, reason, usage, at } = decision;
  const words = action.text === '' ? '' : `: ${action.text}`;
  const spent = `${usage.inputTokens + usage.outputTokens} tokens ${moneyText(usage.costUsd, usage.estimated)}`;
  const head: readonly Span[] = [
    span(`${clockText(Date.parse(at))} `, { dim: true }),
    span(agent, { bold: true }),
    span(` ${reason}`, { dim: true }),
    span(`${glyphs.dot}${action.do}`, { colour: 'cyan' }),
  ];
  // Words that do not fit behind it stand below it, whole but for the longest.
  const own = oneLine(words);
  const fits = spansWidth(head) + widthOf(own) <= width;
  const told = fits ? [] : wrapText(oneLine(action.text), Math.max(1, width - 6)).slice(0, MOST_TOLD);
  const rest = [thought, outcome === '' ? '' : `${glyphs.becomes} ${outcome}`, `(${spent})`].filter((text) => text !== '').join(' ');
  return [
    fits ? [...head, span(own)] : head,
    ...told.map((text): SpanRow => [span(`      ${text}`)]),
    ...wrapText(oneLine(rest), Math.max(1, width - 6)).map((text): SpanRow => [span(`      ${text}`, { dim: true })]),
  ];
}

/** Rows of what an agent was told. */
const MOST_TOLD = 4;

function oneLine(text: string): string {
  return truncate(text.replace(/\s+/gu, ' '), 600);
}

function askedRows({ question, answer }: Asked, width: number): readonly SpanRow[] {
  const asked: SpanRow = [span('? ', { colour: 'cyan', bold: true }), span(oneLine(question), { bold: true })];
  const style: Style | undefined = answer === null ? { dim: true } : undefined;
  return [[], asked, ...wrapText(answer ?? 'Thinking...', Math.max(1, width - 2)).map((text): SpanRow => [span(`  ${text}`, style)])];
}
