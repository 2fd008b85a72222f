// What stands around the live pane: its title, its border, and words where no cells of an agent are. The inside belongs to the compositor.
import type { ReactElement } from 'react';
import { type Agent, asksByTool } from '../core/model/agent.js';
import { asksOnScreen } from '../core/model/open-question.js';
import { plainText } from '../core/model/plain-text.js';
import { pullOf } from '../core/state/pull-back.js';
import { descendantsOf } from '../core/state/tree.js';
import { ageAt, ageText } from '../core/view/age.js';
import { levelOf } from '../core/view/family-words.js';
import { truncate, wrapText } from '../core/view/fit-text.js';
import type { Layout, Rect } from '../core/view/layout.js';
import { kinOf, ownAmong } from '../core/view/neighbour.js';
import { neighbourLines, whoseWords } from '../core/view/neighbour-words.js';
import { selectedAgent } from '../core/view/selection.js';
import { countedState, pullWords } from '../core/view/shown-pull.js';
import { markOf, type Style } from '../core/view/state-mark.js';
import { usageText } from './agent-list.js';
import { Frame, QUIET_BORDER, ruleRow } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { countSpans } from './header.js';
import { ACCENT, line, type Span, span, spansWidth } from './line.js';
import { Rows } from './rows.js';
import type { ScreenProps } from './screen-props.js';

export interface PaneFrameProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly screen: ScreenProps;
}

export function PaneFrame({ layout, glyphs, screen }: PaneFrameProps): ReactElement | null {
  const { paneFrame, pane } = layout;
  const agent = selectedAgent(screen.view, screen.world);
  if (paneFrame === null || pane === null || agent === null) return null;
  const isAttached = screen.view.focus === 'attached';
  const border: Style = isAttached ? { colour: ACCENT, bold: true } : screen.view.focus === 'scroll' ? { colour: 'yellow' } : QUIET_BORDER;
  const parts = { left: titleParts(agent, screen, glyphs), right: rightParts(agent, layout, screen, glyphs) };
  const order = { at: paneFrame, ...fittingTitle(parts, paneFrame.width, glyphs), border, glyphs };
  const isFramed = layout.shape === 'side-by-side';
  // Of what is done it is told what it said of its end, not how far it was.
  const said = agent.state === 'done' ? agent.report?.summary : agent.progress;
  const progress = said == null ? '' : plainText(said, 200);
  // In the lower border, or behind the title: the rows of the terminal stay its own.
  const below = progress === '' ? [] : [span(truncate(progress, paneFrame.width - AROUND, glyphs.ellipsis), { dim: true })];
  const title = isFramed ? order.title : withProgress(order, progress);
  return (
    <>
      {isFramed ? <Frame {...order} below={below} /> : <Rows at={paneFrame} rows={[ruleRow({ ...order, title })]} />}
      {layout.dialog === null ? <PaneNote at={pane} lines={noteLines(agent, screen)} glyphs={glyphs} /> : null}
    </>
  );
}

/** Parts of the title by how long they stay when it gets narrow: 1 longest. */
type Part = readonly [rank: number, spans: readonly Span[]];

function titleParts(agent: Agent, screen: ScreenProps, glyphs: GlyphSet): readonly Part[] {
  const isAttached = screen.view.focus === 'attached';
  const age = ageText(ageAt(agent.since, screen.world.now));
  const parts: Part[] = [
    [1, [span(agent.name, isAttached ? { colour: ACCENT, bold: true } : { bold: true })]],
    [3, [span(agent.launch.harness)]],
  ];
  if (agent.neighbour !== undefined) parts.push([1, [span(`@${plainText(agent.neighbour.node, 60)}`)]], [4, [span(whoseWords(agent))]]);
  else if (agent.node != null) parts.push([2, [span(`on ${agent.node}`)]]);
  if (agent.branch !== null) parts.push([5, [span(agent.branch, { dim: true })]]);
  const pull = pullOf(screen.world, agent);
  if (pull !== undefined) {
    const { text, style } = pullWords(pull, glyphs.name);
    parts.push([2, [span(text, style)]]);
  }
  if (agent.diff !== null && agent.diff.additions + agent.diff.deletions > 0) {
    parts.push([
      pull === undefined ? 2 : 3,
      [span(`+${agent.diff.additions}`, { colour: 'green' }), span(` ${glyphs.minus}${agent.diff.deletions}`, { colour: 'red' })],
    ]);
  }
  if (asksByTool(agent) && !asksOnScreen(agent)) parts.push([1, [span('asks you', markOf('waiting').style)]]);
  if (agent.silentSince !== undefined) parts.push([1, [span('no answer', { colour: 'yellow', bold: true })]]);
  parts.push([1, [span(agent.state, markOf(agent.state).style), span(age === 'now' ? '' : ` ${age}`)]]);
  return parts;
}

/** Whose it is, and how those below it are. */
function familyPart(agent: Agent, { world }: ScreenProps, glyphs: GlyphSet): readonly Span[] {
  const kin = kinOf(world.agents, agent);
  const parent = kin.find(({ id }) => id === agent.parent);
  const below = descendantsOf(kin, agent.id).map((child) => countedState(child, world.pulls));
  const level = levelOf(agent);
  const own = parent === undefined ? [] : [span(` ${level === null ? 'below' : `${level} of`} ${parent.name} `, { dim: true })];
  // The gap before its first count is that of the header.
  return below.length === 0 ? own : [...own, span(' below it ', { dim: true }), ...countSpans(below, glyphs).slice(1), span(' ')];
}

function rightParts(agent: Agent, layout: Layout, screen: ScreenProps, glyphs: GlyphSet): readonly Part[] {
  const parts: Part[] = [];
  const { ptySize, usage, view } = screen;
  const { paneSize } = layout;
  const used = usage[agent.id];
  if (view.scroll > 0)
    parts.push([1, [span(` ${glyphs.ahead}${view.scroll} of ${screen.world.scrollback} rows `, { colour: 'yellow', bold: true })]]);
  if (ptySize !== null && (ptySize.cols !== paneSize.cols || ptySize.rows !== paneSize.rows)) {
    parts.push([2, [span(` ${ptySize.cols}x${ptySize.rows} `, { colour: 'yellow' })]]);
  }
  const family = familyPart(agent, screen, glyphs);
  if (family.length > 0) parts.push([6, family]);
  if (used !== undefined) parts.push([4, [span(` ${usageText(used)} `, { dim: true })]]);
  // At full size the header is hidden: who waits must still be seen.
  const { agents, pulls } = screen.world;
  const waiting = ownAmong(agents)
    .filter(({ id }) => id !== agent.id)
    .flatMap((other) => (countedState(other, pulls) === 'waiting' ? ['waiting' as const] : []));
  if (layout.header === null && waiting.length > 0) parts.push([1, [...countSpans(waiting, glyphs), span(' ')]]);
  return parts;
}

const LOWEST_RANK = 6;
/** Columns of the border and the blanks around the title. */
const AROUND = 6;

/** Title and right part, whole parts left out until both fit. */
function fittingTitle(parts: { readonly left: readonly Part[]; readonly right: readonly Part[] }, width: number, glyphs: GlyphSet) {
  const dot = span(glyphs.dot, { dim: true });
  for (let rank = LOWEST_RANK; ; rank -= 1) {
    const left = parts.left.filter(([own]) => own <= rank).flatMap(([, spans], at) => (at === 0 ? spans : [dot, ...spans]));
    const right = parts.right.filter(([own]) => own <= rank).flatMap(([, spans]) => spans);
    if (rank === 1 || spansWidth(left) + spansWidth(right) + AROUND <= width) return { title: left, right };
  }
}

interface TitleOrder {
  readonly at: Rect;
  readonly title: readonly Span[];
  readonly right: readonly Span[];
  readonly glyphs: GlyphSet;
}

/** As much of it as there is room for; too little is nothing. */
function withProgress({ at, title, right, glyphs }: TitleOrder, progress: string): readonly Span[] {
  const room = at.width - spansWidth(title) - spansWidth(right) - AROUND - glyphs.dot.length;
  if (progress === '' || room < LEAST_PROGRESS) return title;
  return [...title, span(glyphs.dot, { dim: true }), span(truncate(progress, room, glyphs.ellipsis), { dim: true })];
}

const LEAST_PROGRESS = 12;

interface PaneNoteProps {
  readonly at: Rect;
  readonly lines: readonly string[];
  readonly glyphs: GlyphSet;
}

/** In place of cells while an agent has no terminal yet, or never got one. The compositor draws over it where it has cells. */
function PaneNote({ at, lines, glyphs }: PaneNoteProps): ReactElement | null {
  if (lines.length === 0) return null;
  const width = Math.max(1, at.width - 4);
  const rows = lines
    .flatMap((text) => wrapText(text, width))
    .map((row) => line({ width, left: [span(row, { dim: true })], ellipsis: glyphs.ellipsis }));
  return <Rows at={{ x: at.x + 2, y: at.y + 1, width }} rows={rows.slice(0, Math.max(0, at.height - 1))} />;
}

const QUEUED =
  'Queued: all places are taken. It starts by itself when one is free. An idle agent holds its place until you finish (f) or stop (x) it.';

function noteLines(agent: Agent, { world, ptySize }: ScreenProps): readonly string[] {
  // Its cells are there as soon as its node has told them.
  if (agent.neighbour !== undefined) return agent.neighbour.isOpen && ptySize !== null ? [] : neighbourLines(agent, world.now);
  if (agent.process !== null) return [];
  switch (agent.state) {
    case 'queued':
      return [QUEUED, '', agent.text.slice(0, 2000)];
    case 'preparing':
      return [`Preparing the worktree on ${agent.branch ?? 'a new branch'}.`, '', agent.text.slice(0, 2000)];
    case 'failed':
      return agent.error === null ? [] : [`${agent.error.tried}:`, agent.error.said, agent.error.next];
    case 'interrupted':
      return ['It was interrupted when its host ended. Its worktree is as it was; resume it to go on.'];
    default:
      return [];
  }
}
