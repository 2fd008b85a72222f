// The configuration: every key by section, its value, where that comes from; below, what the chosen one means. Edited in its row.
import type { ReactElement } from 'react';
import type { ConfigEntry } from '../core/model/config-entry.js';
import {
  CONFIG_ABOUT_ROWS,
  type ConfigRow,
  chosenEntry,
  configRows,
  configTop,
  NEW_KEY_EXAMPLES,
  shownEntries,
  valueText,
} from '../core/view/config-rows.js';
import { widthOf, wrapText } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import type { ConfigPlace } from '../core/view/place.js';
import type { FieldName } from '../core/view/view-state.js';
import { FilterField } from './filter-line.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, line, type Span, span } from './line.js';
import { TextField } from './text-field.js';

export interface ConfigViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: ConfigPlace;
  readonly onField: (field: FieldName, value: string) => void;
}

/** Below this width where a value comes from and what it means stand only with the chosen key. */
const WIDE_FROM_COLS = 100;

export function ConfigView({ layout, glyphs, place, onField }: ConfigViewProps): ReactElement {
  const { body, hints } = layout;
  const width = body.width - 3;
  const inside = body.height - 2;
  // On the lowest screens the keys matter more than their meaning.
  const notices = Math.min(3, noticeLines(place, width).length);
  const aboutRows = inside >= CONFIG_ABOUT_ROWS + notices + 4 ? CONFIG_ABOUT_ROWS + notices : inside >= 4 ? 2 : 0;
  const height = Math.max(1, inside - aboutRows);
  const all = configRows(place);
  const top = configTop(all, height);
  const columns = columnsOf(all, width);
  const shown = all.slice(top, top + height);
  const rows = shown.map(
    (row) => ` ${configLine(row, { columns, width, glyphs, isEdited: place.edit !== null && place.edit.name !== null })}`,
  );
  if (rows.length === 0) rows.push(` ${line({ width, left: [span(emptyText(place), { dim: true })], ellipsis: glyphs.ellipsis })}`);
  const blank = Array.from({ length: height - rows.length }, () => '');
  const about = aboutLines(place, width).slice(0, aboutRows);
  const painted = about.map((spans) => ` ${line({ width, left: spans, ellipsis: glyphs.ellipsis })}`);
  const keys = shownEntries(place).length;
  const right = all.length > shown.length ? [span(` ${keys} keys `, { dim: true })] : [];
  const title: Span[] = [
    span('Configuration', { bold: true }),
    span(place.filter === '' ? '' : `${glyphs.dot}/${place.filter}`, { colour: 'yellow' }),
  ];
  const isNew = place.edit !== null && place.edit.name === null;
  const editedAt = place.edit === null || isNew ? -1 : shown.findIndex((row) => row.kind === 'key' && row.isChosen);
  const x = body.x + 2 + VALUE_GAP + columns.name;
  return (
    <>
      <Frame at={body} title={title} right={right} glyphs={glyphs} rows={[...rows, ...blank, ...painted]} />
      {editedAt === -1 || place.edit === null ? null : (
        <TextField
          key={place.edit.name ?? ''}
          name="configValue"
          value={place.edit.text}
          at={{ x, y: body.y + 1 + editedAt, width: Math.max(1, width - VALUE_GAP - columns.name) }}
          onChange={onField}
        />
      )}
      {isNew && place.edit !== null ? (
        <FilterField
          at={hints}
          name="configValue"
          value={place.edit.text}
          mark="New key:"
          keys="Enter save   Esc leave"
          onField={onField}
        />
      ) : null}
      {place.isFiltering ? <FilterField at={hints} name="configFilter" value={place.filter} onField={onField} /> : null}
    </>
  );
}

/** Cursor, blank, and the blanks behind the name. */
const VALUE_GAP = 4;

interface Columns {
  readonly name: number;
  readonly value: number;
  /** 0: only said of the chosen key. */
  readonly origin: number;
  readonly about: number;
}

/** What a column of a wide screen may take at most; the rest is for what the keys mean. */
const MOST = { value: 24, origin: 34 } as const;

function columnsOf(rows: readonly ConfigRow[], width: number): Columns {
  const widest = (of: (entry: ConfigEntry) => string, least: number) =>
    rows.reduce((most, row) => (row.kind === 'key' ? Math.max(most, widthOf(of(row.entry))) : most), least);
  const name = Math.min(widest(keyText, 8), Math.floor(width / 2) - VALUE_GAP);
  const rest = width - name - VALUE_GAP;
  if (width < WIDE_FROM_COLS) return { name, value: rest, origin: 0, about: 0 };
  const value = Math.min(MOST.value, widest(valueText, 8));
  const origin = Math.min(MOST.origin, widest(originText, 7));
  return { name, value, origin, about: rest - value - origin - 4 };
}

/** Without its section, which stands above. */
function keyText({ name }: ConfigEntry): string {
  return name.includes('.') ? name.slice(name.indexOf('.') + 1) : name;
}

interface RowOrder {
  readonly columns: Columns;
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly isEdited: boolean;
}

function configLine(row: ConfigRow, { columns, width, glyphs, isEdited }: RowOrder): string {
  const { ellipsis } = glyphs;
  if (row.kind === 'section') return line({ width, left: [span(row.name, { bold: true })], ellipsis });
  const { entry, isChosen } = row;
  const cursor = isChosen ? span(`${glyphs.cursor} `, { colour: ACCENT, bold: true }) : span('  ');
  const cell = (text: string, cols: number, style: Span['style']) => span(line({ width: cols, left: [span(text)], ellipsis }), style);
  const name = cell(
    keyText(entry),
    columns.name,
    isChosen ? { colour: ACCENT, bold: true } : entry.name.includes('.') ? {} : { bold: true },
  );
  if (isChosen && isEdited) return line({ width, left: [cursor, name], ellipsis });
  const isSet = entry.origin !== null;
  const value = cell(valueText(entry), columns.value, isSet ? { bold: true } : { dim: true });
  const more =
    columns.origin === 0
      ? []
      : [span('  '), cell(originText(entry), columns.origin, { dim: true }), span('  '), cell(entry.about, columns.about, { dim: true })];
  return line({ width, left: [cursor, name, span('  '), value, ...more], ellipsis });
}

function originText({ origin }: ConfigEntry): string {
  return origin ?? 'default';
}

function emptyText({ entries }: ConfigPlace): string {
  return entries === null ? 'Reading the configuration...' : 'No key matches the filter.';
}

/** What the chosen key means and takes; while it is edited, what is wrong with what was typed. */
function aboutLines(place: ConfigPlace, width: number): readonly (readonly Span[])[] {
  const entry = chosenEntry(place);
  const rule: readonly Span[] = [];
  const { edit } = place;
  if (edit !== null && edit.name === null) return [rule, ...newKeyLines(edit.problem, place.file, width)];
  if (entry === null) return [rule, ...noticeLines(place, width)];
  const running =
    'running' in entry ? ` The running host has ${JSON.stringify(entry.running)}; it takes this when it is started again.` : '';
  const state = `${entry.name} is ${valueText(entry)} (${originText(entry)}).${running}`;
  if (edit !== null) {
    const said = edit.problem ?? `Allowed: ${entry.allowed}.`;
    const keys = edit.problem === null ? `Enter saves it in ${place.file}.  Esc leaves it.` : 'Esc leaves it as it was.';
    const first = wrapText(said, width)[0] ?? '';
    return [
      rule,
      [span(first, edit.problem === null ? {} : { colour: 'red', bold: true })],
      [span(entry.about)],
      [span(keys, { dim: true })],
    ];
  }
  const notices = noticeLines(place, width);
  const meaning = [entry.about, `Allowed: ${entry.allowed}.`].filter((text) => text !== '').flatMap((text) => wrapText(text, width));
  return [rule, [span(state, { dim: true })], ...meaning.slice(0, 3).map((text) => [span(text)]), ...notices];
}

function newKeyLines(problem: string | null, file: string, width: number): readonly (readonly Span[])[] {
  const wrong =
    problem === null ? [] : wrapText(problem, width).map((text) => [span(text, { colour: 'red' as const, bold: true as const })]);
  const examples = `Name and value of a key, such as ${NEW_KEY_EXAMPLES.join(', or ')}`;
  const rows = [...wrapText(examples, width), ...wrapText(`It is saved in ${file}; the host takes it when it is started again.`, width)];
  return [...wrong.slice(0, 2), ...rows.map((text) => [span(text, { dim: true as const })])];
}

function noticeLines({ notices }: ConfigPlace, width: number): readonly (readonly Span[])[] {
  return notices.flatMap((text) => wrapText(text, width)).map((text) => [span(text, { colour: 'yellow' as const })]);
}
