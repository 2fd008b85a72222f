// `pulls [list | merge NAME | follow NAME | unfollow NAME]`: pull requests that were opened here. Looking starts no host.
import { fail, type Result } from '../core/model/error.js';
import type { MergeMethod, PullRequest } from '../core/model/pull-request.js';
import type { Status } from '../core/model/status.js';
import { PULL_MARKS, pullText } from '../core/state/pull-text.js';
import { ageAt, ageText } from '../core/view/age.js';
import { startingHost, storedOrHost } from './host-call.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { table } from './table.js';

export function pulls(invocation: Invocation): Promise<Result<Outcome>> {
  const [what = 'list', name] = invocation.args;
  const method = invocation.options.mergeMethod as MergeMethod | undefined;
  const isAuto = invocation.options.auto === true;
  if (what === 'list') return name === undefined ? list(invocation) : refused('list takes no name', '`orch-tui pulls list`');
  if (name === undefined) return refused(`${what} takes a number, or the name of an agent`, '`orch-tui pulls` shows them');
  if (isAuto && what !== 'follow') return refused('--auto is for follow', `\`orch-tui pulls follow ${name} --auto\``);
  if (method !== undefined && what === 'unfollow')
    return refused('unfollow takes no --merge-method', `\`orch-tui pulls unfollow ${name}\``);
  switch (what) {
    case 'merge':
      return startingHost(invocation, async (connection) => {
        const answer = await connection.request('pullMerge', { pull: name, method: method ?? null });
        if (!answer.ok) return answer;
        const { pull, commit, notes } = answer.value;
        return done(
          [`PR #${pull.number} is merged${commit === null ? '' : ` as ${commit.slice(0, 10)}`}`, ...notes].join('\n'),
          answer.value,
        );
      });
    case 'follow':
    case 'unfollow':
      return startingHost(invocation, async (connection) => {
        const follow = what === 'follow' ? 'on' : 'off';
        const plan = { ...(isAuto ? { merge: 'auto' as const } : {}), ...(method === undefined ? {} : { method }) };
        const answer = await connection.request('pullFollow', { pull: name, follow, ...plan });
        if (!answer.ok) return answer;
        const { number, plan: now } = answer.value.pull;
        const merges = now.merge === 'auto' ? `, and merged (${now.method}) when nothing is in the way` : '';
        return done(follow === 'on' ? `PR #${number} is followed${merges}` : `PR #${number} is left alone`, answer.value);
      });
    default:
      return refused(`pulls does not know ${what}`, 'Allowed: list, merge NAME, follow NAME, unfollow NAME');
  }
}

function refused(said: string, next: string): Promise<Result<Outcome>> {
  return Promise.resolve(fail(usage(said, next)));
}

function list(invocation: Invocation): Promise<Result<Outcome>> {
  return storedOrHost<{ readonly pulls: readonly PullRequest[] }>(invocation, {
    live: (connection) => connection.request('pulls', {}),
    stored: async (stored) => {
      const status = await stored.status();
      return status.ok ? { ok: true, value: { pulls: pullsIn(status.value) } } : status;
    },
    tell: ({ pulls: all }, host) => done(pullsText(all, Date.now()), { host, pulls: all }),
  });
}

export function pullsText(all: readonly PullRequest[], now: number): string {
  const rows = all.map((pull) => [
    pullText(pull, PULL_MARKS.unicode),
    ageText(ageAt(pull.openedAt, now)),
    pull.branch,
    pull.error?.said ?? pull.url,
  ]);
  return rows.length === 0 ? 'no pull request was opened here' : table(rows);
}

/** Those of a stored state; the same one may be told of a goal and of its agent. */
export function pullsIn({ agents, goals }: Pick<Status, 'agents' | 'goals'>): readonly PullRequest[] {
  const all = [...agents, ...goals].flatMap(({ pull }) => (pull == null ? [] : [pull]));
  return [...new Map(all.map((pull) => [pull.id, pull])).values()].sort((one, other) => other.openedAt.localeCompare(one.openedAt));
}
