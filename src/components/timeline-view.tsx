// What happened, when, to whom and why; the newest last.
import type { ReactElement } from 'react';
import type { Layout } from '../core/view/layout.js';
import { ORCHESTRATOR } from '../core/view/orchestrator.js';
import type { TimelinePlace } from '../core/view/place.js';
import { GAP, type TimelineRow, type TimelineTable, timelineTable } from '../core/view/timeline-rows.js';
import type { FieldName } from '../core/view/view-state.js';
import { FilterField } from './filter-line.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { line, type Span, span } from './line.js';
import type { ScreenProps } from './screen-props.js';

export interface TimelineViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: TimelinePlace;
  readonly screen: Pick<ScreenProps, 'world'>;
  readonly onField: (field: FieldName, value: string) => void;
}

export function TimelineView({ layout, glyphs, place, screen, onField }: TimelineViewProps): ReactElement {
  const { body, hints } = layout;
  const width = body.width - 3;
  const { rows: all, ...columns } = timelineTable(place, screen.world.agents, { width, now: screen.world.now });
  const height = Math.max(1, body.height - 2);
  const end = Math.max(Math.min(height, all.length), all.length - place.fromEnd);
  const shown = all.slice(Math.max(0, end - height), end);
  const rows = shown.map((row) => ` ${timelineLine(row, { ...columns, width, glyphs })}`);
  if (all.length === 0) {
    const text = place.entries === null ? 'Reading the log...' : 'Nothing has happened yet that the filter lets through.';
    rows.push(` ${line({ width, left: [span(text, { dim: true })], ellipsis: glyphs.ellipsis })}`);
  }
  const of = place.agent === ORCHESTRATOR ? ORCHESTRATOR : screen.world.agents.find((agent) => agent.id === place.agent)?.name;
  const title: Span[] = [
    span('Timeline', { bold: true }),
    span(of === undefined ? '' : `${glyphs.dot}${of}`),
    span(place.filter === '' ? '' : `${glyphs.dot}/${place.filter}`, { colour: 'yellow' }),
  ];
  const right = all.length > shown.length ? [span(` ${end - shown.length + 1}-${end} of ${all.length} `, { dim: true })] : [];
  return (
    <>
      <Frame at={body} title={title} right={right} glyphs={glyphs} rows={rows} />
      {place.isFiltering ? <FilterField at={hints} name="timelineFilter" value={place.filter} onField={onField} /> : null}
    </>
  );
}

interface LineOrder extends Pick<TimelineTable, 'timeCols' | 'nameCols'> {
  readonly width: number;
  readonly glyphs: GlyphSet;
}

function timelineLine({ time, agent, text }: TimelineRow, { timeCols, nameCols, width, glyphs }: LineOrder): string {
  const { ellipsis } = glyphs;
  const name = nameCols === 0 ? '' : `${line({ width: nameCols, left: [span(agent)], ellipsis })}${' '.repeat(GAP)}`;
  const rest = Math.max(0, width - timeCols - GAP - (nameCols === 0 ? 0 : nameCols + GAP));
  const own = time === '' ? span(text, { dim: true }) : span(text);
  return `${line({ width: timeCols, left: [span(time, { dim: true })] })}${' '.repeat(GAP)}${name}${line({ width: rest, left: [own], ellipsis })}`;
}
