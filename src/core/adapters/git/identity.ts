// Who the host's commits are by: the person as git knows them, else orch-tui itself, said plainly. Never guesses from the machine's name.
import type { GitPlace, HardenedGit } from './hardened-git.js';

export interface Identity {
  /** Variables for the committing git; empty where git knows the person. */
  readonly env: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

const OURS = { name: 'orch-tui', email: 'orch-tui@localhost' };

export async function identityAt(git: HardenedGit, place: GitPlace): Promise<Identity> {
  // Without this setting git makes one up from the account and the machine.
  const known = await git(place, ['var', 'GIT_COMMITTER_IDENT'], { config: ['user.useConfigOnly=true'], timeoutMs: 20_000 });
  if (known.kind === 'ended' && known.exitCode === 0) return { env: {}, notes: [] };
  return {
    env: {
      GIT_AUTHOR_NAME: OURS.name,
      GIT_AUTHOR_EMAIL: OURS.email,
      GIT_COMMITTER_NAME: OURS.name,
      GIT_COMMITTER_EMAIL: OURS.email,
    },
    notes: [`git has no user.name and user.email: committed as ${OURS.name} <${OURS.email}>`],
  };
}
