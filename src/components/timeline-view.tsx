// What happened, when, to whom and why; the newest last.
import type { ReactElement } from 'react';
import { widthOf } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import { type TimelineRow, timelineRows } from '../core/view/timeline-rows.js';
import type { FieldName, TimelinePlace } from '../core/view/view-state.js';
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

const NAME_COLS = 20;

export function TimelineView({ layout, glyphs, place, screen, onField }: TimelineViewProps): ReactElement {
  const { body, hints } = layout;
  const all = timelineRows(place, screen.world.agents);
  const height = Math.max(1, body.height - 2);
  const end = Math.max(Math.min(height, all.length), all.length - place.fromEnd);
  const shown = all.slice(Math.max(0, end - height), end);
  const nameCols = Math.min(
    NAME_COLS,
    Math.floor(body.width / 4),
    all.reduce((most, row) => Math.max(most, widthOf(row.agent)), 0),
  );
  const rows = shown.map((row) => ` ${timelineLine(row, { nameCols, width: body.width - 3, glyphs, now: screen.world.now })}`);
  if (all.length === 0) {
    const text = place.entries === null ? 'Reading the log...' : 'Nothing has happened yet that the filter lets through.';
    rows.push(` ${line({ width: body.width - 3, left: [span(text, { dim: true })], ellipsis: glyphs.ellipsis })}`);
  }
  const of = screen.world.agents.find((agent) => agent.id === place.agent)?.name;
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

interface LineOrder {
  readonly nameCols: number;
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly now: number;
}

function timelineLine(row: TimelineRow, { nameCols, width, glyphs, now }: LineOrder): string {
  const name = line({ width: nameCols, left: [span(row.agent)], ellipsis: glyphs.ellipsis });
  const time = timeText(row.at, now);
  const rest = line({ width: Math.max(0, width - nameCols - time.length - 4), left: [span(row.text)], ellipsis: glyphs.ellipsis });
  return `${line({ width: time.length, left: [span(time, { dim: true })] })}  ${name}  ${rest}`;
}

/** `12:41:07`, with the day before it when it is not today. */
function timeText(iso: string, now: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '--:--:--';
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const isToday = at.toDateString() === new Date(now).toDateString();
  return isToday ? time : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}
