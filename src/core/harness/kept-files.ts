// The folders in which agent CLIs keep their conversations, as far as they are there. Read only; never rejects.
import { readdir, realpath } from 'node:fs/promises';

/** The last of their order first, which is the newest of what is named by its time; empty where the folder is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch((): string[] => [])).sort().reverse();
}

/** A path as it was given, and as it lies behind links: a CLI may know it by either. */
export async function bothPaths(path: string): Promise<readonly string[]> {
  return [...new Set([path, await realpath(path).catch(() => path)])];
}
