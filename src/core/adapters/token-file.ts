// The token of one agent as a file (decision 31): in git's own folder of its worktree, so never among its files. For programs that withhold variables.
// What lies there may come from an agent: no link is followed, and nothing is written over.
import { constants } from 'node:fs';
import { lstat, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { administrationFolders, realPathOf } from './git/worktree-place.js';

/** Null where there is no such worktree, or it can not be written: then the agent has its token by its environment alone. */
export async function writeTokenFile(order: {
  readonly commonDir: string;
  readonly worktree: string;
  readonly token: string;
}): Promise<string | null> {
  const gitDir = (await administrationFolders(order.commonDir)).get(await realPathOf(order.worktree));
  if (gitDir === undefined) return null;
  const folder = join(gitDir, 'orch');
  const path = join(folder, 'token');
  try {
    await mkdir(folder, { mode: 0o700 }).catch(() => undefined);
    if (!(await lstat(folder)).isDirectory()) return null;
    await rm(path, { recursive: true, force: true });
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    await file.writeFile(`${order.token}\n`).finally(() => file.close());
    return path;
  } catch {
    return null;
  }
}

/** What can not be removed is of no use to anybody: its token is void. */
export async function removeTokenFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}
