// The first row: repository, branch and counts at the left; at the right what is true of the host, which goes first when it gets narrow.
import type { ReactElement } from 'react';
import type { Agent } from '../core/model/agent.js';
import { ageAt, ageText, clockText } from '../core/view/age.js';
import type { Rect } from '../core/view/layout.js';
import { COUNT_ORDER, markOf } from '../core/view/state-mark.js';
import type { GlyphSet } from './glyphs.js';
import { line, type Span, span, spansWidth } from './line.js';
import { Rows } from './rows.js';
import type { RepositoryLine, ScreenProps } from './screen-props.js';

export interface HeaderProps {
  /** `3-9 of 20`, where the list can not say it itself. */
  readonly listRange: string | null;
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly screen: Pick<ScreenProps, 'repository' | 'hostStartedAt' | 'storageError'> & {
    readonly world: Pick<ScreenProps['world'], 'agents' | 'now' | 'isSlow' | 'isReadOnly'>;
    readonly view: Pick<ScreenProps['view'], 'filter'>;
  };
}

export function Header({ at, glyphs, screen, listRange }: HeaderProps): ReactElement {
  const counts = [...countSpans(screen.world.agents, glyphs)];
  const repository = [...repositorySpans(screen.repository, glyphs)];
  const parts = rightParts(screen, listRange);
  const kept = listRange === null ? 0 : parts.findIndex(({ text }) => text === listRange) + 1;
  const room = at.width - (kept === 0 ? 0 : 2 + takenBy(parts.slice(0, kept)));
  const isTooWide = () => 1 + spansWidth([...repository, ...counts]) > room;
  // Too narrow for all: the counts say who needs the person, the branch goes; for the rows out of sight also the name and the quietest counts.
  while (repository.length > (kept === 0 ? 1 : 0) && isTooWide()) repository.pop();
  while (kept > 0 && counts.length > COUNT_SPANS && isTooWide()) counts.splice(-COUNT_SPANS);
  const left = [span(' '), ...repository, ...counts];
  const right = fitting(parts, at.width - spansWidth(left) - 2);
  return <Rows at={at} rows={[line({ width: at.width, left, right, ellipsis: glyphs.ellipsis })]} />;
}

function repositorySpans(repository: RepositoryLine, glyphs: GlyphSet): readonly Span[] {
  const ahead = repository.ahead > 0 ? ` ${glyphs.ahead}${repository.ahead}` : '';
  const behind = repository.behind > 0 ? ` ${glyphs.behind}${repository.behind}` : '';
  return [span(repository.name, { bold: true }), span(`  ${repository.branch ?? 'detached'}`), span(`${ahead}${behind}`, { dim: true })];
}

/** Blanks, mark and number. */
const COUNT_SPANS = 3;

/** Counts by mark, only those that occur: `● 3  ? 1`. States that share a mark share a count. */
export function countSpans(agents: readonly Agent[], glyphs: GlyphSet): readonly Span[] {
  const counts = new Map<string, { count: number; style: Span['style'] }>();
  for (const state of COUNT_ORDER) {
    const count = agents.filter((agent) => agent.state === state).length;
    if (count === 0) continue;
    const mark = markOf(state);
    const known = counts.get(mark[glyphs.name]);
    counts.set(mark[glyphs.name], { count: count + (known?.count ?? 0), style: known?.style ?? mark.style });
  }
  return [...counts].flatMap(([mark, { count, style }], at) => [span(at === 0 ? '   ' : '  '), span(mark, style), span(` ${count}`)]);
}

// Most important first; what does not fit goes, the last first.
function rightParts({ world, view, storageError, hostStartedAt }: HeaderProps['screen'], listRange: string | null): readonly Span[] {
  const parts: Span[] = [];
  if (storageError !== null) parts.push(span('not saved', { colour: 'red', bold: true }));
  if (world.isReadOnly) parts.push(span('read-only', { colour: 'yellow' }));
  if (listRange !== null) parts.push(span(listRange, { dim: true }));
  if (view.filter !== '') parts.push(span(`/${view.filter}`, { colour: 'yellow' }));
  if (world.isSlow) parts.push(span('slow line', { colour: 'yellow' }));
  parts.push(span(clockText(world.now)));
  if (hostStartedAt !== null) parts.push(span(`host ${ageText(ageAt(hostStartedAt, world.now))}`, { dim: true }));
  return parts;
}

/** Each with its gap, and the blank at the end. */
function takenBy(parts: readonly Span[]): number {
  return parts.reduce((sum, part) => sum + spansWidth([part]) + 3, 1);
}

function fitting(parts: readonly Span[], width: number): readonly Span[] {
  const shown: Span[] = [];
  for (const part of parts) {
    if (takenBy([...shown, part]) > width) break;
    shown.push(part);
  }
  // The clock stands at the very right, where people look for it.
  return [...shown.reverse().flatMap((part, at) => (at === 0 ? [part] : [span('   '), part])), span(' ')].slice(shown.length === 0 ? 1 : 0);
}
