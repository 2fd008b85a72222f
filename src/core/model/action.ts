// What a key can do, by name; the keymap maps keys to these, help and palette list them.

/** What a read-only client may do: look. Everything else changes something for everybody. */
const VIEWING_ACTIONS = [
  'selection.next',
  'selection.previous',
  'selection.number',
  'list.filter',
  'tree.fold',
  'tree.unfold',
  'page.up',
  'page.down',
  'page.first',
  'page.last',
  'pane.zoom',
  'pane.scroll',
  'part.next',
  'view.diff',
  'view.timeline',
  'view.config',
  'view.tasks',
  'view.compare',
  'view.messages',
  'view.help',
  'view.back',
  'palette.open',
  'screen.close',
] as const;

/** In the order of the help. */
export const ACTIONS = [
  'task.new',
  'agent.attach',
  'goal.new',
  'issue.pick',
  'agent.stop',
  'agent.remove',
  'agent.resume',
  'agent.message',
  'agent.answer',
  'agent.interrupt',
  'agent.finish',
  ...VIEWING_ACTIONS,
  'host.quit',
] as const;

export type Action = (typeof ACTIONS)[number];

const VIEWING: ReadonlySet<Action> = new Set<Action>(VIEWING_ACTIONS);

export function isViewing(action: Action): boolean {
  return VIEWING.has(action);
}

/** Where the keys of a client go at the moment. */
export type ViewMode =
  | 'list'
  | 'attached'
  | 'scroll'
  | 'form'
  | 'confirm'
  | 'diff'
  | 'timeline'
  | 'config'
  | 'tasks'
  | 'compare'
  | 'messages'
  | 'help';
