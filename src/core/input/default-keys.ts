// The keys as they are when nothing is configured: the table of the command line's contract, per mode.
import type { Action, ViewMode } from '../model/action.js';

export interface DefaultKeys {
  readonly action: Action;
  readonly modes: readonly ViewMode[];
  /** The first is the one that hints show. */
  readonly keys: readonly string[];
}

const PLACES = ['diff', 'timeline', 'config', 'tasks', 'compare', 'messages', 'help'] as const;
const AGENTS = ['list', 'scroll'] as const;
const BROWSING = [...AGENTS, ...PLACES] as const;

/** Attached, every key but the leader is the agent's; forms and confirmations read their keys themselves. */
export const DEFAULT_KEYS: readonly DefaultKeys[] = [
  { action: 'task.new', modes: ['list'], keys: ['n'] },
  { action: 'agent.attach', modes: ['list'], keys: ['enter'] },
  { action: 'goal.new', modes: ['list'], keys: ['g'] },
  { action: 'issue.pick', modes: ['list'], keys: ['I'] },
  { action: 'selection.next', modes: BROWSING, keys: ['down', 'j'] },
  { action: 'selection.previous', modes: BROWSING, keys: ['up', 'k'] },
  { action: 'selection.number', modes: AGENTS, keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  { action: 'list.filter', modes: ['list', 'diff', 'timeline', 'config', 'messages'], keys: ['/'] },
  { action: 'tree.fold', modes: ['list'], keys: ['left', '-'] },
  { action: 'tree.unfold', modes: ['list'], keys: ['right', '+'] },
  { action: 'pane.zoom', modes: AGENTS, keys: ['z'] },
  { action: 'agent.stop', modes: ['list'], keys: ['x'] },
  { action: 'agent.remove', modes: ['list'], keys: ['X'] },
  { action: 'agent.resume', modes: ['list'], keys: ['r'] },
  { action: 'agent.answer', modes: ['list'], keys: ['a'] },
  { action: 'agent.message', modes: ['list'], keys: ['s'] },
  { action: 'agent.interrupt', modes: ['list'], keys: ['i'] },
  { action: 'view.diff', modes: ['list', 'diff'], keys: ['d'] },
  { action: 'agent.finish', modes: ['list'], keys: ['f'] },
  { action: 'view.timeline', modes: ['list', 'timeline'], keys: ['l'] },
  { action: 'view.tasks', modes: ['list', 'tasks'], keys: ['t'] },
  { action: 'view.compare', modes: ['list', 'compare'], keys: ['C'] },
  { action: 'view.messages', modes: ['list', 'messages'], keys: ['m'] },
  { action: 'view.config', modes: ['list', 'config'], keys: ['c'] },
  { action: 'pane.scroll', modes: ['list'], keys: ['pageup'] },
  { action: 'page.up', modes: ['scroll', ...PLACES], keys: ['pageup', 'ctrl-b'] },
  { action: 'page.down', modes: ['scroll', ...PLACES], keys: ['pagedown', 'space', 'ctrl-f'] },
  { action: 'page.first', modes: ['scroll', ...PLACES], keys: ['home', 'g'] },
  { action: 'page.first', modes: ['list'], keys: ['home'] },
  { action: 'page.last', modes: ['scroll', ...PLACES], keys: ['end', 'G'] },
  { action: 'page.last', modes: ['list'], keys: ['end'] },
  { action: 'part.next', modes: AGENTS, keys: ['tab', 'shift-tab'] },
  { action: 'view.help', modes: BROWSING, keys: ['?'] },
  { action: 'palette.open', modes: BROWSING, keys: ['ctrl-p'] },
  { action: 'view.back', modes: ['list'], keys: ['escape'] },
  { action: 'view.back', modes: ['scroll', ...PLACES], keys: ['escape', 'q'] },
  { action: 'screen.close', modes: ['list'], keys: ['q', 'ctrl-c'] },
  { action: 'screen.close', modes: ['scroll', ...PLACES], keys: ['ctrl-c'] },
  { action: 'host.quit', modes: ['list'], keys: ['Q'] },
];

export const DEFAULT_LEADER = 'ctrl-q';
