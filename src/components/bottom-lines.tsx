// The last rows: the one urgent thing or a passing notice, and the keys that work now. On low screens they share one row.
import type { ReactElement } from 'react';
import { asksByTool, waitsForAnswer } from '../core/model/agent.js';
import type { Goal } from '../core/model/goal.js';
import { asksOnScreen } from '../core/model/open-question.js';
import type { TriedGoal } from '../core/state/tries.js';
import { choosingGoal, ownTries, triesName } from '../core/view/compare-rows.js';
import { wrapText } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import { waitingGoal } from '../core/view/orchestrator.js';
import { shownOverlap } from '../core/view/overlap-line.js';
import { stuckText } from '../core/view/shown-pull.js';
import { markOf } from '../core/view/state-mark.js';
import { agreementOf, goalTitle } from '../core/view/task-rows.js';
import { modeOf, type Toast } from '../core/view/view-state.js';
import { mostUrgent } from '../core/view/worth-knowing.js';
import type { GlyphSet } from './glyphs.js';
import { essentialHints, hintSpans } from './key-hints.js';
import { line, type Span, span, spansWidth } from './line.js';
import { Rows } from './rows.js';
import type { ScreenProps } from './screen-props.js';

export interface BottomLinesProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly screen: ScreenProps;
}

export function BottomLines({ layout, glyphs, screen }: BottomLinesProps): ReactElement {
  const { hints, urgent } = layout;
  const { toast } = screen.view;
  const width = hints.width;
  const show = (left: readonly Span[]) => line({ width, left: [span(' '), ...left], ellipsis: glyphs.ellipsis });
  const keys = show(hintSpans(screen, width - 2));
  const urgentSpans = urgentParts(screen, glyphs);
  if (toast !== null) {
    const rows = toastRows(toast, width - 2, urgent === null ? 1 : 2).map((spans) => show(spans));
    const shown = urgent !== null && rows.length === 1 ? [...rows, keys] : rows;
    return <Rows at={{ ...hints, y: hints.y - shown.length + 1 }} rows={shown} />;
  }
  // Quieter than all else: only on a row of its own, and only where that is free.
  const calm = urgentSpans.length > 0 ? urgentSpans : overlapParts(screen, glyphs);
  if (urgent !== null) return <Rows at={urgent} rows={[show(calm), keys]} />;
  // Sharing a row: in the list the urgent thing matters more than most keys; elsewhere nobody gets out without them.
  if (urgentSpans.length === 0 || modeOf(screen.view) !== 'list') return <Rows at={hints} rows={[keys]} />;
  const essential = [span('  '), ...essentialHints(screen), span(' ')];
  const right = width < 60 && spansWidth(urgentSpans) + spansWidth(essential) + 1 > width ? [] : essential;
  return <Rows at={hints} rows={[line({ width, left: [span(' '), ...urgentSpans], right, ellipsis: glyphs.ellipsis })]} />;
}

function urgentParts(screen: ScreenProps, glyphs: GlyphSet): readonly Span[] {
  const urgent = mostUrgent(screen.world.agents, screen.storageError);
  const goal = waitingGoal(screen.world);
  // A person who answers one agent keeps one agent waiting; a plan keeps all of its agents waiting.
  if (goal !== null && screen.view.place.kind !== 'tasks' && (urgent === null || urgent.agent?.state === 'failed'))
    return goalParts(goal, screen, glyphs);
  const tried = choosingGoal(screen.world);
  if (tried !== null && screen.view.place.kind !== 'compare' && (urgent === null || urgent.agent?.state === 'failed'))
    return triesParts(tried, screen, glyphs);
  const stuck = stuckText(screen.world);
  if (stuck !== null && (urgent === null || urgent.agent?.state === 'failed')) {
    const { style, [glyphs.name]: mark } = markOf('waiting');
    return [span(`${mark} `, style), span(stuck, style)];
  }
  if (urgent === null) return [];
  if (urgent.agent === null) return [span(urgent.text, { colour: 'red', bold: true })];
  // Who is typing to the agent sees its question already, unless it asks by its tool.
  const isSeen = screen.view.focus === 'attached' && urgent.agent.id === screen.view.selected;
  if (isSeen && !(asksByTool(urgent.agent) && !asksOnScreen(urgent.agent))) return [];
  const mark = markOf(waitsForAnswer(urgent.agent) ? 'waiting' : urgent.agent.state);
  return [span(`${mark[glyphs.name]} `, mark.style), span(urgent.text, mark.style)];
}

function overlapParts({ world, view }: ScreenProps, glyphs: GlyphSet): readonly Span[] {
  const overlap = shownOverlap(world, view.selected);
  if (overlap === null) return [];
  const [one, other] = overlap.sides;
  return [span('overlap: ', { dim: true }), span(`${one} ${glyphs.overlap} ${other} `), span(overlap.files, { dim: true })];
}

function goalParts(goal: Goal, { world }: ScreenProps, glyphs: GlyphSet): readonly Span[] {
  const { style, [glyphs.name]: mark } = markOf('waiting');
  const keys = world.actions.find(({ action }) => action === 'view.tasks')?.keys ?? '';
  const what = agreementOf(goal) === 'plan' ? 'the plan' : 'the finish';
  return [span(`${mark} `, style), span(`${goalTitle(goal)}: ${what} waits for your yes${keys === '' ? '' : `, ${keys} shows it`}`, style)];
}

function triesParts(goal: TriedGoal, { world }: ScreenProps, glyphs: GlyphSet): readonly Span[] {
  const { style, [glyphs.name]: mark } = markOf('waiting');
  const keys = world.actions.find(({ action }) => action === 'view.compare')?.keys ?? '';
  const count = ownTries(goal, world).length;
  const ready = `${triesName(goal, world)}: ${count} ${count === 1 ? 'try is' : 'tries are'} ready`;
  return [span(`${mark} `, style), span(`${ready}${keys === '' ? '' : `  ${keys} compare`}`, style)];
}

function toastRows(toast: Toast, width: number, most: number): readonly (readonly Span[])[] {
  const style = toast.tone === 'error' ? ({ colour: 'red', bold: true } as const) : ({ bold: true } as const);
  const rows = wrapText(toast.text, width);
  // Too long: the last row is cut with an ellipsis, the whole stands in the log.
  const shown = rows.length <= most ? rows : [...rows.slice(0, most - 1), rows.slice(most - 1).join(' ')];
  return shown.map((row) => [span(row, style)]);
}
