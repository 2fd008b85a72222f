// Where the token of an agent lies by its worktree alone: gemini, and the shells of other CLIs, withhold every variable with TOKEN in its name.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** In git's own folder of the worktree that `cwd` is in, where the host puts it (decision 31); null where there is none. */
export function worktreeTokenFile(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const gitDir = linkedGitDir(join(folder, '.git'));
    if (gitDir !== null) {
      const file = join(resolve(folder, gitDir), 'orch', 'token');
      return existsSync(file) ? file : null;
    }
    if (folder === dirname(folder)) return null;
  }
}

function linkedGitDir(path: string): string | null {
  try {
    return /^gitdir: (.+)$/mu.exec(readFileSync(path, 'utf8'))?.[1] ?? null;
  } catch {
    return null; // Not there, or the folder of a whole checkout: no worktree of an agent.
  }
}
