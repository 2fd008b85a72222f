// Keys of the messages: moving among them, reading one whole, which are listed, sending again, dropping; writing opens a dialog.
import type { KeptMessage } from '../model/message.js';
import { openQuestion } from '../model/open-question.js';
import type { KeyToken } from '../model/token.js';
import { answerDialog } from './answer-dialog.js';
import { openLetter, openReply } from './begun.js';
import { confirmDropMessage } from './confirmations.js';
import { newReply } from './letter-dialog.js';
import { isUnread, type Mail } from './mail.js';
import { messagePage, messageText } from './message-page.js';
import { chosenMessage, listedMessages } from './message-rows.js';
import { addressOf, isReachable } from './neighbour.js';
import { type Move, nextIndex } from './next-index.js';
import { MESSAGE_LISTS, type MessagesPlace } from './place.js';
import { selectedAgent } from './selection.js';
import { open, stay, tell, withEffects } from './step.js';
import { type Step, type ViewState, type ViewWorld, viewLayout } from './view-state.js';

/** What stands where in the body: below the list, where there is room, the chosen message. */
export interface MessagesLayout {
  readonly width: number;
  /** Rows inside the border. */
  readonly height: number;
  readonly listRows: number;
  /** 0: too low for it. */
  readonly previewRows: number;
}

/** With the rule above it, which says whose it is. */
const PREVIEW_ROWS = 6;
const PREVIEW_HEAD = 1;
const PREVIEW_FROM_ROWS = 14;

export function messagesLayout(view: ViewState, world: Pick<ViewWorld, 'size' | 'isSlow' | 'agents' | 'goals'>): MessagesLayout {
  const { body } = viewLayout(view, world);
  const height = Math.max(1, body.height - 2);
  const previewRows = height >= PREVIEW_FROM_ROWS ? Math.max(PREVIEW_ROWS, Math.floor(height / 3)) : 0;
  return { width: Math.max(1, body.width - 4), height, listRows: height - previewRows, previewRows };
}

/** Begins with the oldest that nobody has read, else with the newest. */
export function openMessages(view: ViewState, world: ViewWorld): Step {
  const { messages, unread } = world.mail;
  const first = unread.find((kept) => messages.includes(kept));
  const place: MessagesPlace = {
    kind: 'messages',
    of: 'all',
    agent: selectedAgent(view, world)?.id ?? null,
    filter: '',
    isFiltering: false,
    chosen: first?.message.id ?? null,
    reading: null,
  };
  return stay({ ...view, place });
}

/** The message that whoever presses the next key has read: it stands whole before their eyes. */
export function messageLookedAt(view: ViewState, world: ViewWorld): KeptMessage | null {
  const { place } = view;
  if (place.kind !== 'messages' || view.dialog !== null) return null;
  const kept = shownMessage(place, world.mail);
  if (kept === null || !isUnread(kept)) return null;
  const { width, previewRows } = messagesLayout(view, world);
  const isWhole = place.reading !== null || messageText(kept, width).length <= previewRows - PREVIEW_HEAD;
  return isWhole ? kept : null;
}

/** The one that is read, else the chosen one. */
export function shownMessage(place: MessagesPlace, mail: Mail): KeptMessage | null {
  const { reading } = place;
  const open = reading === null ? undefined : mail.messages.find(({ message }) => message.id === reading.id);
  return open ?? chosenMessage(place, mail);
}

export function moveInMessages(view: ViewState, world: ViewWorld, move: Move): ViewState {
  const { place } = view;
  if (place.kind !== 'messages') return view;
  const { height, listRows } = messagesLayout(view, world);
  if (place.reading !== null) return { ...view, place: scrolled(place, pageRows(view, world), { move, page: height }) };
  return { ...view, place: chosenBy(place, world.mail, { move, page: Math.max(1, listRows - 1) }) };
}

function chosenBy(place: MessagesPlace, mail: Mail, { move, page }: { readonly move: Move; readonly page: number }): MessagesPlace {
  const listed = listedMessages(place, mail);
  const chosen = chosenMessage(place, mail);
  const at = chosen === null ? -1 : listed.indexOf(chosen);
  const next = nextIndex(at, { move, page, count: listed.length });
  // At the end of the list the newest is followed.
  return { ...place, chosen: next === listed.length - 1 ? null : (listed[next]?.message.id ?? null) };
}

function scrolled(place: MessagesPlace, rows: number, { move, page }: { readonly move: Move; readonly page: number }): MessagesPlace {
  if (place.reading === null) return place;
  const last = Math.max(0, rows - page);
  const top = nextIndex(Math.min(last, place.reading.top), { move, page: Math.max(1, page - 1), count: last + 1 });
  return { ...place, reading: { ...place.reading, top: Math.max(0, top) } };
}

function pageRows(view: ViewState, world: ViewWorld): number {
  const kept = view.place.kind === 'messages' ? shownMessage(view.place, world.mail) : null;
  const { width } = messagesLayout(view, world);
  return kept === null ? 0 : messagePage(kept, world.mail, { width, now: world.now, agents: world.agents }).length;
}

/** Keys that are not bound there by the keymap. */
export function reduceMessagesKey(view: ViewState, world: ViewWorld, place: MessagesPlace, token: KeyToken): Step {
  const { mail } = world;
  const show = (next: MessagesPlace) => stay({ ...view, place: next });
  const kept = shownMessage(place, mail);
  switch (token.name) {
    case 'tab':
    case 'f':
      return show({ ...place, ...nextList(place, token.shift ? -1 : 1), chosen: null, reading: null });
    case 'enter':
      if (kept === null) return stay(view);
      return show({ ...place, chosen: kept.message.id, reading: place.reading === null ? { id: kept.message.id, top: 0 } : null });
    case 'left':
    case 'right': {
      if (place.reading === null) return stay(view);
      const next = chosenBy(place, mail, { move: token.name === 'left' ? 'up' : 'down', page: 1 });
      const other = chosenMessage(next, mail);
      return show({ ...next, reading: other === null ? null : { id: other.message.id, top: 0 } });
    }
    case 'n':
    case 's':
    case 'r':
    case 'R':
    case 'x':
    case 'a':
      if (world.isReadOnly) return tell(view, world, 'This screen is read-only.');
      return changing(view, world, place, token.name);
    default:
      return stay(view);
  }
}

function nextList(place: MessagesPlace, by: 1 | -1): Pick<MessagesPlace, 'of'> {
  const lists = MESSAGE_LISTS.filter((list) => list !== 'agent' || place.agent !== null);
  return { of: lists[(lists.indexOf(place.of) + by + lists.length) % lists.length] ?? 'all' };
}

type Changing = 'n' | 's' | 'r' | 'R' | 'x' | 'a';

function changing(view: ViewState, world: ViewWorld, place: MessagesPlace, key: Changing): Step {
  const kept = shownMessage(place, world.mail);
  if (key === 'n' || key === 's') return write(view, world, place);
  if (key === 'a') {
    if (world.mail.unread.length === 0) return tell(view, world, 'You have read everything.');
    return withEffects(view, { type: 'request', method: 'messageRead', params: { ids: 'all' } });
  }
  if (kept === null) return tell(view, world, 'There is no message.');
  const { id } = kept.message;
  if (key === 'r') return reply(view, world, kept);
  if (key === 'R') {
    if (kept.state !== 'dead') return tell(view, world, 'Only a message that was given up is sent again.');
    return withEffects(view, { type: 'request', method: 'messageRetry', params: { ids: [id] } });
  }
  if (kept.state !== 'dead' && kept.state !== 'queued') return tell(view, world, 'It was delivered: there is nothing to drop.');
  return open(view, confirmDropMessage(kept));
}

/** To the agent whose messages are listed, else to the other side of the chosen one, which may be the manager. What was begun to it comes first. */
function write(view: ViewState, world: ViewWorld, place: MessagesPlace): Step {
  const kept = shownMessage(place, world.mail);
  const sides = kept === null ? [] : [kept.message.from_agent, kept.message.to_agent];
  const wanted = place.of === 'agent' ? [place.agent] : [...sides, place.agent];
  const there = wanted.flatMap((id) => {
    if (id === 'manager') return 'model' in world.manager ? [id] : [];
    const agent = world.agents.find((each) => each.id === id);
    return agent === undefined ? [] : addressOf(agent);
  });
  return openLetter(view, world, there[0] ?? '');
}

function reply(view: ViewState, world: ViewWorld, kept: KeptMessage): Step {
  const { id, from_agent } = kept.message;
  if (from_agent === 'person') return tell(view, world, 'You wrote it yourself; n writes another one.');
  if (from_agent === 'host') return tell(view, world, 'It comes from the host, which reads no replies.');
  // The same question as in the list, of its sender or of one below that: with its answers to choose from.
  const asking = world.agents.find((agent) => openQuestion(agent)?.digest === id && isReachable(agent));
  const dialog = asking === undefined ? null : answerDialog(asking);
  if (dialog !== null) return open(view, dialog);
  return openReply(view, world, newReply(kept));
}

/** Reading it whole counts as having read it. */
export function withMessagesRead(before: ViewState, world: ViewWorld, step: Step): Step {
  const looked = world.isReadOnly ? null : messageLookedAt(before, world);
  // Left open just now, it is read at once: there may be no further key.
  const opened = world.isReadOnly || step.view === before ? null : messageOpened(step.view, world);
  const ids = [...new Set([looked, opened].flatMap((kept) => (kept === null ? [] : [kept.message.id])))];
  if (ids.length === 0 || step.effects.some((effect) => effect.type === 'request' && effect.method === 'messageRead')) return step;
  return { view: step.view, effects: [...step.effects, { type: 'request', method: 'messageRead', params: { ids } }] };
}

function messageOpened(view: ViewState, world: ViewWorld): KeptMessage | null {
  return view.place.kind === 'messages' && view.place.reading !== null ? messageLookedAt(view, world) : null;
}
