// A notification as the bytes that a terminal shows it by. Which terminal takes which: their own documentation.
import { BEL, OSC, ST } from '../model/sequences.js';

export const NOTIFICATION_WAYS = ['bell', 'osc9', 'osc777', 'osc99'] as const;
export type NotificationWay = (typeof NOTIFICATION_WAYS)[number];

/** `program` as XTVERSION names it, in lower case; null where it was not told. A multiplexer passes on nothing but the bell. */
export function notificationWay(term: string, program: string | null): NotificationWay {
  if (/^(?:tmux|screen)/u.test(term) || program?.startsWith('tmux') === true) return 'bell';
  const name = program ?? term;
  if (/kitty/u.test(name)) return 'osc99';
  if (/iterm|wezterm|ghostty/u.test(name)) return 'osc9';
  if (/foot|rxvt|contour|vte/u.test(name)) return 'osc777';
  return 'bell';
}

/** `text` in one line. Controls and the separators of the protocols are taken out: it may hold what an agent said. */
export function notificationBytes(way: NotificationWay, text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
  const words = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ').replaceAll(';', ',');
  switch (way) {
    case 'bell':
      return BEL;
    case 'osc9':
      return `${OSC}9;${words}${BEL}`;
    case 'osc777':
      return `${OSC}777;notify;orch-tui;${words}${BEL}`;
    case 'osc99':
      return `${OSC}99;;${words}${ST}`;
  }
}
