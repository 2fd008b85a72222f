// Who wrote what to whom, and how far it has come; the newest last. Below, where there is room, the chosen message; or one whole.
import type { ReactElement } from 'react';
import type { KeptMessage } from '../core/model/message.js';
import { ageAt, ageText } from '../core/view/age.js';
import { shortName, widthOf } from '../core/view/fit-text.js';
import type { Layout } from '../core/view/layout.js';
import { isUnread, receiverName, senderName } from '../core/view/mail.js';
import { messagePage, messageText, PAGE_LABELS } from '../core/view/message-page.js';
import {
  chosenMessage,
  gistOf,
  listedMessages,
  listName,
  MESSAGE_MARKS,
  stateWord,
  TYPE_WORDS,
  whyWaiting,
} from '../core/view/message-rows.js';
import type { MessagesPlace } from '../core/view/place.js';
import { messagesLayout, shownMessage } from '../core/view/reduce-messages.js';
import type { FieldName } from '../core/view/view-state.js';
import { FilterField } from './filter-line.js';
import { Frame, ruleRow } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, cutSpans, line, type Span, span, spansWidth } from './line.js';
import type { ScreenProps } from './screen-props.js';

export interface MessagesViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: MessagesPlace;
  readonly screen: Pick<ScreenProps, 'view' | 'world'>;
  readonly onField: (field: FieldName, value: string) => void;
}

const CHOSEN = { colour: ACCENT, bold: true } as const;

export function MessagesView(props: MessagesViewProps): ReactElement {
  const { layout, glyphs, place, screen, onField } = props;
  const { mail } = screen.world;
  const reading = place.reading === null ? null : shownMessage(place, mail);
  const { rows, title, right, ruleAt = null } = reading === null ? listParts(props) : pageParts(props, reading);
  return (
    <>
      <Frame at={layout.body} title={title} right={right} glyphs={glyphs} rows={rows} teesAt={ruleAt} />
      {place.isFiltering ? <FilterField at={layout.hints} name="messageFilter" value={place.filter} onField={onField} /> : null}
    </>
  );
}

interface Parts {
  readonly rows: readonly string[];
  readonly title: readonly Span[];
  readonly right: readonly Span[];
  /** Row that is a rule from side to side. */
  readonly ruleAt?: number;
}

function listParts({ layout, glyphs, place, screen }: MessagesViewProps): Parts {
  const { view, world } = screen;
  const { width, listRows, previewRows } = messagesLayout(view, world);
  const show = (left: readonly Span[]) => ` ${line({ width, left, ellipsis: glyphs.ellipsis })}`;
  const all = listedMessages(place, world.mail);
  const chosen = chosenMessage(place, world.mail);
  const at = chosen === null ? 0 : all.indexOf(chosen);
  const top = Math.max(0, Math.min(at - Math.floor(listRows / 2), all.length - listRows));
  const shown = all.slice(top, top + listRows);
  const columns = columnsOf(shown, { width, now: world.now, glyphs });
  const rows = shown.map((kept) => ` ${messageLine(kept, { columns, width, glyphs, isChosen: kept === chosen, now: world.now })}`);
  if (all.length === 0) rows.push(show([span(emptyText(place), { dim: true })]));
  const agent = world.agents.find(({ id }) => id === place.agent)?.name ?? null;
  const title = [
    span('Messages', { bold: true }),
    span(`${glyphs.dot}${listName(place, agent)}`),
    span(place.filter === '' ? '' : `${glyphs.dot}/${place.filter}`, { colour: 'yellow' as const }),
  ];
  const right = all.length > shown.length ? [span(` ${top + 1}-${top + shown.length} of ${all.length} `, { dim: true })] : [];
  if (previewRows === 0 || chosen === null) return { rows, title, right };
  const blank = Array.from({ length: Math.max(0, listRows - rows.length) }, () => '');
  const text = messageText(chosen, width);
  const whole = text.slice(0, previewRows - 1).map((row) => show([span(row)]));
  const head = previewHead(chosen, { shown: text.length > whole.length ? 'cut' : 'whole', why: whyWaiting(chosen, world.agents), glyphs });
  const rule = ruleRow({ at: { width: layout.body.width - 2 }, title: head, glyphs });
  return { rows: [...rows, ...blank, rule, ...whole], title, right, ruleAt: listRows };
}

interface HeadOrder {
  readonly shown: 'whole' | 'cut';
  /** Why it lies there; null where it is handed over as soon as its receiver rests. */
  readonly why: string | null;
  readonly glyphs: GlyphSet;
}

/** Whose it is, and how to read more of it than there is room for. */
function previewHead(kept: KeptMessage, { shown, why, glyphs }: HeadOrder): readonly Span[] {
  return [
    span(senderName(kept), { bold: true }),
    span(` ${glyphs.becomes} ${receiverName(kept)}${glyphs.dot}${TYPE_WORDS[kept.message.type]}`),
    span(`${glyphs.dot}${stateWord(kept)}`, isUnread(kept) ? { colour: 'yellow' } : MESSAGE_MARKS[kept.state].style),
    span(why === null ? '' : `${glyphs.dot}${why}`, { colour: 'yellow' }),
    span(shown === 'whole' ? '' : `${glyphs.dot}Enter reads it whole`, { dim: true }),
  ];
}

function pageParts({ glyphs, place, screen }: MessagesViewProps, kept: KeptMessage): Parts {
  const { view, world } = screen;
  const { width, height } = messagesLayout(view, world);
  const lines = messagePage(kept, world.mail, { width, now: world.now, agents: world.agents });
  const top = Math.min(place.reading?.top ?? 0, Math.max(0, lines.length - height));
  const shown = lines.slice(top, top + height);
  const rows = shown.map(({ label, text, style }) => {
    const before = label === null ? [] : [span(label.padEnd(PAGE_LABELS), { dim: true })];
    return ` ${line({ width, left: [...before, span(text, style)], ellipsis: glyphs.ellipsis })}`;
  });
  const title = [span('Messages', { bold: true }), span(`${glyphs.dot}${TYPE_WORDS[kept.message.type]} from ${senderName(kept)}`)];
  const right = lines.length > shown.length ? [span(` ${top + 1}-${top + shown.length} of ${lines.length} `, { dim: true })] : [];
  return { rows, title, right };
}

interface Columns {
  readonly from: number;
  readonly to: number;
  /** 0: there is no room for it. */
  readonly type: number;
  readonly state: number;
  readonly age: number;
}

interface ColumnOrder {
  readonly width: number;
  readonly now: number;
  readonly glyphs: GlyphSet;
}

/** Below these widths the kind, where it is none of the usual ones, stands before the text, and the state in words makes room for it. */
const TYPE_FROM_COLS = 90;
const STATE_FROM_COLS = 100;
const MOST_NAME = 26;
/** Below this width the age goes, and the blanks around the arrow. */
const AGE_FROM_COLS = 50;

function columnsOf(shown: readonly KeptMessage[], { width, now }: ColumnOrder): Columns {
  const widest = (of: (kept: KeptMessage) => string) => shown.reduce((most, kept) => Math.max(most, widthOf(of(kept))), 0);
  const name = Math.min(MOST_NAME, Math.max(6, Math.floor(width / (isNarrow(width) ? 5 : 6))));
  return {
    from: Math.min(name, widest(senderName)),
    to: Math.min(name, widest(receiverName)),
    type: width < TYPE_FROM_COLS ? 0 : widest((kept) => TYPE_WORDS[kept.message.type]),
    state: width < STATE_FROM_COLS ? 0 : widest(stateWord),
    age: width < AGE_FROM_COLS ? 0 : widest((kept) => ageOf(kept, now)),
  };
}

/** The column of the kind, which is nearly always the same, goes to the names. */
function isNarrow(width: number): boolean {
  return width >= AGE_FROM_COLS && width < TYPE_FROM_COLS;
}

function ageOf({ message }: KeptMessage, now: number): string {
  return ageText(ageAt(message.timestamp, now));
}

interface LineOrder extends ColumnOrder {
  readonly columns: Columns;
  readonly isChosen: boolean;
}

function messageLine(kept: KeptMessage, { columns, width, glyphs, isChosen, now }: LineOrder): string {
  const { ellipsis } = glyphs;
  const isNew = isUnread(kept);
  const mark = MESSAGE_MARKS[kept.state];
  const cell = (text: string, cols: number, style: Span['style'] = {}): readonly Span[] => {
    const cut = cutSpans([span(text, style)], cols, ellipsis);
    return [...cut, span(' '.repeat(Math.max(0, cols - spansWidth(cut))))];
  };
  const name: Span['style'] = isChosen ? CHOSEN : isNew ? { bold: true } : {};
  const left = [
    isChosen ? span(glyphs.cursor, CHOSEN) : span(' '),
    span(mark[glyphs.name], isNew ? { colour: 'yellow', bold: true } : mark.style),
    span(' '),
    ...cell(shortName(senderName(kept), columns.from, ellipsis), columns.from, name),
    span(columns.age === 0 ? glyphs.becomes : ` ${glyphs.becomes} `, { dim: true }),
    ...cell(shortName(receiverName(kept), columns.to, ellipsis), columns.to, name),
    span('  '),
    ...(columns.type === 0 ? [] : [...cell(TYPE_WORDS[kept.message.type], columns.type, { dim: true }), span('  ')]),
  ];
  const state: Span['style'] = isNew ? { colour: 'yellow' } : kept.state === 'dead' ? { colour: 'red' } : { dim: true };
  const right = [
    ...(columns.state === 0 ? [] : [...cell(stateWord(kept), columns.state, state), span('  ')]),
    ...(columns.age === 0 ? [] : [span(ageOf(kept, now).padStart(columns.age), { dim: true })]),
  ];
  const room = Math.max(0, width - spansWidth(left) - (right.length === 0 ? 0 : spansWidth(right) + 2));
  const isUsual = !isNarrow(width) || kept.message.type === 'message';
  const kind = isUsual ? [] : [span(`${TYPE_WORDS[kept.message.type]}: `, { dim: true })];
  left.push(...cutSpans([...kind, span(gistOf(kept), isNew ? { bold: true } : {})], room, ellipsis));
  return line({ width, left, right, ellipsis });
}

function emptyText({ of, filter }: MessagesPlace): string {
  if (filter !== '') return 'No message matches the filter.';
  const words = {
    all: 'No messages yet. n writes one.',
    inbox: 'You have read everything.',
    dead: 'No message was given up.',
    agent: 'No message from or to it.',
  } as const;
  return words[of];
}
