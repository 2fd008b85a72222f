// Whether files that git holds for unmerged are resolved, told by what stands in them: for agents that only edit files.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An unmerged path with the stages that git has of it: 1 is the common one, 2 ours, 3 theirs. */
export interface UnmergedFile {
  readonly path: string;
  readonly stages: readonly string[];
}

/**
 * Those that still have marks. Where git puts none nobody can tell a decision from none: a file that one side deleted, or that is no text,
 * counts as open.
 */
export async function stillInConflict(workTree: string, files: readonly UnmergedFile[]): Promise<readonly string[]> {
  const open = await Promise.all(files.map(async (file) => ((await isOpen(workTree, file)) ? [file.path] : [])));
  return open.flat();
}

async function isOpen(workTree: string, { path, stages }: UnmergedFile): Promise<boolean> {
  if (!stages.includes('2') || !stages.includes('3')) return true;
  const text = await readFile(join(workTree, path), 'utf8').catch(() => null);
  // One that is gone was resolved by leaving it out.
  return text !== null && (text.includes('\0') || /^(?:<{7}|>{7}) /mu.test(text));
}
