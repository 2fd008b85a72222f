// Writing a message to agents, and replying to one: the two dialogs as data, whom a message may go to, and what is asked of the host. Pure.
import { type TextEdit, textEditOf } from '../input/text-edit.js';
import { type Agent, isOver } from '../model/agent.js';
import type { KeptMessage } from '../model/message.js';
import type { Requests } from '../model/requests.js';
import { wrapText } from './fit-text.js';
import { fuzzyFilter } from './fuzzy.js';
import { senderName } from './mail.js';
import { addressOf } from './neighbour.js';
import type { ModelFact } from './task-defaults.js';

export const LETTER_FIELDS = ['to', 'text', 'reply'] as const;

export interface LetterDialog {
  readonly kind: 'letter';
  readonly focus: (typeof LETTER_FIELDS)[number];
  /** As typed: a name, `NAME@NODE`, `role:NAME`, `all` or `manager`. */
  readonly to: string;
  /** Which of the offered names is marked. */
  readonly offered: number;
  readonly edit: TextEdit;
  readonly reply: 'none' | 'wanted';
  /** Why it could not be sent as it stands; null while nothing is wrong. */
  readonly problem: string | null;
}

export interface ReplyDialog {
  readonly kind: 'reply';
  /** Id of the message that it answers. */
  readonly message: string;
  readonly name: string;
  /** What that message says. */
  readonly asked: string;
  readonly edit: TextEdit;
  readonly problem: string | null;
}

export function newLetter(to: string): LetterDialog {
  return { kind: 'letter', focus: to === '' ? 'to' : 'text', to, offered: 0, edit: textEditOf(''), reply: 'none', problem: null };
}

export function newReply(kept: KeptMessage): ReplyDialog {
  const { id, payload } = kept.message;
  return { kind: 'reply', message: id, name: senderName(kept), asked: payload.text, edit: textEditOf(''), problem: null };
}

export interface Receivers {
  readonly agents: readonly Agent[];
  readonly manager: ModelFact;
}

/** Whom a message may go to: agents that are not over, their roles, all of them, the manager where there is one, and agents of other nodes. */
export function receivers({ agents, manager }: Receivers): readonly string[] {
  const alive = agents.filter(({ state }) => !isOver(state));
  // What goes to all, or to a role, goes to those of this host.
  const there = alive.filter(({ neighbour }) => neighbour === undefined);
  const others = [...new Set(alive.filter(({ neighbour }) => neighbour !== undefined).map(addressOf))];
  const roles = [...new Set(there.flatMap(({ role }) => (role === null ? [] : [`role:${role}`])))].sort();
  return [
    ...there.map(({ name }) => name),
    ...roles,
    ...(there.length === 0 ? [] : ['all']),
    ...('model' in manager ? ['manager'] : []),
    ...others,
  ];
}

/** Those that what was typed may stand for, the best first; behind a whole name all others. */
export function offeredReceivers({ to }: Pick<LetterDialog, 'to'>, world: Receivers): readonly string[] {
  const known = receivers(world);
  const typed = to.trim();
  return known.includes(typed) ? [typed, ...known.filter((name) => name !== typed)] : fuzzyFilter(typed, known, (name) => name);
}

/** With the marked name in place of what was typed; as it is where none fits. */
export function completed(dialog: LetterDialog, world: Receivers): LetterDialog {
  const offered = offeredReceivers(dialog, world);
  const to = offered[Math.min(dialog.offered, offered.length - 1)];
  return to === undefined || dialog.to.trim() === '' ? dialog : { ...dialog, to, offered: 0, problem: null };
}

type Order = { readonly params: Requests['messageSend']['params'] } | { readonly problem: string };

export function letterOrder(dialog: LetterDialog, world: Receivers): Order {
  const to = dialog.to.trim();
  const text = dialog.edit.text.trim();
  if (to === '') return { problem: 'To whom? Name an agent, role:NAME, all, or manager.' };
  if (to === 'manager' && 'off' in world.manager) return { problem: `There is no manager: ${world.manager.off}` };
  if (!receivers(world).includes(to)) return { problem: `Nobody who could read it is called ${to}.` };
  if (text === '') return { problem: 'It says nothing yet.' };
  return { params: { to, text, wantsReply: dialog.reply === 'wanted' } };
}

/** What a reply answers, above its text: the beginning of it. */
export function quotedRows({ asked }: Pick<ReplyDialog, 'asked'>, widthCols: number): readonly string[] {
  const rows = wrapText(asked.slice(0, 4000), widthCols);
  return rows.slice(0, MOST_QUOTED);
}

const MOST_QUOTED = 5;
