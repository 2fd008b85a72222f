// The worktree of an agent whose pull request wants something: opened again where it was removed, and what others did merged into it.
import { join } from 'node:path';
import type { Agent } from '../model/agent.js';
import { fail, ok, type Result } from '../model/error.js';
import type { PullRequest } from '../model/pull-request.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { firstStep } from './worktree-setup.js';

type Ports = Pick<EffectPorts, 'repository' | 'forge' | 'folders' | 'worktrees'>;

/** Its branch was kept because it is a result. What makes a worktree ready runs again before its CLI starts. */
export async function openWorktree(
  agent: Agent,
  { repository, folders, worktrees }: Ports,
  { dispatch }: EffectContext,
): Promise<Result<string>> {
  const { id, name, branch, worktree, baseCommit } = agent;
  if (worktree !== null) return ok(worktree);
  const tried = `go on with the work of ${name}`;
  if (branch === null || baseCommit === null) {
    return fail({ kind: 'not-found', tried, said: 'it has no branch', next: 'Start a new task for it' });
  }
  const bring = { copy: worktrees.config.copy, link: worktrees.config.link };
  const opened = await repository.reopenWorktree({ branch, path: join(folders.worktrees, name), bring });
  if (!opened.ok) return opened;
  const port = await worktrees.blocks.claim(id);
  const setup = firstStep(worktrees.config);
  dispatch({
    type: 'worktree.created',
    agent: id,
    branch,
    baseCommit,
    ...opened.value,
    ...(port.ok ? { port: port.value } : {}),
    ...(setup === null ? {} : { setup }),
  });
  return ok(opened.value.worktree);
}

/** Fetches, and merges it there. `name`: as git calls what was merged, such as `origin/main`. */
export async function takeIn(
  { pull, worktree, branch }: { readonly pull: PullRequest; readonly worktree: string; readonly branch: string },
  ports: Ports,
): Promise<Result<{ readonly conflicts: readonly string[]; readonly name: string; readonly commit: string }>> {
  const fetched = await fetchOf(pull, branch, ports);
  if (!fetched.ok) return fetched;
  const { name, commit } = fetched.value;
  const taken = await ports.repository.takeInBase({ worktree, base: name });
  return taken.ok ? ok({ ...taken.value, name, commit }) : taken;
}

export async function fetchOf(
  { remote, host }: PullRequest,
  branch: string,
  { repository, forge }: Pick<Ports, 'repository' | 'forge'>,
): ReturnType<Ports['repository']['fetch']> {
  return repository.fetch({ branch, remote, host, token: await forge.token() });
}
