// The dialog that picks an issue of the forge: it is read from there, and becomes the text of the new-task dialog.
import { textEditOf } from '../input/text-edit.js';
import { type OrchError, saidAndNext } from '../model/error.js';
import type { IssueEntry } from '../model/issue.js';
import { plainLines } from '../model/plain-text.js';
import type { Requests } from '../model/requests.js';
import type { IssuesDialog } from './dialog.js';
import { stay, withEffects } from './step.js';
import { newTaskDialog } from './task-dialog.js';
import type { Step, ViewState, ViewWorld } from './view-state.js';

/** The text of a task made of an issue is bounded where it is made; this is for a host of another version. */
const TEXT = 200_000;

export function openIssues(view: ViewState): Step {
  const dialog: IssuesDialog = { kind: 'issues', issues: '', chosen: 0, list: null, more: false, reading: null, problem: null };
  return withEffects({ ...view, dialog }, { type: 'request', method: 'issues', params: { label: null, search: null } });
}

/** Those whose number, title or labels have every word that was typed. */
export function issueItems({ list, issues: query }: IssuesDialog): readonly IssueEntry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return (list ?? []).filter(({ number, title, labels }) => {
    const text = [`#${number}`, title, ...labels].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Null for a key that belongs to the field. */
export function reduceIssuesKey(view: ViewState, dialog: IssuesDialog, key: string): Step | null {
  const items = issueItems(dialog);
  const go = (by: number) => stay({ ...view, dialog: { ...dialog, chosen: Math.max(0, Math.min(items.length - 1, dialog.chosen + by)) } });
  if (key === 'up' || key === 'ctrl-p') return go(-1);
  if (key === 'down' || key === 'ctrl-n') return go(1);
  if (key !== 'enter') return null;
  const issue = items[dialog.chosen];
  if (issue === undefined || dialog.reading !== null) return stay(view);
  const reading: IssuesDialog = { ...dialog, reading: issue.number, problem: null };
  return withEffects({ ...view, dialog: reading }, { type: 'request', method: 'issue', params: { number: issue.number } });
}

/** The person may have left it before the answer came. */
export function issuesListed(view: ViewState, { issues, more }: Requests['issues']['result']): Step {
  const { dialog } = view;
  return dialog?.kind === 'issues' ? stay({ ...view, dialog: { ...dialog, list: issues, more, chosen: 0 } }) : stay(view);
}

export function issueRead(view: ViewState, world: ViewWorld, { issue, text, forge }: Requests['issue']['result']): Step {
  const { dialog } = view;
  if (dialog?.kind !== 'issues' || dialog.reading !== issue.number) return stay(view);
  const task = newTaskDialog(world);
  // At its beginning: words of the person come before the issue.
  const edit = { ...textEditOf(plainLines(text, TEXT)), cursor: 0 };
  return stay({ ...view, dialog: { ...task, edit, issue: { forge, number: issue.number } } });
}

/** Null where it is not about the open dialog. */
export function issuesRefused(view: ViewState, error: OrchError): Step | null {
  const { dialog } = view;
  if (dialog?.kind !== 'issues') return null;
  return stay({ ...view, dialog: { ...dialog, reading: null, problem: saidAndNext(error) } });
}
