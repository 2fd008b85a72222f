// The first row: repository, branch and counts at the left; at the right what is true of the host, which goes first when it gets narrow.
import type { ReactElement } from 'react';
import type { AgentState } from '../core/model/agent.js';
import { plainText } from '../core/model/plain-text.js';
import { ageAt, ageText, clockText } from '../core/view/age.js';
import type { Rect } from '../core/view/layout.js';
import { othersAmong, ownAmong } from '../core/view/neighbour.js';
import { countedState } from '../core/view/shown-pull.js';
import { COUNT_ORDER, markOf } from '../core/view/state-mark.js';
import { moneyText } from '../core/view/task-rows.js';
import type { GlyphSet } from './glyphs.js';
import { cutSpans, line, type Span, span, spansWidth } from './line.js';
import { Rows } from './rows.js';
import type { Money, RepositoryLine, ScreenProps } from './screen-props.js';

export interface HeaderProps {
  /** `3-9 of 20`, where the list can not say it itself. */
  readonly listRange: string | null;
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly screen: Pick<ScreenProps, 'repository' | 'hostStartedAt' | 'storageError' | 'money' | 'queue'> & {
    readonly world: Pick<ScreenProps['world'], 'agents' | 'pulls' | 'mail' | 'actions' | 'now' | 'isSlow' | 'isReadOnly'>;
    readonly view: Pick<ScreenProps['view'], 'filter'>;
  };
}

/** Columns of the repository's name that stay however narrow it gets. */
const LEAST_NAME = 8;

export function Header({ at, glyphs, screen, listRange }: HeaderProps): ReactElement {
  const { agents, pulls } = screen.world;
  const counts = [
    ...mailSpans(screen.world),
    ...countSpans(
      ownAmong(agents).map((agent) => countedState(agent, pulls)),
      glyphs,
    ),
  ];
  const repository = repositorySpans(screen.repository, glyphs);
  const warnings = warningParts(screen, listRange);
  const warned = warnings.length === 0 ? 0 : 2 + takenBy(warnings);
  // Too narrow for all: counts and warnings say what needs the person, so the branch goes, then the end of a long name.
  const room = at.width - 1 - spansWidth(counts) - warned;
  let shown = repository.length;
  while (shown > 1 && spansWidth(repository.slice(0, shown)) > room) shown -= 1;
  const name = cutSpans(repository.slice(0, 1), Math.max(LEAST_NAME, room), glyphs.ellipsis);
  // For the rows out of sight also the whole name goes, and the quietest counts.
  const isNarrow = listRange !== null && room < LEAST_NAME;
  while (isNarrow && counts.length > COUNT_SPANS && 1 + spansWidth(counts) + warned > at.width) counts.splice(-COUNT_SPANS);
  const left = [span(' '), ...(shown > 1 ? repository.slice(0, shown) : isNarrow ? [] : name), ...counts];
  const fits = (...more: readonly Span[]) => spansWidth([...left, ...more]) + warned + CLOCK_COLS <= at.width;
  // It goes before the clock does, and before it who is at work elsewhere.
  const money = moneySpans(screen.money);
  if (fits(...money)) left.push(...money);
  const elsewhere = elsewhereSpans(othersAmong(agents).length);
  if (at.width >= ELSEWHERE_FROM_COLS && fits(...elsewhere)) left.push(...elsewhere);
  const right = fitting([...warnings, ...clockParts(screen), ...queueParts(screen, at.width)], at.width - spansWidth(left) - 2);
  return <Rows at={at} rows={[line({ width: at.width, left, right, ellipsis: glyphs.ellipsis })]} />;
}

function repositorySpans(repository: RepositoryLine, glyphs: GlyphSet): readonly Span[] {
  const ahead = repository.ahead > 0 ? ` ${glyphs.ahead}${repository.ahead}` : '';
  const behind = repository.behind > 0 ? ` ${glyphs.behind}${repository.behind}` : '';
  return [span(repository.name, { bold: true }), span(`  ${repository.branch ?? 'detached'}`), span(`${ahead}${behind}`, { dim: true })];
}

/** The clock with the blanks around it. */
const CLOCK_COLS = 10;

/** `$0.42 of $5.00 today`; nothing where nothing was spent and nothing bounds it. */
function moneySpans(money: Money | null): readonly Span[] {
  if (money === null || (money.usd === 0 && money.limitUsd === null)) return [];
  const text = moneyText(money.usd, money.isEstimated);
  if (money.limitUsd === null) return [span('   '), span(`${text} today`, { dim: true })];
  const isOver = money.usd >= money.limitUsd;
  return [span('   '), span(`${text} of ${moneyText(money.limitUsd, false)} today`, isOver ? { colour: 'red', bold: true } : {})];
}

/** Narrower, all room is for those of this host. */
const ELSEWHERE_FROM_COLS = 80;

/** Agents of other hosts, which are counted among none of the others. */
function elsewhereSpans(count: number): readonly Span[] {
  return count === 0 ? [] : [span('   '), span(`${count} elsewhere`, { dim: true })];
}

/** Blanks, mark and number. */
const COUNT_SPANS = 3;

/** Counts by mark, only those that occur: `● 3  ? 1`. States that share a mark share a count. */
export function countSpans(states: readonly AgentState[], glyphs: GlyphSet): readonly Span[] {
  const counts = new Map<string, { count: number; style: Span['style'] }>();
  for (const state of COUNT_ORDER) {
    const count = states.filter((own) => own === state).length;
    if (count === 0) continue;
    const mark = markOf(state);
    const known = counts.get(mark[glyphs.name]);
    counts.set(mark[glyphs.name], { count: count + (known?.count ?? 0), style: known?.style ?? mark.style });
  }
  return [...counts].flatMap(([mark, { count, style }], at) => [span(at === 0 ? '   ' : '  '), span(mark, style), span(` ${count}`)]);
}

/** `m 3`: the key that shows them, and how many to the person nobody has read. As many spans as a count. */
function mailSpans({ mail, actions }: Pick<ScreenProps['world'], 'mail' | 'actions'>): readonly Span[] {
  if (mail.unread.length === 0) return [];
  const key = actions.find(({ action }) => action === 'view.messages')?.keys.split(' ')[0] ?? '';
  const style = { colour: 'yellow', bold: true } as const;
  return [span('   '), span(key === '' ? 'messages' : key, style), span(` ${mail.unread.length}`, style)];
}

// Most important first; what does not fit goes, the last first.
function warningParts({ world, view, storageError }: HeaderProps['screen'], listRange: string | null): readonly Span[] {
  const parts: Span[] = [];
  if (storageError !== null) parts.push(span('not saved', { colour: 'red', bold: true }));
  if (world.isReadOnly) parts.push(span('read-only', { colour: 'yellow' }));
  if (listRange !== null) parts.push(span(listRange, { dim: true }));
  if (view.filter !== '') parts.push(span(`/${view.filter}`, { colour: 'yellow' }));
  if (world.isSlow) parts.push(span('slow line', { colour: 'yellow' }));
  return parts;
}

/** Each with its gap, and the blank at the end. */
function takenBy(parts: readonly Span[]): number {
  return parts.reduce((sum, part) => sum + spansWidth([part]) + 3, 1);
}

function clockParts({ world, hostStartedAt }: HeaderProps['screen']): readonly Span[] {
  const clock = span(clockText(world.now));
  return hostStartedAt === null ? [clock] : [clock, span(`host ${ageText(ageAt(hostStartedAt, world.now))}`, { dim: true })];
}

/** Below this width it says more than there is to know at a glance. */
const QUEUE_FROM_COLS = 100;

/** What the host does when nothing is left to do, where that is not just its end. */
function queueParts({ queue }: HeaderProps['screen'], width: number): readonly Span[] {
  if (queue === null || width < QUEUE_FROM_COLS) return [];
  if (queue.whenEmpty === 'wait') return [span('waits for goals', { dim: true })];
  if (!queue.stays) return [span('takes no more issues', { colour: 'yellow' })];
  return [span(`takes issues: ${plainText(queue.label ?? '', 30)}`, { dim: true })];
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
