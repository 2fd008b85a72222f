// What becomes of committed work: a merge, a pull request, or a branch that stays. One result or one error; nothing is left half done.
import type { Agent, AgentResult, FinishKind } from '../model/agent.js';
import { errorLine, fail, type OrchError, ok, type Result } from '../model/error.js';
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
      return openPullRequest(work, ports);
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

async function openPullRequest({ agent }: Committed, { repository, forge, litterOf }: Ports): Promise<Result<Delivered>> {
  const tried = `open a pull request for ${agent.branch}`;
  const remote = await repository.forgeRemote();
  if (!remote.ok) return remote;
  if (remote.value === null) return fail(forgeError(agent, tried, 'no remote of this repository is a forge'));
  // Asked for first: a branch that was pushed for a pull request that can not be opened would be half a finish.
  const token = await forge.token();
  if (token === null)
    return fail(forgeError(agent, tried, `there is no token for ${remote.value.host} (GITHUB_TOKEN, GH_TOKEN or \`gh auth login\`)`));
  const base = await repository.branchOnForge(agent.base);
  if (!base.ok) return base;
  const { owner, repo, host } = remote.value;
  const { worktree, baseCommit } = agent;
  const subjects = await repository.commitSubjects({ worktree, baseCommit });
  const diff = await repository.measureDiff({ worktree, baseCommit, litter: litterOf(agent) });
  const pushed = await repository.push({ branch: agent.branch, remote: remote.value.remote, token, host });
  if (!pushed.ok) return pushed;
  const body = pullRequestBody(agent, { subjects: subjects.ok ? subjects.value : [], diff: diff.ok ? diff.value : null });
  const { labels, reviewers, draft } = agent.finish;
  const order = { owner, repo, head: agent.branch, base: base.value, title: pullRequestTitle(agent), body, labels, reviewers, draft };
  const opened = await forge.openPullRequest(order);
  if (!opened.ok) return opened;
  // Without its list of commits or its size a pull request is no worse: said, not failed.
  const missing = [subjects, diff].flatMap((fact) => (fact.ok ? [] : [errorLine(fact.error)]));
  const notes = [...opened.value.notes, ...missing];
  return ok({ result: { kind: 'pr', url: opened.value.url, commit: pushed.value.commit, path: null }, notes });
}

function forgeError(agent: Agent, tried: string, said: string): OrchError {
  return {
    kind: 'forge',
    tried,
    said,
    next: `Mend that and press f again, or finish otherwise: \`orch-tui finish ${agent.name} --as merge\``,
  };
}
