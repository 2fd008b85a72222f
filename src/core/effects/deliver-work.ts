// What becomes of committed work: a merge, a pull request, or a branch that stays. One result or one error; nothing is left half done.
import type { Agent, AgentResult, FinishKind, FinishPlan } from '../model/agent.js';
import { errorLine, fail, ok, type Result } from '../model/error.js';
import type { EffectPorts } from './effect-ports.js';
import { mergeMessage, pullRequestBody, pullRequestTitle } from './finish-texts.js';
import type { Lanes } from './lanes.js';

export interface Delivered {
  readonly result: AgentResult | null;
  readonly notes: readonly string[];
}

export interface Committed {
  readonly agent: Agent & { readonly worktree: string; readonly baseCommit: string; readonly branch: string };
  /** Tip of its branch. */
  readonly commit: string;
}

type Ports = Pick<EffectPorts, 'repository' | 'forge' | 'folders' | 'litterOf'>;

export interface Delivery {
  readonly work: Committed;
  readonly kind: FinishKind;
  /** Merges into the same base take turns, also those of other agents. */
  readonly bases: Lanes;
}

export async function deliverWork({ work, kind, bases }: Delivery, ports: Ports): Promise<Result<Delivered>> {
  switch (kind) {
    case 'merge':
      return bases.run(work.agent.base, () => merge(work, ports));
    case 'pr':
      return openAgentsPullRequest(work, ports);
    case 'branch':
      return ok({ result: { kind: 'branch', url: null, commit: work.commit, path: null }, notes: [] });
    case 'keep':
      return ok({ result: null, notes: ['its worktree stays as it is'] });
  }
}

async function merge({ agent }: Committed, { repository, folders }: Ports): Promise<Result<Delivered>> {
  const message = mergeMessage(agent, agent.branch);
  const merged = await repository.merge({ branch: agent.branch, base: agent.base, message, scratch: `${folders.scratch}/${agent.id}` });
  if (!merged.ok) return merged;
  const { commit, how, notes } = merged.value;
  const told = how === 'nothing' ? [...notes, `${agent.base} had everything already`] : notes;
  return ok({ result: { kind: 'merge', url: null, commit, path: null }, notes: told });
}

async function openAgentsPullRequest({ agent }: Committed, ports: Ports): Promise<Result<Delivered>> {
  const { repository, litterOf } = ports;
  const { worktree, baseCommit, branch, base, finish } = agent;
  const missing: string[] = [];
  const texts = async () => {
    const subjects = await repository.commitSubjects({ worktree, baseCommit });
    const diff = await repository.measureDiff({ worktree, baseCommit, litter: litterOf(agent) });
    // Without its list of commits or its size a pull request is no worse: said, not failed.
    missing.push(...[subjects, diff].flatMap((fact) => (fact.ok ? [] : [errorLine(fact.error)])));
    const body = pullRequestBody(agent, { subjects: subjects.ok ? subjects.value : [], diff: diff.ok ? diff.value : null });
    return { title: pullRequestTitle(agent), body };
  };
  const again = `press f again, or finish otherwise: \`orch-tui finish ${agent.name} --as merge\``;
  const opened = await openPullRequest({ branch, base, finish, again, texts }, ports);
  return opened.ok ? ok({ ...opened.value, notes: [...opened.value.notes, ...missing] }) : opened;
}

export interface PullRequestWork {
  readonly branch: string;
  readonly base: string;
  readonly finish: FinishPlan;
  /** How it is tried again, in a sentence that begins with "Mend that and". */
  readonly again: string;
  readonly texts: () => Promise<{ readonly title: string; readonly body: string }>;
}

export async function openPullRequest(
  { branch, base, finish, again, texts }: PullRequestWork,
  { repository, forge }: Pick<EffectPorts, 'repository' | 'forge'>,
): Promise<Result<Delivered>> {
  const refused = (said: string) =>
    fail({ kind: 'forge', tried: `open a pull request for ${branch}`, said, next: `Mend that and ${again}` } as const);
  const remote = await repository.forgeRemote();
  if (!remote.ok) return remote;
  if (remote.value === null) return refused('no remote of this repository is a forge');
  // Asked for first: a branch that was pushed for a pull request that can not be opened would be half a finish.
  const token = await forge.token();
  if (token === null) return refused(`there is no token for ${remote.value.host} (GITHUB_TOKEN, GH_TOKEN or \`gh auth login\`)`);
  const onForge = await repository.branchOnForge(base);
  if (!onForge.ok) return onForge;
  const { owner, repo, host } = remote.value;
  const { title, body } = await texts();
  const pushed = await repository.push({ branch, remote: remote.value.remote, token, host });
  if (!pushed.ok) return pushed;
  const { labels, reviewers, draft } = finish;
  const opened = await forge.openPullRequest({ owner, repo, head: branch, base: onForge.value, title, body, labels, reviewers, draft });
  if (!opened.ok) return opened;
  return ok({ result: { kind: 'pr', url: opened.value.url, commit: pushed.value.commit, path: null }, notes: opened.value.notes });
}
