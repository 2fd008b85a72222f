// Pushes one branch to one remote (decision 22): never forced, without hooks, the token told to the forge's host alone and kept from credential helpers, which would store it.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import { mayCarryToken, prepareAskpass } from './askpass.js';
import { readConfig } from './config-guard.js';
import { parseRemote, type RemoteAddress } from './forge-remote.js';
import type { GitContext } from './git-context.js';
import { expectAnswer, fileError, firstLines } from './git-error.js';
import { shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';
import type { GitAnswer } from './run-git.js';
import { withTemporaryFolder } from './temporary-index.js';

type Push = Repository['push'];
type Order = Parameters<Push>[0];

const TIMEOUT_MS = 300_000;

export async function pushBranch(context: GitContext, order: Order): ReturnType<Push> {
  const tried = `push ${shown(order.branch)} to ${shown(order.remote)}`;
  const commit = await commitOf(context, `refs/heads/${order.branch}`);
  if (commit === null)
    return fail({ kind: 'not-found', tried, said: 'there is no such branch', next: 'Name a branch of this repository.' });
  const watched = await context.guard.check({ pushTo: order.remote }, context.refs, tried);
  if (!watched.ok) return watched;
  const target = await targetOf(context, order, tried);
  if (!target.ok) return target;
  const { address, helpers } = target.value;
  const isAsked = order.token !== null && address !== null && mayCarryToken(address);
  const pushed = await withTemporaryFolder(context, tried, async (folder) => {
    let env: Readonly<Record<string, string>> = {};
    try {
      if (isAsked) env = await prepareAskpass(folder, { address, token: order.token ?? '' });
    } catch (error) {
      return fail(fileError(error, { tried, next: 'Check the state folder, then try again.' }));
    }
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
    // Last in line and empty: clears the list of helpers.
    const config = isAsked ? helpers.map((key) => `${key}=`) : [];
    const answer = await context.git(context.refs, args, { env, config, timeoutMs: TIMEOUT_MS });
    return expectAnswer(answer, { tried, next: 'Check the network, then try again.', kind: 'forge' });
  });
  if (!pushed.ok) return pushed;
  return pushed.value.exitCode === 0 ? ok({ commit }) : fail(refusal(pushed.value, { order, tried, isAsked }));
}

interface Target {
  readonly address: RemoteAddress | null;
  /** Keys of the configuration that name credential helpers. */
  readonly helpers: readonly string[];
}

/** Where the push really goes must be the forge the token is for. */
async function targetOf(context: GitContext, order: Order, tried: string): Promise<Result<Target>> {
  const entries = await readConfig(context.git, context.refs, tried);
  if (!entries.ok) return entries;
  const valuesOf = (key: string): readonly string[] => entries.value.filter((entry) => entry.key === key).map((entry) => entry.value);
  const pushUrls = valuesOf(`remote.${order.remote}.pushurl`);
  const urls = pushUrls.length > 0 ? pushUrls : valuesOf(`remote.${order.remote}.url`);
  if (urls.length === 0) {
    return fail({ kind: 'not-found', tried, said: 'there is no remote of that name', next: 'Add it with git remote add.' });
  }
  const addresses = urls.map(parseRemote);
  if (order.token !== null && addresses.some((address) => address?.host !== order.host)) {
    const said = `its address is not at ${shown(order.host)}, so the token is not sent`;
    return fail({ kind: 'needs-person', tried, said, next: `Look at git remote -v, and correct the address of ${shown(order.remote)}.` });
  }
  const helpers = entries.value.map((entry) => entry.key).filter((key) => /^credential\.(?:.*\.)?helper$/u.test(key));
  return ok({ address: addresses[0] ?? null, helpers: [...new Set(['credential.helper', ...helpers])] });
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
