// What we do to pull requests at a forge: their words, comments and answers, ready for review, merged, branches deleted.
import { fail, ok, type Result } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { ForgePulls, PullPlace } from '../../ports/forge.js';
import type { AskForge, Asking } from './ask-forge.js';
import { answerOf, saidBy } from './forge-error.js';
import { pathOf, pullName, repositoryOf } from './forge-path.js';
import { bodyOf, titleOf } from './forge-words.js';
import { mergePull } from './merge-pull.js';
import { readPullOnce } from './read-pull.js';

const READY = 'mutation($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } } }';
const NO_GRAPHQL = 'the forge has no GraphQL, which alone can do that';

type Acts = Pick<ForgePulls, 'updatePull' | 'readyForReview' | 'mergePull' | 'deleteBranch' | 'replyTo' | 'commentOn'>;

export function pullActs(ask: AskForge): Acts {
  const act = <Value>(place: PullPlace, tried: string, use: (asking: Asking) => Promise<Result<Value>>) =>
    ask({ tried: `${tried} ${pullName(place)}`, repository: repositoryOf(place), again: 'try it again' }, use);
  return {
    updatePull(order) {
      return act(order, 'change the words of', async ({ octokit }) => {
        const title = order.title === null ? {} : { title: titleOf(order.title) };
        const words = order.body === null ? title : { ...title, body: bodyOf(order.body) };
        if (Object.keys(words).length > 0) await octokit.request(`PATCH ${pathOf(order)}/pulls/${order.number}`, words);
        return ok(undefined);
      });
    },
    readyForReview(place) {
      return act(place, 'make ready for review', (asking) => readyForReview(asking, place));
    },
    mergePull(order) {
      return act(order, 'merge', (asking) => mergePull(asking, order));
    },
    deleteBranch(order) {
      const repository = repositoryOf(order);
      const tried = `delete the branch ${plainText(order.branch)} of ${repository}`;
      return ask({ tried, repository, again: 'try it again', needs: 'the contents' }, async ({ octokit, about }) => {
        const branch = order.branch.split('/').map(encodeURIComponent).join('/');
        try {
          await octokit.request(`DELETE ${pathOf(order)}/git/refs/heads/${branch}`);
        } catch (error) {
          if (answerOf(error).status !== 422) throw error;
          const said = saidBy(error, about.token);
          const isGone = /does not exist|not found/i.test(said);
          if (!isGone) return fail({ kind: 'needs-person', tried, said, next: 'Delete it on the forge, or leave it' });
        }
        return ok(undefined);
      });
    },
    replyTo(order) {
      return act(order, 'answer a comment on', async ({ octokit }) => {
        const path = `${pathOf(order)}/pulls/${order.number}/comments/${order.comment}/replies`;
        try {
          await octokit.request(`POST ${path}`, { body: bodyOf(order.body) });
        } catch (error) {
          if (answerOf(error).status !== 404) throw error;
          // Where the pull request can be read, it is the comment that has gone: it needs no answer.
          await readPullOnce(octokit, order);
        }
        return ok(undefined);
      });
    },
    commentOn(order) {
      return act(order, 'comment on', async ({ octokit }) => {
        await octokit.request(`POST ${pathOf(order)}/issues/${order.number}/comments`, { body: bodyOf(order.body) });
        return ok(undefined);
      });
    },
  };
}

async function readyForReview({ octokit, about }: Asking, place: PullPlace): Promise<Result<void>> {
  const byHand = (said: string) => fail({ kind: 'needs-person', tried: about.tried, said, next: 'Make it ready on the forge' });
  const { isDraft, node } = await readPullOnce(octokit, place);
  if (!isDraft) return ok(undefined);
  if (node === null) return byHand(NO_GRAPHQL);
  try {
    await octokit.graphql(READY, { id: node });
    return ok(undefined);
  } catch (error) {
    const { status, message } = answerOf(error);
    if (status === 404 || status === 405 || status === 501) return byHand(NO_GRAPHQL);
    // An answer, and a refusal.
    if ('errors' in (error as object) && !/rate limit/i.test(message)) return byHand(`it refused: ${saidBy(error, about.token)}`);
    throw error;
  }
}
