// Pushes one branch to one remote (decision 22): never forced, without hooks, the token told to the forge's host alone and kept from credential helpers, which would store it.
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { firstLines } from './git-error.js';
import { shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';
import { askRemote } from './remote-access.js';
import type { GitAnswer } from './run-git.js';

type Push = Repository['push'];
type Order = Parameters<Push>[0];

export async function pushBranch(context: GitContext, order: Order): ReturnType<Push> {
  const tried = `push ${shown(order.branch)} to ${shown(order.remote)}`;
  const commit = await commitOf(context, `refs/heads/${order.branch}`);
  if (commit === null)
    return fail({ kind: 'not-found', tried, said: 'there is no such branch', next: 'Name a branch of this repository.' });
  const watched = await context.guard.check({ pushTo: order.remote }, context.refs, tried);
  if (!watched.ok) return watched;
  const args = [
    'push',
    '--no-verify',
    '--quiet',
    '--no-recurse-submodules',
    '--no-follow-tags',
    '--',
    order.remote,
    `${commit}:refs/heads/${order.branch}`,
  ];
  const pushed = await askRemote(context, { ...order, way: 'push', args, tried });
  if (!pushed.ok) return pushed;
  const { answer, isAsked } = pushed.value;
  return answer.exitCode === 0 ? ok({ commit }) : fail(refusal(answer, { order, tried, isAsked }));
}

function refusal(
  answer: GitAnswer,
  { order, tried, isAsked }: { readonly order: Order; readonly tried: string; readonly isAsked: boolean },
) {
  const words = order.token === null || order.token === '' ? answer.stderr : answer.stderr.replaceAll(order.token, '***');
  const said = firstLines(reasonIn(words)) || firstLines(words) || `git ended with code ${answer.exitCode}`;
  const kind = 'forge' as const;
  if (/non-fast-forward|fetch first|stale info/u.test(words)) {
    const next = `Run git fetch ${shown(order.remote)}, merge ${shown(`${order.remote}/${order.branch}`)} into the branch in its worktree, then finish again.`;
    return { kind, tried, said: 'the remote has commits on this branch that are not here', next };
  }
  const scope = /refusing to allow .* without [`'"]?([a-z_:]+)[`'"]? scope/u.exec(words)?.[1];
  if (scope !== undefined) {
    const next = `Give the token the scope ${scope}, or take the change of those files out, then finish again.`;
    return { kind, tried, said, next };
  }
  if (/GH0(?:06|13)|protected branch|rule violations|hook declined/iu.test(words)) {
    const next =
      'A rule of the remote does not take this branch or what is in it: do what it names, or change the rule, then finish again.';
    return { kind, tried, said, next };
  }
  if (/Authentication failed|could not read (?:Username|Password)|Permission to .* denied|Permission denied|403|401/u.test(words)) {
    const next = isAsked ? 'Check that the token may write to this repository.' : 'Set GITHUB_TOKEN, or give git access to this remote.';
    return { kind, tried, said, next };
  }
  return { kind, tried, said, next: 'Check the network and the remote, then try again.' };
}

/** What the other side says, and why it rejects: git's own last line only says that it did. */
function reasonIn(words: string): string {
  return words
    .split('\n')
    .flatMap((line) => /^(?:remote: (?:error: )?| ! )(.*\S)/u.exec(line)?.[1] ?? [])
    .join('\n');
}
