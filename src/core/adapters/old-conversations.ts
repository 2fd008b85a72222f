// Conversations of the built-in agent that nobody has gone on with for long. Those of listed agents stay: they can be resumed.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DAY_MS = 86_400_000;

export interface OldConversations {
  /** `<state>/agents`: a file `ID.jsonl` for each. */
  readonly folder: string;
  /** Ids of conversations that are in use. */
  readonly kept: ReadonlySet<string>;
  readonly olderThanDays: number;
  readonly now: number;
}

/** Names of the files that went. What can not be removed stays for the next time; never rejects. */
export async function removeOldConversations({ folder, kept, olderThanDays, now }: OldConversations): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const gone: string[] = [];
  for (const name of names) {
    const id = /^([\w-]+)\.jsonl$/u.exec(name)?.[1];
    if (id === undefined || kept.has(id)) continue;
    const path = join(folder, name);
    const changedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (now - changedMs < olderThanDays * DAY_MS) continue;
    await rm(path, { force: true }).then(
      () => gone.push(name),
      () => undefined,
    );
  }
  return gone;
}
