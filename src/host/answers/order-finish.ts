// How the work of a goal ends: as it was ordered, as configured, or by what the repository has. What could only fail at its end is refused at its start.
import type { FinishKind, FinishPlan } from '../../core/model/agent.js';
import type { Config } from '../../core/model/config.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { RunParams } from '../../core/model/requests.js';
import type { OrderWorld } from './order-world.js';

/** A pull request where there is a forge, else the branch itself. */
export async function finishOf(params: RunParams, { config, repository }: OrderWorld, base: string): Promise<Result<FinishKind>> {
  const { require } = config.finish;
  const chosen = require !== null && isLeftOpen(params) ? null : params.finish;
  const refused = chosen === null ? null : refusedFinish(chosen, config);
  if (refused !== null) return fail(refused);
  const named = chosen ?? require ?? config.finish.kind;
  if (named === 'merge') {
    const branches = await repository.branches();
    if (!branches.ok) return branches;
    if (!branches.value.includes(base)) {
      const next = 'Name a local branch with --base, or finish otherwise, such as --finish branch';
      return fail({ kind: 'usage', tried: `finish by a merge into ${plainText(base, 100)}`, said: 'that is no local branch', next });
    }
  }
  if (named !== null && named !== 'pr') return ok(named);
  const remote = await repository.forgeRemote();
  if (!remote.ok) return remote;
  if (remote.value !== null) return ok('pr');
  if (named === null) return ok('branch');
  return fail(require === null ? NO_FORGE : { ...NO_FORGE, next: 'Add the remote, or change the setting finish.require' });
}

/** What becomes of its pull request once that is open: decided when it is ordered, also where it may yet end otherwise. */
export function followed({ merge, mergeMethod }: Pick<RunParams, 'merge' | 'mergeMethod'>, { pulls }: Config): Pick<FinishPlan, 'pull'> {
  if (!pulls.follow) return {};
  const { rounds, approvals, deleteBranch } = pulls;
  return { pull: { rounds, merge: merge ?? pulls.merge, method: mergeMethod ?? pulls.method, approvals, deleteBranch } };
}

/** Attended, `keep` only says that a person will choose once they see the work. */
export function isLeftOpen({ finish, unattended }: RunParams): boolean {
  return finish === 'keep' && !unattended;
}

/** Where only an open pull request counts as done, another end is refused. */
export function refusedFinish(kind: FinishKind, { finish }: Config): OrchError | null {
  if (finish.require === null || kind === finish.require) return null;
  const next = 'Finish by a pull request, or change that setting: `orch-tui config set finish.require null`';
  return { kind: 'usage', tried: `finish as ${kind}`, said: 'finish.require is pr: only a pull request that is open counts as done', next };
}

const NO_FORGE: OrchError = {
  kind: 'usage',
  tried: 'finish by a pull request',
  said: 'no remote of this repository is a forge (github.com, or any host where GITHUB_API_URL is set)',
  next: 'Add the remote, or finish otherwise, such as --finish merge',
};
