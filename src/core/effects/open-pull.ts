// Opens the pull request of some work, or pushes to the one that it has: found by its stored number, never by a name. Nothing is pushed by force.
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { type PullPlan, pullId } from '../model/pull-request.js';
import { digestsOf } from './pull-digest.js';
import {
  type DeliveredPull,
  delivered,
  type Opening,
  type PullContext,
  type PullPorts,
  type PullWork,
  pushBranch,
  stopped,
  type Way,
} from './pull-work.js';
import { pushAgain } from './push-pull-again.js';

/** Labels and people that a model may add to those that a person named. */
const MOST = { labels: 3, reviewers: 2 } as const;

/** `pulls.follow` is false: nothing is ever done by this. */
const UNFOLLOWED: PullPlan = { rounds: 0, merge: 'ask', method: 'merge', approvals: 0, deleteBranch: false };

export async function deliverPull(work: PullWork, ports: PullPorts, context: PullContext): Promise<Result<DeliveredPull>> {
  const way = await wayOf(work, ports);
  if (!way.ok) return way;
  const { host, owner, repo } = way.value.remote;
  const stored = work.stored === undefined ? undefined : context.state().pulls?.[work.stored];
  // The remote was changed since: that one is another repository's.
  const isHere = stored !== undefined && stored.host === host && stored.owner === owner && stored.repo === repo;
  return isHere ? pushAgain({ work, way: way.value, stored }, ports, context) : openNew({ work, way: way.value }, ports, context);
}

async function wayOf({ branch, base, again }: PullWork, { repository, forge }: PullPorts): Promise<Result<Way>> {
  const refused = (said: string) =>
    fail({ kind: 'forge', tried: `open a pull request for ${branch}`, said, next: `Mend that and ${again}` } as const);
  const remote = await repository.forgeRemote();
  if (!remote.ok) return remote;
  if (remote.value === null) return refused('no remote of this repository is a forge');
  // Asked for first: a branch that was pushed for a pull request that can not be opened would be half a finish.
  const token = await forge.token();
  if (token === null) return refused(`there is no token for ${remote.value.host} (GITHUB_TOKEN, GH_TOKEN or \`gh auth login\`)`);
  const onForge = await repository.branchOnForge(base);
  return onForge.ok ? ok({ remote: remote.value, token, base: onForge.value }) : onForge;
}

async function openNew({ work, way }: Opening, ports: PullPorts, { dispatch }: PullContext): Promise<Result<DeliveredPull>> {
  const { branch, finish, goal, agent } = work;
  const { remote, base } = way;
  const { host, owner, repo } = remote;
  const written = await work.write({ place: remote, chooses: true });
  if (!work.isWanted()) return fail(stopped(branch));
  const pushed = await pushBranch({ work, way }, ports);
  if (!pushed.ok) return pushed;
  const { title, body, words } = written;
  const asDraft = finish.draft || finish.despiteVerify === true;
  const labels = withChosen(finish.labels, words?.labels ?? [], MOST.labels);
  const reviewers = withChosen(finish.reviewers, words?.reviewers ?? [], MOST.reviewers);
  const opened = await ports.forge.openPullRequest({ owner, repo, head: branch, base, title, body, labels, reviewers, draft: asDraft });
  if (!opened.ok) return fail(explained(opened.error, work));
  const { number, url, notes } = opened.value;
  const id = pullId({ host, owner, repo, number });
  dispatch({
    type: 'pull.opened',
    pull: id,
    opened: {
      ...{ id, host, owner, repo, number, url, goal, agent, head: branch, base, branch },
      remote: remote.remote,
      commit: pushed.value.commit,
      plan: finish.pull ?? UNFOLLOWED,
      ...(finish.pull === undefined ? { follow: 'off' as const } : {}),
      // Also of one that was open already: where it reads otherwise, somebody else wrote it, and it stays.
      written: digestsOf(written),
      ...(asDraft && !finish.draft ? { unverified: true as const } : {}),
    },
  });
  return ok(delivered({ url, commit: pushed.value.commit, words, notes: [...notes, ...written.notes] }));
}

/** Those that a person named are all there, and first. */
function withChosen(named: readonly string[], chosen: readonly string[], most: number): readonly string[] {
  const others = chosen.filter((name) => !named.includes(name));
  return [...named, ...others.slice(0, Math.max(0, most - named.length))];
}

/** What a forge says of branches, with what can be done about it. */
function explained(error: OrchError, { branch, base, again }: PullWork): OrchError {
  if (/no history in common/iu.test(error.said)) {
    return { ...error, next: `${base} was written anew there: fetch it, put the commits of ${branch} on top of it, and ${again}` };
  }
  if (/no commits between/iu.test(error.said)) {
    return { ...error, next: `All of it is in ${base} there already: fetch it and look, or finish as the branch` };
  }
  return error;
}
