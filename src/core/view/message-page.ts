// One message whole, as the lines of a page: from whom, to whom, how far it has come, what belongs to it, and what it says. Pure.
import type { Agent } from '../model/agent.js';
import { saidAndNext } from '../model/error.js';
import type { KeptMessage, Message, MessageResult } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { ageAt, ageText, clockText } from './age.js';
import { wrapText } from './fit-text.js';
import { isUnread, type Mail, receiverName, senderName } from './mail.js';
import { gistOf, listedMessages, TYPE_WORDS, whyWaiting } from './message-rows.js';
import type { Style } from './state-mark.js';

export interface PageLine {
  /** Before the text; empty behind the first row of a field, null where the text has the whole width. */
  readonly label: string | null;
  readonly text: string;
  readonly style?: Style;
}

/** Columns of the labels. */
export const PAGE_LABELS = 10;

export interface PageOrder {
  readonly width: number;
  readonly now: number;
  readonly agents: readonly Agent[];
}

export function messagePage(kept: KeptMessage, mail: Mail, { width, now, agents }: PageOrder): readonly PageLine[] {
  const { payload, timestamp, type } = kept.message;
  const room = Math.max(1, width - PAGE_LABELS);
  const field = (label: string, text: string, style?: Style): readonly PageLine[] =>
    text === ''
      ? []
      : wrapText(text, room).map((row, at) => ({ label: at === 0 ? label : '', text: row, ...(style === undefined ? {} : { style }) }));
  const sent = `${clockText(Date.parse(timestamp))}, ${agoText(timestamp, now)}`;
  return [
    ...field('From', senderName(kept), { bold: true }),
    ...field('To', receiverName(kept), { bold: true }),
    ...field('Kind', `${TYPE_WORDS[type]}${payload.wantsReply === true ? ', waits for a reply' : ''}`),
    ...field('Sent', sent),
    ...field(
      'State',
      [stateText(kept, now), whyWaiting(kept, agents)].filter((text) => text !== null).join(', '),
      kept.state === 'dead' ? { colour: 'red' } : isUnread(kept) ? { colour: 'yellow' } : undefined,
    ),
    ...field('Answers', answeredText(payload.inReplyTo, mail), { dim: true }),
    ...field('Offers', (payload.options ?? []).map((option, at) => `${at + 1} ${plainText(option, 80)}`).join('   ')),
    ...(payload.result === undefined ? [] : resultLines(payload.result, field)),
    { label: null, text: '' },
    ...messageText(kept, width).map((text) => ({ label: null, text })),
  ];
}

/** The rows of its text alone. */
export function messageText({ message }: KeptMessage, width: number): readonly string[] {
  const known = wrapped.get(message);
  if (known?.width === width) return known.rows;
  const { text, result } = message.payload;
  const rows = wrapText(text === '' ? (result?.summary ?? '') : text, Math.max(1, width));
  wrapped.set(message, { width, rows });
  return rows;
}

/** A text may be long, and is asked for with every frame. */
const wrapped = new WeakMap<Message, { readonly width: number; readonly rows: readonly string[] }>();

function agoText(iso: string, now: number): string {
  const age = ageText(ageAt(iso, now));
  return age === 'now' ? age : `${age} ago`;
}

/** How far it has come and by which way; of one that was given up why, and what to do. */
function stateText({ state, via, at, error, retryAt, message }: KeptMessage, now: number): string {
  // That its host has it, nobody has told us.
  const way = via === null || state === 'queued' ? '' : ` by ${via === 'node' ? 'Redis, for its host' : `its ${via}`}`;
  const again = retryAt === null ? '' : `, tried again at ${clockText(Date.parse(retryAt))}`;
  const tries = message.retry_count === 0 ? '' : `, failed ${message.retry_count} ${message.retry_count === 1 ? 'time' : 'times'}`;
  const why = error === null ? '' : `: ${plainText(saidAndNext(error), 400)}`;
  const word = state === 'dead' ? 'given up' : state;
  return `${word}${way} ${agoText(at, now)}${tries}${again}${why}`;
}

function answeredText(id: string | undefined, mail: Mail): string {
  if (id === undefined) return '';
  const all = listedMessages({ of: 'all', agent: null, filter: '' }, mail);
  const found = all.find(({ message }) => message.id === id);
  return found === undefined ? 'a message that is not listed any more' : `${senderName(found)}: ${plainText(gistOf(found), 120)}`;
}

type Field = (label: string, text: string, style?: Style) => readonly PageLine[];

function resultLines({ state, branch, commit, artifacts, summary }: MessageResult, field: Field): readonly PageLine[] {
  const where = [
    state,
    branch === null ? '' : `branch ${branch}`,
    commit === null ? 'not merged' : `merged as ${commit.slice(0, 10)}`,
  ].filter((text) => text !== '');
  return [
    ...field('Result', where.join(', '), state === 'done' ? { colour: 'green' } : { colour: 'red' }),
    ...artifacts.slice(0, 8).flatMap((path, at) => field(at === 0 ? 'Files' : '', plainText(path, 300))),
    ...field('Summary', plainText(summary, 2000)),
  ];
}
