// Whether files still have the marks that git puts where two sides conflict.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of files that git holds for unmerged: those that still have its marks, or can not be read. */
export async function stillInConflict(workTree: string, files: readonly string[]): Promise<readonly string[]> {
  const open = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(workTree, file), 'utf8').catch(() => null);
      // One that is gone was resolved by leaving it out.
      return text !== null && /^(?:<{7}|>{7}) /mu.test(text) ? [file] : [];
    }),
  );
  return open.flat();
}
