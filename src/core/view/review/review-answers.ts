// What the host answered to orders of a review: comments sent, hunks staged and reverted. A refusal loses nothing.
import { plainText } from '../../model/plain-text.js';
import type { Requests } from '../../model/requests.js';
import type { NoticeDialog } from '../dialog.js';
import type { ViewEffect } from '../view-effect.js';
import type { ViewState, ViewWorld } from '../view-state.js';
import { hunkDigest, hunkName } from './hunks.js';
import { askDiff } from './read-diff.js';
import { reviewOf, withoutSent } from './review.js';
import { wayBack } from './way-back.js';

export interface Reviewed {
  readonly view: ViewState;
  readonly notice: NoticeDialog | string;
  readonly effects: readonly ViewEffect[];
}

export function commentsSent(view: ViewState, world: ViewWorld, { agent, comments }: Requests['comment']['params']): Reviewed {
  const review = withoutSent(reviewOf(world.reviews, agent), comments);
  const name = world.agents.find(({ id }) => id === agent)?.name ?? 'The agent';
  const lines = comments.slice(0, 12).map(({ path, line, text }) => plainText(`${path}:${line}  ${text.replaceAll('\n', ' ')}`, 160));
  const more = comments.length > 12 ? [`and ${comments.length - 12} more`] : [];
  return {
    view: sendingEnded(view),
    notice: {
      kind: 'notice',
      title: `${name} was sent ${comments.length} ${comments.length === 1 ? 'comment' : 'comments'}`,
      tone: 'info',
      lines: [...lines, ...more],
    },
    effects: [{ type: 'remember', of: 'review', agent, review }],
  };
}

export function sendingEnded(view: ViewState): ViewState {
  return { ...view, reviewing: { ...view.reviewing, sendingTo: null } };
}

export function hunkDone(
  view: ViewState,
  world: ViewWorld,
  { params, result }: { readonly params: Requests['hunk']['params']; readonly result: Requests['hunk']['result'] },
): Reviewed {
  if (params.what === 'revert') return reverted(view, world, { params, result });
  return {
    view: staged(view, params),
    notice: params.what === 'stage' ? "Staged in git's index of the worktree." : "Taken out of git's index again; the file is as it was.",
    effects: [],
  };
}

function reverted(
  view: ViewState,
  world: ViewWorld,
  { params, result }: { readonly params: Requests['hunk']['params']; readonly result: Requests['hunk']['result'] },
): Reviewed {
  const worktree = world.agents.find(({ id }) => id === params.agent)?.worktree ?? '.';
  const { words, command } = wayBack({ worktree, path: params.hunk.path, result });
  return {
    view,
    notice: {
      kind: 'notice',
      title: 'Reverted',
      tone: 'info',
      lines: [
        result.rescueRef === null ? 'All of it is committed on the branch.' : `What the worktree was is saved as ${result.rescueRef}.`,
        words,
        `  ${command}`,
      ],
    },
    effects: view.place.kind === 'diff' && view.place.agent === params.agent ? [askDiff(params.agent)] : [],
  };
}

// Marked without reading the diff again; the next time it is read, git says it.
function staged(view: ViewState, params: Requests['hunk']['params']): ViewState {
  const { place } = view;
  const digest = stagedDigest(view, params);
  if (place.kind !== 'diff' || digest === null) return view;
  const others = place.staged.filter((each) => each !== digest);
  return { ...view, place: { ...place, staged: params.what === 'stage' ? [...others, digest] : others } };
}

// The hunk may have gone from the screen since.
function stagedDigest({ place }: ViewState, { agent, hunk }: Requests['hunk']['params']): string | null {
  if (place.kind !== 'diff' || place.agent !== agent || place.model === null) return null;
  const { model } = place;
  const file = model.files.find(({ path }) => path === hunk.path);
  if (file === undefined) return null;
  for (let start = file.start; start < file.end; start += 1) {
    if (model.rows[start]?.kind !== 'hunk') continue;
    let end = start + 1;
    while (end < file.end && model.rows[end]?.kind !== 'hunk') end += 1;
    if (hunkName(model, { start, end }).patch === hunk.patch) return hunkDigest(model, { start, end });
  }
  return null;
}
