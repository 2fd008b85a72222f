// What was added to an agent's log since somebody read it, across its rotation. Must not know what the bytes mean.
import { open, stat } from 'node:fs/promises';
import type { OutputMark } from '../ports.js';

/** More than this is not read: whoever digests it shows a few thousand characters. */
const MOST_BYTES = 1024 * 1024;

/** `mark` null: from the beginning. Without a log, or where it can not be read, the answer's mark is null. Never rejects. */
export async function readLogSince(
  path: string,
  mark: OutputMark | null,
): Promise<{ readonly text: string; readonly mark: OutputMark | null }> {
  const now = await placeOf(path);
  if (now === null) return { text: '', mark: null };
  const older = await placeOf(`${path}.1`);
  const isSame = mark?.inode === now.inode && mark.offset <= now.size;
  const newer = await bytesOf(path, { from: isSame ? mark.offset : 0, to: now.size });
  // Rotated since: the rest of the older half comes first. Never read, or rotated more than once: all of it.
  const from = mark !== null && older?.inode === mark.inode ? mark.offset : 0;
  const before = isSame || older === null ? Buffer.alloc(0) : await bytesOf(`${path}.1`, { from, to: older.size });
  const text = Buffer.concat([before, newer]).subarray(-MOST_BYTES).toString('utf8');
  return { text, mark: { inode: now.inode, offset: now.size } };
}

async function placeOf(path: string): Promise<{ readonly inode: number; readonly size: number } | null> {
  return stat(path).then(
    ({ ino, size }) => ({ inode: ino, size }),
    () => null,
  );
}

async function bytesOf(path: string, { from, to }: { readonly from: number; readonly to: number }): Promise<Buffer> {
  const start = Math.max(from, to - MOST_BYTES);
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(Math.max(0, to - start));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return Buffer.alloc(0); // Rotated away under us: what is left is shown next time.
  }
}
