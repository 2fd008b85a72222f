// The words for what a key does: short ones for the hint line, whole ones for help and palette. The keys themselves come from the keymap.
import type { Action } from '../model/action.js';

export interface ActionWords {
  /** One word for the hint line. */
  readonly short: string;
  readonly long: string;
}

export const ACTION_WORDS: Readonly<Record<Action, ActionWords>> = {
  'task.new': { short: 'new', long: 'New task: an agent in its own worktree' },
  'goal.new': { short: 'goal', long: 'New goal: cut into tasks, agreed to, then done by several agents' },
  'issue.pick': { short: 'issues', long: 'Issues of the forge: make a task of one' },
  'agent.attach': { short: 'attach', long: 'Attach: type into the chosen agent' },
  'agent.stop': { short: 'stop', long: 'Stop the agent; worktree and branch stay' },
  'agent.remove': { short: 'remove', long: 'Remove agent and worktree; no work is lost' },
  'agent.resume': { short: 'resume', long: 'Resume or restart the agent' },
  'agent.message': { short: 'send', long: 'Send a message without attaching' },
  'agent.answer': { short: 'answer', long: 'Answer what an agent asks: the chosen one, else who waits longest' },
  'agent.interrupt': { short: 'interrupt', long: 'Interrupt what the agent does' },
  'agent.finish': { short: 'finish', long: 'Finish: pull request, merge or branch' },
  'selection.next': { short: 'down', long: 'Next agent' },
  'selection.previous': { short: 'up', long: 'Previous agent' },
  'selection.number': { short: 'jump', long: 'Jump to the agent of this number' },
  'list.filter': { short: 'filter', long: 'Filter the list; search a diff' },
  'tree.fold': { short: 'fold', long: 'Fold what the agent has delegated; else to its parent' },
  'tree.unfold': { short: 'unfold', long: 'Unfold it; else to the first below' },
  'page.up': { short: 'page up', long: 'One page up' },
  'page.down': { short: 'page down', long: 'One page down' },
  'page.first': { short: 'first', long: 'To the beginning' },
  'page.last': { short: 'last', long: 'To the end' },
  'pane.zoom': { short: 'zoom', long: 'Zoom the live pane' },
  'pane.scroll': { short: 'scroll', long: "Scroll through the pane's history" },
  'part.next': { short: 'other part', long: 'Other part of the screen' },
  'view.diff': { short: 'diff', long: 'What the agent has changed' },
  'view.timeline': { short: 'log', long: 'Timeline: what happened, and why' },
  'view.tasks': { short: 'tasks', long: 'Tasks and plan of a goal: who does what, and what waits for what' },
  'view.compare': { short: 'compare', long: 'Compare the tries of a task, and pick one' },
  'view.messages': { short: 'messages', long: 'Messages: who wrote what to whom, and how far it has come' },
  'view.config': { short: 'config', long: 'Configuration: every key, where its value comes from, what it means' },
  'view.help': { short: 'help', long: 'All keys' },
  'view.back': { short: 'back', long: 'Back' },
  'palette.open': { short: 'palette', long: 'Palette: every action and agent by name' },
  'screen.close': { short: 'close', long: 'Close this screen; agents go on' },
  'host.quit': { short: 'quit', long: 'Stop everything and quit' },
};

/** Keys of views that read their keys themselves, for the help. */
export const FIXED_KEYS: readonly { readonly where: string; readonly keys: readonly (readonly [keys: string, text: string])[] }[] = [
  {
    where: 'Diff: review what an agent has changed',
    keys: [
      ['] [', 'Next and previous file; n and p, too, while nothing is searched for'],
      ['} {', 'Next and previous hunk'],
      ['n N', 'Next and previous place of what was searched for'],
      ['v', 'Both sides beside each other, or one below the other'],
      ['Tab', 'The other side'],
      ['Left Right', 'To the side of long lines'],
      ['Enter', 'Fold the file, or open it'],
      ['m', 'Mark the file as seen: it is folded until it changes'],
      ['c', 'Comment on the line, or change its comment; emptied it is taken away'],
      ['Ctrl-S', 'Send all comments to the agent as one message; one that has ended is resumed'],
      ['S U', "Stage the hunk in git's index, unstage it; for your own commits: a finish commits everything"],
      ['R', 'Revert the hunk; asks first, and saves the worktree before'],
      ['e', 'Open the file at this line in $EDITOR'],
      ['r', 'Read the diff again'],
    ],
  },
  {
    where: 'Timeline',
    keys: [['a', 'Of the chosen agent only, or of all']],
  },
  {
    where: 'Tasks and plan',
    keys: [
      ['A', 'Agree to the plan, or to the finish'],
      ['Enter', 'The agent of a task that has begun; else change the task'],
      ['a e', 'Add a task behind the chosen one, change it'],
      ['D x', 'Leave a task out; x asks first'],
      ['J K', 'Move a task down or up'],
      ['r', 'Another role for the task'],
      ['P', 'Ask the planner for another plan'],
      ['n p', 'Next and previous goal with a plan'],
      ['S R', 'Stop the goal, resume it'],
    ],
  },
  {
    where: 'Several tries of one task',
    keys: [
      ['Enter', 'What the chosen try has changed; Esc comes back'],
      ['p', 'Pick it: it is finished, the others are kept as refs and removed'],
      ['P', 'Pick it, and let it take over what is better in the others first'],
      ['n', 'The next task with several tries'],
    ],
  },
  {
    where: 'Messages',
    keys: [
      ['Enter', 'Read the message whole; Esc comes back'],
      ['r', 'Reply to it; answers a question that an agent asked by its tool'],
      ['n s', 'Write a message: to an agent, to all agents of a role, or to all'],
      ['R', 'Send one again that was given up'],
      ['x', 'Drop one that was not delivered; asks first'],
      ['Tab f', 'All, unread ones to you, those given up, those of the chosen agent'],
      ['a', 'All that are written to you count as read'],
      ['/', 'Filter by names, kind, state or text'],
      ['Left Right', 'While reading: the message before, the one after'],
    ],
  },
  {
    where: 'Configuration',
    keys: [
      ['Enter', 'Change the value; Enter saves it in your file, Esc leaves it as it was'],
      ['a', 'A new key, such as an agent CLI of your own, a key of the screen, or an MCP server'],
      ['D', 'Take a key out of your file: its default counts again'],
      ['/', 'Filter by name, value or meaning'],
    ],
  },
  {
    where: 'New tasks, goals and messages',
    keys: [
      ['Enter', 'Start or send'],
      ['Ctrl-J', 'New line'],
      ['Ctrl-E', 'Write it in $EDITOR'],
      ['Tab', 'Next field'],
      ['Esc', 'Leave; the text is kept for next time'],
    ],
  },
];

/** A key as the keymap names it (`ctrl-q`, `pageup`), as people read it. */
export function keyText(key: string): string {
  const names: Readonly<Record<string, string>> = {
    enter: 'Enter',
    escape: 'Esc',
    tab: 'Tab',
    space: 'Space',
    backspace: 'Backspace',
    pageup: 'PgUp',
    pagedown: 'PgDn',
    up: 'Up',
    down: 'Down',
    left: 'Left',
    right: 'Right',
    home: 'Home',
    end: 'End',
  };
  const parts = key.split(/(?<=.)-(?=.)/u);
  if (parts.length === 1) return names[key] ?? key;
  return parts
    .map((part, at) => names[part] ?? (at === parts.length - 1 && part.length > 1 ? part : part[0]?.toUpperCase() + part.slice(1)))
    .join('-');
}
