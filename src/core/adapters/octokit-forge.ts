// A forge by GitHub's REST API, or any server that speaks it: its methods, each noun in a file of its own. Must not know worktrees or agents.
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Forge } from '../ports/forge.js';
import { accountOfToken } from './forge/account.js';
import { askForge, type OctokitForgeOrder } from './forge/ask-forge.js';
import { repositoryOf } from './forge/forge-path.js';
import { findForgeToken } from './forge/forge-token.js';
import { issueReading } from './forge/issue-reading.js';
import { listIssues } from './forge/list-issues.js';
import { peopleAndLabels } from './forge/people-and-labels.js';
import { pullActs } from './forge/pull-acts.js';
import { PullRequestOpening } from './forge/pull-opening.js';
import { pullReading } from './forge/pull-reading.js';

export function createOctokitForge(order: OctokitForgeOrder): Forge {
  const ask = askForge(order);
  const account = accountOfToken();
  /** A pull request that can not be opened is the forge's failure, whatever the reason. */
  const asForge = <Value>(result: Result<Value>): Result<Value> => (result.ok ? result : fail({ ...result.error, kind: 'forge' }));
  return {
    ...pullReading({ ask, now: order.now ?? Date.now }),
    ...pullActs(ask),
    ...peopleAndLabels(ask, account),
    ...issueReading(ask),
    token: () => findForgeToken(order.env()),
    async openPullRequest(wanted) {
      const repository = repositoryOf(wanted);
      const tried = `open a pull request for ${plainText(wanted.head)} in ${repository}`;
      return asForge(await ask({ tried, repository }, ({ octokit, about }) => new PullRequestOpening(octokit, about).open(wanted)));
    },
    async listIssues(wanted) {
      const repository = repositoryOf(wanted);
      const tried = `list the issues labelled ${plainText(wanted.label, 60)} in ${repository}`;
      const listed = await ask({ tried, repository, needs: 'the issues' }, async ({ octokit }) => ok(await listIssues(octokit, wanted)));
      if (listed.ok || listed.error.kind === 'needs-person') return listed;
      return fail({ ...listed.error, next: 'It is asked again in some minutes' });
    },
  };
}
