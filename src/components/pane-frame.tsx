// What stands around the live pane: its title, its border, and words where no cells of an agent are. The inside belongs to the compositor.
import type { ReactElement } from 'react';
import type { Agent } from '../core/model/agent.js';
import { ageAt, ageText } from '../core/view/age.js';
import { wrapText } from '../core/view/fit-text.js';
import type { Layout, Rect } from '../core/view/layout.js';
import { selectedAgent } from '../core/view/selection.js';
import { markOf, type Style } from '../core/view/state-mark.js';
import { usageText } from './agent-list.js';
import { Frame, QUIET_BORDER, ruleRow } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { countSpans } from './header.js';
import { ACCENT, line, type Span, span } from './line.js';
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
  const order = {
    at: paneFrame,
    title: titleSpans(agent, screen, glyphs),
    right: rightSpans(agent, layout, screen, glyphs),
    border,
    glyphs,
  };
  return (
    <>
      {layout.shape === 'side-by-side' ? <Frame {...order} /> : <Rows at={paneFrame} rows={[ruleRow(order)]} />}
      {layout.dialog === null ? <PaneNote at={pane} agent={agent} glyphs={glyphs} /> : null}
    </>
  );
}

function titleSpans(agent: Agent, screen: ScreenProps, glyphs: GlyphSet): readonly Span[] {
  const dot = span(glyphs.dot, { dim: true });
  const isAttached = screen.view.focus === 'attached';
  const spans: Span[] = [span(agent.name, isAttached ? { colour: ACCENT, bold: true } : { bold: true }), dot, span(agent.launch.harness)];
  if (agent.branch !== null) spans.push(dot, span(agent.branch, { dim: true }));
  if (agent.diff !== null && agent.diff.additions + agent.diff.deletions > 0) {
    spans.push(
      dot,
      span(`+${agent.diff.additions}`, { colour: 'green' }),
      span(` ${glyphs.minus}${agent.diff.deletions}`, { colour: 'red' }),
    );
  }
  const age = ageText(ageAt(agent.since, screen.world.now));
  spans.push(dot, span(agent.state, markOf(agent.state).style), span(age === 'now' ? '' : ` ${age}`));
  return spans;
}

function rightSpans(agent: Agent, layout: Layout, screen: ScreenProps, glyphs: GlyphSet): readonly Span[] {
  const spans: Span[] = [];
  const { ptySize, usage, view } = screen;
  const add = (text: string, style: Style) => spans.push(span(` ${text} `, style));
  if (view.scroll > 0) add(`${glyphs.ahead} ${view.scroll} of ${screen.world.scrollback} rows`, { colour: 'yellow', bold: true });
  const { paneSize } = layout;
  if (ptySize !== null && (ptySize.cols !== paneSize.cols || ptySize.rows !== paneSize.rows))
    add(`${ptySize.cols}x${ptySize.rows}`, { colour: 'yellow' });
  const used = usage[agent.id];
  if (used !== undefined && layout.paneSize.cols >= 80) add(usageText(used), { dim: true });
  // Full screen, the header is hidden: who waits must still be seen.
  if (layout.header === null)
    spans.push(
      ...countSpans(
        screen.world.agents.filter((other) => other.id !== agent.id && other.state === 'waiting'),
        glyphs,
      ),
      span(' '),
    );
  return spans;
}

/** In place of cells while an agent has no terminal yet, or never got one. The compositor draws over it where it has cells. */
function PaneNote({ at, agent, glyphs }: { readonly at: Rect; readonly agent: Agent; readonly glyphs: GlyphSet }): ReactElement | null {
  const lines = noteLines(agent);
  if (lines.length === 0) return null;
  const width = Math.max(1, at.width - 4);
  const rows = lines
    .flatMap((text) => wrapText(text, width))
    .map((row) => line({ width, left: [span(row.text, { dim: true })], ellipsis: glyphs.ellipsis }));
  return <Rows at={{ x: at.x + 2, y: at.y + 1, width }} rows={rows.slice(0, Math.max(0, at.height - 1))} />;
}

function noteLines(agent: Agent): readonly string[] {
  if (agent.process !== null) return [];
  switch (agent.state) {
    case 'queued':
      return ['Queued: all places are taken. It starts by itself when one is free.', '', agent.text.slice(0, 2000)];
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
