// What an agent has changed: files at the left, hunks at the right. Only the rows in sight are made, so 20,000 lines scroll like 20.
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { type DiffFile, type DiffModel, fileOfRow } from '../core/view/diff-rows.js';
import { widthOf } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import type { DiffPlace } from '../core/view/view-state.js';
import { diffLine } from './diff-line.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { type DiffColours, loadDiffColours } from './highlight.js';
import { ACCENT, line, type Span, span } from './line.js';

export interface DiffViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: DiffPlace;
}

/** Below this width the files stand only in the hunks' own headings. */
const FILES_FROM_COLS = 90;

export function DiffView({ layout, glyphs, place }: DiffViewProps): ReactElement {
  const { body } = layout;
  const { model } = place;
  const colours = useColours(model);
  const filesWidth =
    model === null || model.files.length === 0 || body.width < FILES_FROM_COLS ? 0 : Math.min(44, Math.floor(body.width * 0.28));
  const hunks = { ...body, x: body.x + filesWidth, width: body.width - filesWidth };
  const inside = hunks.height - 2;
  const digits = useMemo(() => lineDigits(model), [model]);
  const order = { width: hunks.width - 2, left: place.left, digits, glyphs, colours };
  const rows = model === null ? [] : model.rows.slice(place.top, place.top + inside).map((_, at) => diffLine(model, place.top + at, order));
  if (rows.length === 0)
    rows.push(line({ width: hunks.width - 2, left: [span(` ${emptyText(place)}`, { dim: true })], ellipsis: glyphs.ellipsis }));
  const side = place.left === 0 ? [] : [span(` from column ${place.left + 1} `, { dim: true })];
  const isWhole = model === null || model.rows.length <= inside;
  const right = isWhole ? side : [...side, span(` ${scrolled(place.top, model.rows.length - inside)} % `, { dim: true })];
  return (
    <>
      {filesWidth === 0 || model === null ? null : (
        <Frame
          at={{ ...body, width: filesWidth }}
          title={[span('Files', { bold: true })]}
          right={[span(` ${model.files.length} `, { dim: true })]}
          glyphs={glyphs}
          rows={fileRows(model, { current: fileOfRow(model, place.top), width: filesWidth - 2, height: inside, glyphs })}
        />
      )}
      <Frame at={hunks} title={titleSpans(place, glyphs)} right={right} glyphs={glyphs} rows={rows} />
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

// A jump puts the last file at the top, further down than the end of the diff at the bottom: that is all of it, too.
function scrolled(top: number, last: number): number {
  return Math.min(100, Math.round((top / last) * 100));
}

function emptyText(place: DiffPlace): string {
  return place.model === null ? 'Reading the diff...' : `${place.name} has not changed anything yet.`;
}

function titleSpans({ name, model, isTruncated }: DiffPlace, glyphs: GlyphSet): readonly Span[] {
  if (model === null) return [span(`Diff of ${name}`, { bold: true })];
  const files = `${model.files.length} ${model.files.length === 1 ? 'file' : 'files'}`;
  return [
    span(`Diff of ${name}`, { bold: true }),
    span(`${glyphs.dot}${files} `),
    span(`+${model.additions}`, { colour: 'green' }),
    span(` ${glyphs.minus}${model.deletions}`, { colour: 'red' }),
    span(isTruncated ? `${glyphs.dot}cut off: too large to show whole` : '', { colour: 'yellow' }),
  ];
}

interface FileRowsOrder {
  readonly current: number;
  readonly width: number;
  readonly height: number;
  readonly glyphs: GlyphSet;
}

function fileRows(model: DiffModel, { current, width, height, glyphs }: FileRowsOrder): readonly string[] {
  const top = Math.max(0, Math.min(current - Math.floor(height / 2), model.files.length - height));
  return model.files.slice(top, top + height).map((file, at) => {
    const isCurrent = top + at === current;
    const right = [span(` +${file.additions}`, { colour: 'green' }), span(` ${glyphs.minus}${file.deletions} `, { colour: 'red' })];
    const left = [
      span(isCurrent ? glyphs.cursor : ' ', { colour: ACCENT, bold: true }),
      span(`${KIND_MARKS[file.kind]} `, { dim: true }),
      span(pathTail(file.path, width - 12, glyphs), isCurrent ? { colour: ACCENT, bold: true } : {}),
    ];
    return line({ width, left, right: file.isBinary ? [span(' binary ', { dim: true })] : right, ellipsis: glyphs.ellipsis });
  });
}

const KIND_MARKS: Readonly<Record<DiffFile['kind'], string>> = { changed: 'M', added: 'A', deleted: 'D', renamed: 'R' };

// The end of a path tells files apart; its beginning may go.
function pathTail(path: string, width: number, glyphs: GlyphSet): string {
  if (widthOf(path) <= width) return path;
  const parts = path.split('/');
  while (parts.length > 1 && widthOf(`${glyphs.ellipsis}/${parts.join('/')}`) > width) parts.shift();
  return `${glyphs.ellipsis}/${parts.join('/')}`;
}

function lineDigits(model: DiffModel | null): number {
  let most = 1;
  for (const row of model?.rows ?? []) if ('newLine' in row) most = Math.max(most, row.oldLine, row.newLine);
  return String(most).length;
}
