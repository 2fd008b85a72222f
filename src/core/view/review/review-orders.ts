// What a person orders from a diff: a comment on its line, all comments to the agent, a hunk staged or taken back, a file in the editor.
import { textEditOf } from '../../input/text-edit.js';
import { type Agent, isLive } from '../../model/agent.js';
import type { LineComment } from '../../model/pull-methods.js';
import { asksToChoose, hasLostWorktree, mayResume } from '../../state/agent-orders.js';
import type { CommentDialog } from '../dialog.js';
import { fileOfRow } from '../diff-rows.js';
import { open as openDialog, stay, tell, withEffects } from '../step.js';
import type { Step, ViewState, ViewWorld } from '../view-state.js';
import { isCode, lineAt, lineNow, rowOfComment } from './anchors.js';
import { confirmRevert } from './confirm-revert.js';
import { type Hunk, hunkAround, hunkName } from './hunks.js';
import { rowAt } from './move-cursor.js';
import type { OpenDiff } from './open-diff.js';
import { isSameLine, reviewOf } from './review.js';

const READ_ONLY = 'This screen is read-only.';

/** On a comment: that one is changed. On a line that has one: the same. */
export function commentHere(open: OpenDiff): Step {
  const { view, world, place, sight } = open;
  if (world.isReadOnly) return tell(view, world, READ_ONLY);
  const here = sight.shown.at(place.cursor);
  const { comments } = reviewOf(world.reviews, place.agent);
  if (here?.kind === 'comment') return openComment(open, here.comment, here.comment.text);
  const row = rowAt(place, sight.shown);
  const line = row === null ? null : lineAt(place.model, row, 'new');
  if (row === null || line === null) return resumeLost(open);
  const file = place.model.files[fileOfRow(place.model, row)];
  if (file === undefined) return stay(view);
  const known = comments.find((comment) => comment.path === file.path && rowOfComment(place.model, file, comment) === row);
  return openComment(open, known ?? { path: file.path, ...line }, known?.text ?? '');
}

/** What was begun about a line that has gone is had back where no line is under the cursor. */
function resumeLost({ view, world, place }: OpenDiff): Step {
  const lost = view.reviewing.drafts.find(({ agent, on }) => agent === place.agent && lineNow(place.model, on) === null);
  return lost === undefined ? tell(view, world, 'A comment belongs to a line of code: put the cursor on one.') : openDialog(view, lost);
}

function openComment({ view, place }: OpenDiff, on: CommentDialog['on'], text: string): Step {
  const { path, line, side, code } = on;
  const draft = view.reviewing.drafts.find((each) => each.agent === place.agent && isSameLine(each.on, on));
  const fresh: CommentDialog = {
    kind: 'comment',
    agent: place.agent,
    name: place.name,
    on: { path, line, side, code },
    was: text,
    edit: textEditOf(text),
  };
  return openDialog(view, draft ?? fresh);
}

/** As one message, in the order of the diff. */
export function sendComments({ view, world, place }: OpenDiff): Step {
  if (world.isReadOnly) return tell(view, world, READ_ONLY);
  const { comments } = reviewOf(world.reviews, place.agent);
  if (comments.length === 0) return tell(view, world, 'There is no comment to send; c makes one.');
  if (view.reviewing.sendingTo !== null) return tell(view, world, 'The comments are on their way.');
  const agent = world.agents.find(({ id }) => id === place.agent);
  const refusal = agent === undefined ? `${place.name} was removed.` : refusedToSend(agent);
  if (refusal !== null) return tell(view, world, `${refusal} The comments are kept.`);
  const order = new Map(place.model.files.map((file, at) => [file.path, at]));
  const rank = ({ path }: LineComment) => order.get(path) ?? Number.POSITIVE_INFINITY;
  const sorted = [...comments].sort((a, b) => (rank(a) === rank(b) ? a.line - b.line : rank(a) < rank(b) ? -1 : 1));
  const next: ViewState = { ...view, reviewing: { ...view.reviewing, sendingTo: place.agent } };
  return withEffects(next, { type: 'request', method: 'comment', params: { agent: place.agent, comments: sorted } });
}

function refusedToSend(agent: Agent): string | null {
  if (hasLostWorktree(agent)) return `The worktree of ${agent.name} was removed.`;
  if (asksToChoose(agent)) return `${agent.name} asks: ${agent.question?.text ?? ''} Answer that first.`;
  return isLive(agent) || mayResume(agent) ? null : `${agent.name} is ${agent.state}.`;
}

export function stageHere(open: OpenDiff, what: 'stage' | 'unstage'): Step {
  const { view, place } = open;
  const found = hunkHere(open);
  if ('said' in found) return found.said;
  const params = { agent: place.agent, what, hunk: hunkName(place.model, found.hunk) };
  return withEffects(view, { type: 'request', method: 'hunk', params });
}

export function revertHere(open: OpenDiff): Step {
  const { view, world, place } = open;
  const found = hunkHere(open);
  if ('said' in found) return found.said;
  const agent = world.agents.find(({ id }) => id === place.agent);
  const file = place.model.files[fileOfRow(place.model, found.hunk.start)];
  if (agent === undefined || file === undefined) return stay(view);
  return openDialog(view, confirmRevert(agent, file, hunkName(place.model, found.hunk)));
}

function hunkHere({ view, world, place, sight }: OpenDiff): { readonly hunk: Hunk } | { readonly said: Step } {
  const say = (text: string) => ({ said: tell(view, world, text) });
  if (world.isReadOnly) return say(READ_ONLY);
  const agent = world.agents.find(({ id }) => id === place.agent);
  if (agent === undefined || agent.worktree === null) return say(`${place.name} has no worktree any more.`);
  const row = rowAt(place, sight.shown);
  const hunk = row === null ? null : hunkAround(place.model, row);
  if (hunk === null) return say('There is no hunk under the cursor.');
  if (place.isTruncated && hunk.end === place.model.rows.length) return say('The diff was cut off in this hunk: it can not be told whole.');
  return { hunk };
}

/** The real file, at the line of the cursor. */
export function editHere({ view, world, place, sight }: OpenDiff): Step {
  if (world.isReadOnly) return tell(view, world, READ_ONLY);
  const row = rowAt(place, sight.shown);
  const file = place.model.files[sight.shown.fileAt(place.cursor)];
  if (row === null || file === undefined) return stay(view);
  if (hasNoWorktree(world, place.agent)) return tell(view, world, `${place.name} has no worktree any more.`);
  if (file.kind === 'deleted') return tell(view, world, `${place.name} has deleted this file.`);
  const code = place.model.rows[row];
  return withEffects(view, { type: 'editFile', agent: place.agent, path: file.path, line: isCode(code) ? Math.max(1, code.newLine) : 1 });
}

function hasNoWorktree(world: ViewWorld, agent: string): boolean {
  return (world.agents.find(({ id }) => id === agent)?.worktree ?? null) === null;
}
