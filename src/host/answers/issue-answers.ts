// Requests about issues of the forge: those there are, and one as a task.
import { issueGoal } from '../../core/chat/issue-goal.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { ForgeRemote } from '../../core/model/repository.js';
import { needsPlan } from '../../core/planner/needs-plan.js';
import type { Answers, AnswerWorld } from './answer-world.js';

/** A search longer than this is a pasted text. */
const MAX_SEARCH = 500;

type World = Pick<AnswerWorld, 'forge' | 'repository' | 'config'>;

export function issueAnswers({ forge, repository, config }: World): Pick<Answers, 'issues' | 'issue'> {
  const remoteFor = async (tried: string): Promise<Result<ForgeRemote>> => {
    const remote = await repository.forgeRemote();
    if (!remote.ok) return remote;
    return remote.value === null ? fail(noForge(tried)) : ok(remote.value);
  };
  return {
    async issues({ label, search }) {
      const remote = await remoteFor('list the issues');
      if (!remote.ok) return remote;
      const { owner, repo } = remote.value;
      const words = search?.slice(0, MAX_SEARCH).trim() || null;
      const found = await forge.openIssues({ owner, repo, label, search: words });
      return found.ok ? ok({ ...found.value, forge: nameOf(remote.value) }) : found;
    },
    async issue({ number, own = '' }) {
      const tried = `read issue #${number}`;
      if (!Number.isSafeInteger(number) || number < 1) {
        return fail({ kind: 'usage', tried, said: 'that is no number of an issue', next: 'Give a whole number from 1' });
      }
      const remote = await remoteFor(tried);
      if (!remote.ok) return remote;
      const { owner, repo } = remote.value;
      const found = await forge.issue({ owner, repo, number });
      if (!found.ok) return found;
      const issue = found.value;
      const name = { forge: nameOf(remote.value), number };
      const isPlanned = config.planner.when === 'always' || needsPlan(`${own}\n${issue.title}\n${issue.body}`);
      const plan = isPlanned ? 'auto' : 'none';
      return ok({ issue, text: issueGoal(issue, { name, own }), forge: name.forge, plan });
    },
  };
}

/** `github.com/ada/shop` */
function nameOf({ host, owner, repo }: ForgeRemote): string {
  return `${host}/${owner}/${repo}`;
}

function noForge(tried: string): OrchError {
  return {
    kind: 'usage',
    tried,
    said: 'no remote of this repository is a forge (github.com, or any host where GITHUB_API_URL is set)',
    next: 'Add the remote, or set GITHUB_API_URL',
  };
}
