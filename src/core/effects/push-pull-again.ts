// Pushes to the pull request that some work has already. Words that somebody changed there stay; a draft that only waited for its check becomes ready.
import { fail, type OrchError, ok, type Result, saidAndNext } from '../model/error.js';
import type { PullDigests, PullPage, PullRequest } from '../model/pull-request.js';
import { digest, digestsOf, stillOurs } from './pull-digest.js';
import type { PullTexts } from './pull-texts.js';
import {
  type DeliveredPull,
  delivered,
  type Opening,
  type PullContext,
  type PullPorts,
  type PullWork,
  pushBranch,
  stopped,
} from './pull-work.js';

export interface PushingAgain extends Opening {
  readonly stored: PullRequest;
}

export async function pushAgain(
  { work, way, stored }: PushingAgain,
  ports: PullPorts,
  { dispatch }: PullContext,
): Promise<Result<DeliveredPull>> {
  const place = { owner: stored.owner, repo: stored.repo, number: stored.number };
  // Before anything is pushed: onto one that ended it would be work that nobody looks at.
  const page = await ports.forge.pullPage(place);
  if (!page.ok) return page;
  if (page.value.state !== 'open') return fail(ended(stored, page.value.state, work));
  const isOurs = stillOurs(page.value, stored.written);
  const written = isOurs.title || isOurs.text ? await work.write({ place: way.remote, chooses: false }) : null;
  if (!work.isWanted()) return fail(stopped(work.branch));
  const pushed = await pushBranch({ work, way }, ports);
  if (!pushed.ok) return pushed;
  const notes = [`pushed to the pull request that it has, #${stored.number}`, ...(written?.notes ?? [])];
  const now = written === null ? undefined : await update({ place, page: page.value, written, isOurs }, ports, notes);
  const isDraft = await draftAfter({ work, page: page.value, stored }, ports, notes);
  dispatch({
    type: 'pull.pushed',
    pull: stored.id,
    commit: pushed.value.commit,
    ...(now === undefined || stored.written === undefined ? {} : { written: { ...stored.written, ...now } }),
    ...(isDraft ? { unverified: true as const } : {}),
  });
  return ok(delivered({ url: stored.url, commit: pushed.value.commit, words: written?.words ?? null, notes }));
}

interface Updating {
  readonly place: Pick<PullRequest, 'owner' | 'repo' | 'number'>;
  readonly page: PullPage;
  readonly written: PullTexts;
  readonly isOurs: ReturnType<typeof stillOurs>;
}

/** Digests of what stands there now by us; undefined where nothing was changed. */
async function update(
  { place, page, written, isOurs }: Updating,
  { forge }: PullPorts,
  notes: string[],
): Promise<Partial<PullDigests> | undefined> {
  const digests = digestsOf(written);
  const title = isOurs.title && digests.title !== digest(page.title) ? written.title : null;
  const body = isOurs.text && digests.text !== digest(page.text) ? written.body : null;
  if (title === null && body === null) return undefined;
  const updated = await forge.updatePull({ ...place, title, body });
  if (updated.ok) return { ...(title === null ? {} : { title: digests.title }), ...(body === null ? {} : { text: digests.text }) };
  notes.push(`its text is as it was: ${saidAndNext(updated.error)}`);
  return undefined;
}

/** Whether it is a draft that waits for its verify command from here on. */
async function draftAfter(
  { work, page, stored }: { readonly work: PullWork; readonly page: PullPage; readonly stored: PullRequest },
  { forge }: PullPorts,
  notes: string[],
): Promise<boolean> {
  if (work.finish.despiteVerify === true) {
    if (!page.isDraft) notes.push('it is ready for review already, and no draft again');
    return page.isDraft;
  }
  if (!page.isDraft || stored.unverified !== true) return false;
  const ready = await forge.readyForReview({ owner: stored.owner, repo: stored.repo, number: stored.number });
  notes.push(ready.ok ? 'it is ready for review' : `it is still a draft: ${saidAndNext(ready.error)}`);
  return !ready.ok;
}

function ended({ number, url }: PullRequest, state: 'merged' | 'closed', { branch, again }: PullWork): OrchError {
  const tried = `push ${branch} to its pull request #${number}`;
  const stays = `everything is in the branch ${branch}`;
  if (state === 'merged') {
    const next = 'Finish otherwise, such as by a merge or as the branch, or start a new task for what is left';
    return { kind: 'needs-person', tried, said: `${url} is merged already; ${stays}`, next };
  }
  const next = `Reopen it there and ${again}`;
  return { kind: 'needs-person', tried, said: `${url} was closed; ${stays}`, next };
}
