// The help as rows, made from the keymap: what works here and now first, then the rest, then the keys of single views.
import { ACTIONS, type Action } from '../model/action.js';
import { type Agent, isLive } from '../model/agent.js';
import { mayResume, mayStop } from '../state/agent-orders.js';
import { hasWorktree } from './confirmations.js';
import { ACTION_WORDS, FIXED_KEYS, keyText } from './key-words.js';
import { isReachable } from './neighbour.js';

export interface HelpEntry {
  readonly action: Action;
  readonly name: string;
  /** As people read them, such as `Ctrl-P`; empty where no key is bound. */
  readonly keys: string;
}

export type HelpRow =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'key'; readonly keys: string; readonly text: string }
  | { readonly kind: 'blank' };

export interface HelpSubject {
  readonly actions: readonly HelpEntry[];
  readonly selected: Agent | null;
  readonly isReadOnly: boolean;
  /** Some agent waits for a person's answer. */
  readonly isAsked: boolean;
  /** Some goal has a plan. */
  readonly hasPlan: boolean;
  /** Some task has several tries. */
  readonly hasTries: boolean;
  /** Some agent is below another one. */
  readonly hasFamily: boolean;
}

/** The keymap as help and palette want it. `keysOf` gives the keys of an action as the keymap writes them. */
export function helpEntries(keysOf: (action: Action) => readonly string[]): readonly HelpEntry[] {
  return ACTIONS.map((action) => {
    const keys = action === 'selection.number' ? ['1-9'] : keysOf(action).map(keyText);
    return { action, name: ACTION_WORDS[action].long, keys: keys.join(' ') };
  });
}

export function helpRows(subject: HelpSubject): readonly HelpRow[] {
  const isPaging = (entry: HelpEntry) => entry.action.startsWith('page.');
  const bound = subject.actions.filter((entry) => entry.keys !== '' && !isPaging(entry));
  const paging = subject.actions.filter((entry) => entry.keys !== '' && isPaging(entry));
  const here = bound.filter((entry) => worksNow(entry.action, subject));
  const elsewhere = bound.filter((entry) => !here.includes(entry));
  const rows: HelpRow[] = [...section('Here and now', here.map(asKey))];
  if (elsewhere.length > 0) rows.push({ kind: 'blank' }, ...section('With a chosen agent that fits', elsewhere.map(asKey)));
  rows.push({ kind: 'blank' }, ...section("In a diff, the timeline, this help and the pane's history", paging.map(asKey)));
  for (const { where, keys } of FIXED_KEYS) {
    rows.push(
      { kind: 'blank' },
      ...section(
        where,
        keys.map(([names, text]) => ({ kind: 'key', keys: names, text }) as const),
      ),
    );
  }
  return rows;
}

/** True when the action would do something now. */
export function worksNow(
  action: Action,
  subject: Pick<HelpSubject, 'selected' | 'isReadOnly' | 'isAsked' | 'hasPlan' | 'hasTries' | 'hasFamily'>,
): boolean {
  const { selected, isReadOnly, isAsked, hasPlan, hasTries, hasFamily } = subject;
  const own = selected?.neighbour === undefined ? selected : null;
  switch (action) {
    case 'agent.attach':
    case 'agent.message':
    case 'agent.interrupt':
      return !isReadOnly && selected !== null && isLive(selected) && isReachable(selected);
    case 'agent.answer':
      return !isReadOnly && isAsked;
    case 'agent.stop':
      return !isReadOnly && selected !== null && mayStop(selected) && isReachable(selected);
    case 'agent.resume':
      return !isReadOnly && own !== null && mayResume(own);
    case 'agent.finish':
      return !isReadOnly && own !== null && hasWorktree(own);
    case 'agent.remove':
      return !isReadOnly && own !== null;
    case 'view.tasks':
      return hasPlan;
    case 'view.compare':
      return hasTries;
    case 'tree.fold':
    case 'tree.unfold':
      return hasFamily;
    case 'view.diff':
      return own !== null && own.baseCommit !== null;
    case 'pane.zoom':
    case 'pane.scroll':
    case 'selection.next':
    case 'page.up':
    case 'page.down':
    case 'page.first':
    case 'page.last':
    case 'selection.previous':
    case 'selection.number':
    case 'list.filter':
      return selected !== null;
    case 'task.new':
    case 'goal.new':
    case 'issue.pick':
    case 'host.quit':
      return !isReadOnly;
    default:
      return true;
  }
}

function section(heading: string, rows: readonly HelpRow[]): readonly HelpRow[] {
  return [{ kind: 'heading', text: heading }, ...rows];
}

function asKey(entry: HelpEntry): HelpRow {
  return { kind: 'key', keys: entry.keys, text: entry.name };
}
