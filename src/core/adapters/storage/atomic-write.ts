// A file replaced in one step: whoever reads sees the old text or the new one, also after a crash. Throws what the system says.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** `beforeReplace` runs when the new text is on the disk and the old file is still in its place. */
export async function atomicWrite(path: string, text: string, beforeReplace?: () => Promise<void>): Promise<void> {
  const temporary = `${path}.tmp`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await beforeReplace?.();
    await rename(temporary, path);
  } catch (error) {
    // Half a file of a full disk would only take space from the next try; that it can not go changes nothing.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a rename in `folder` last. Some file systems can not sync a folder: then the rename is as safe as it gets there. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
