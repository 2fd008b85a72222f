// What an agent has changed: files at the left, hunks at the right. Only the rows in sight are made, so 20,000 lines scroll like 20.
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { DiffModel } from '../core/view/diff-rows.js';
import type { Layout } from '../core/view/layout.js';
import type { DiffPlace } from '../core/view/place.js';
import { rowAt } from '../core/view/review/move-cursor.js';
import { reviewOf } from '../core/view/review/review.js';
import { filesCols, lineDigits, shownOf } from '../core/view/review/review-layout.js';
import { matchesOf } from '../core/view/review/search.js';
import { isSeen, type Shown } from '../core/view/review/shown-rows.js';
import { savedNote, savedSentence } from '../core/view/saved-words.js';
import type { FieldName } from '../core/view/view-state.js';
import { fileRows } from './diff-files.js';
import { diffLine } from './diff-line.js';
import { FilterField } from './filter-line.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { type DiffColours, loadDiffColours } from './highlight.js';
import { line, type Span, span } from './line.js';
import type { ScreenProps } from './screen-props.js';

export interface DiffViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: DiffPlace;
  readonly screen: Pick<ScreenProps, 'view' | 'world'>;
  readonly onField: (field: FieldName, value: string) => void;
}

export function DiffView({ layout, glyphs, place, screen, onField }: DiffViewProps): ReactElement {
  const { body } = layout;
  const { model } = place;
  const colours = useColours(model);
  const review = reviewOf(screen.world.reviews, place.agent);
  const shown = shownOf(screen.view, screen.world, place);
  const filesWidth = filesCols(model, body.width);
  const hunks = { ...body, x: body.x + filesWidth, width: body.width - filesWidth };
  const inside = hunks.height - 2;
  const width = hunks.width - 2;
  const rows: string[] = [];
  if (model !== null && shown !== null) {
    const { left, search, side, staged } = place;
    // Comments may have come and gone on another screen: the cursor stays on a row that is there.
    const cursor = Math.min(place.cursor, Math.max(0, shown.length - 1));
    const order = { model, shown, review, staged, width, left, digits: lineDigits(model), glyphs, colours, search, cursor, side };
    const top = Math.min(place.top, cursor);
    for (let at = top; at < Math.min(shown.length, top + inside); at += 1) rows.push(diffLine(at, order));
  }
  if (rows.length === 0) rows.push(line({ width, left: [span(` ${emptyText(place)}`, { dim: true })], ellipsis: glyphs.ellipsis }));
  return (
    <>
      {filesWidth === 0 || model === null || shown === null ? null : (
        <Frame
          at={{ ...body, width: filesWidth }}
          title={[span('Files', { bold: true })]}
          right={filesRight(model, screen, place)}
          glyphs={glyphs}
          rows={fileRows(model, { current: shown.fileAt(place.cursor), review, width: filesWidth - 2, height: inside, glyphs })}
        />
      )}
      <Frame
        at={hunks}
        title={titleSpans({ place, screen, glyphs })}
        right={rightSpans(place, shown, inside)}
        glyphs={glyphs}
        rows={rows}
      />
      {place.isSearching ? <FilterField at={layout.hints} name="diffSearch" value={place.search} onField={onField} /> : null}
    </>
  );
}

// Loaded when the first diff is looked at: the languages are by far the heaviest part of the screen.
function useColours(model: DiffModel | null): DiffColours | null {
  const [load, setLoad] = useState<((model: DiffModel) => DiffColours) | null>(null);
  useEffect(() => {
    let isMounted = true;
    // A diff without colours is still a diff: an install that went away under the host must not take the view down.
    loadDiffColours().then(
      (make) => isMounted && setLoad(() => make),
      () => undefined,
    );
    return () => {
      isMounted = false;
    };
  }, []);
  return useMemo(() => (load === null || model === null ? null : load(model)), [load, model]);
}

function emptyText(place: DiffPlace): string {
  if (place.model === null) return 'Reading the diff...';
  return place.saved?.commit === null ? `${savedSentence(place.name, place.saved)}.` : `${place.name} has not changed anything yet.`;
}

function filesRight(model: DiffModel, { world }: DiffViewProps['screen'], { agent }: DiffPlace): readonly Span[] {
  const review = reviewOf(world.reviews, agent);
  const seen = model.files.filter((file) => isSeen(model, file, review)).length;
  return [span(seen === 0 ? ` ${model.files.length} ` : ` ${seen} of ${model.files.length} seen `, { dim: true })];
}

function titleSpans({ place, screen, glyphs }: Pick<DiffViewProps, 'place' | 'screen' | 'glyphs'>): readonly Span[] {
  const { name, model, isTruncated, agent, saved } = place;
  if (model === null) return [span(`Diff of ${name}`, { bold: true })];
  const files = `${model.files.length} ${model.files.length === 1 ? 'file' : 'files'}`;
  const { comments } = reviewOf(screen.world.reviews, agent);
  const unsent = screen.view.reviewing.sendingTo === agent ? `sending ${comments.length}` : `${comments.length} unsent`;
  return [
    span(`Diff of ${name}`, { bold: true }),
    span(`${glyphs.dot}${files} `),
    span(`+${model.additions}`, { colour: 'green' }),
    span(` ${glyphs.minus}${model.deletions}`, { colour: 'red' }),
    span(comments.length === 0 ? '' : `${glyphs.dot}${unsent}`, { colour: 'yellow', bold: true }),
    span(saved === undefined ? '' : `${glyphs.dot}${savedNote(saved)}`, { colour: 'yellow' }),
    span(isTruncated ? `${glyphs.dot}cut off: too large to show whole` : '', { colour: 'yellow' }),
  ];
}

function rightSpans(place: DiffPlace, shown: Shown | null, inside: number): readonly Span[] {
  const { model, search, left, top } = place;
  if (model === null || shown === null) return [];
  const side = left === 0 ? [] : [span(` from column ${left + 1} `, { dim: true })];
  const found = search === '' ? [] : [span(` /${search.slice(0, 20)} ${countOf(place, shown)} `, { colour: 'yellow' })];
  const isWhole = shown.length <= inside;
  return isWhole ? [...found, ...side] : [...found, ...side, span(` ${scrolled(top, shown.length - inside)} % `, { dim: true })];
}

/** Which of the places the cursor is on, or how many there are. */
function countOf(place: DiffPlace, shown: Shown): string {
  const matches = place.model === null ? [] : matchesOf(place.model, place.search);
  const at = matches.indexOf(rowAt(place, shown) ?? -1);
  if (matches.length === 0) return 'not found';
  return at === -1 ? `${matches.length}` : `${at + 1} of ${matches.length}`;
}

// A jump puts the last file at the top, further down than the end of the diff at the bottom: that is all of it, too.
function scrolled(top: number, last: number): number {
  return Math.min(100, Math.round((top / last) * 100));
}
