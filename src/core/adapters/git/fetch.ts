// Fetches one branch of a remote into its remote-tracking ref: nothing of ours moves. The token goes the way it goes for a push.
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { firstLines } from './git-error.js';
import { shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';
import { askRemote } from './remote-access.js';

type Fetch = Repository['fetch'];

export async function fetchBranch(context: GitContext, order: Parameters<Fetch>[0]): ReturnType<Fetch> {
  const tried = `fetch ${shown(order.branch)} from ${shown(order.remote)}`;
  const watched = await context.guard.check({ pushTo: order.remote }, context.refs, tried);
  if (!watched.ok) return watched;
  const ref = `refs/remotes/${order.remote}/${order.branch}`;
  const args = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--no-auto-maintenance', '--'];
  const refspec = `+refs/heads/${order.branch}:${ref}`;
  const fetched = await askRemote(context, { ...order, way: 'fetch', args: [...args, order.remote, refspec], tried });
  if (!fetched.ok) return fetched;
  const { answer } = fetched.value;
  const commit = answer.exitCode === 0 ? await commitOf(context, ref) : null;
  if (commit !== null) return ok({ commit, name: `${order.remote}/${order.branch}` });
  const words = order.token === null || order.token === '' ? answer.stderr : answer.stderr.replaceAll(order.token, '***');
  const said = firstLines(words) || `git ended with code ${answer.exitCode}`;
  const isGone = /couldn't find remote ref/u.test(words);
  if (isGone) return fail({ kind: 'not-found', tried, said: 'there is no such branch there', next: 'Look at it on the forge.' });
  return fail({ kind: 'forge', tried, said, next: 'Check the network, the remote and its token, then try again.' });
}
