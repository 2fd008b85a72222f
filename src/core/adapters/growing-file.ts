// A file of lines that another program writes, read as it grows: each line once, never more than its new end, and only where it really lies in that program's own home.
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';

/** Of what is new: more is left out, the oldest first. */
const MOST_BYTES = 32 * 1024 * 1024;
/** A line that is longer is left out: a conversation may hold whole files and pictures. */
const LONGEST_LINE = 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 10;

export interface GrowingFile {
  /** Lines that were ended since. Without the file there are none. Never rejects. */
  read(onLine: (line: string) => void): Promise<void>;
}

/** `within`: no link leads out of this folder. */
export function growingFile({ path, within }: { readonly path: string; readonly within: string }): GrowingFile {
  let inode: number | null = null;
  let offset = 0;
  return {
    async read(onLine) {
      const file = await openWithin(path, within);
      if (file === null) return;
      try {
        const { ino, size } = await file.stat();
        // Written anew: all of it is new.
        if (ino !== inode || size < offset) offset = 0;
        inode = ino;
        const isCut = size - offset > MOST_BYTES;
        offset = await readLines({ file, from: isCut ? size - MOST_BYTES : offset, to: size, isCut, onLine });
      } catch {
        // A disk that does not answer, or a file that shrinks while it is read: the next time tells the rest.
      } finally {
        await file.close().catch(() => undefined);
      }
    },
  };
}

/** Null where it is not there, lies elsewhere, or is no file. */
async function openWithin(path: string, within: string): Promise<FileHandle | null> {
  const [real, home] = await Promise.all([realpath(path).catch(() => null), realpath(within).catch(() => null)]);
  if (real === null || home === null || !real.startsWith(home + sep)) return null;
  // A pipe must not hold us up.
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  const isFile = (await file?.stat().catch(() => null))?.isFile() === true;
  if (isFile) return file;
  await file?.close().catch(() => undefined);
  return null;
}

interface Part {
  readonly file: FileHandle;
  readonly from: number;
  readonly to: number;
  /** It begins in the middle of a line. */
  readonly isCut: boolean;
  readonly onLine: (line: string) => void;
}

/** Where the first line begins that has not ended yet. */
async function readLines({ file, from, to, isCut, onLine }: Part): Promise<number> {
  let skips = isCut;
  let rest: Buffer = Buffer.alloc(0);
  let lineAt = from;
  for (let at = from; at < to; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, Math.min(CHUNK_BYTES, to - at), at);
    if (bytesRead === 0) break;
    at += bytesRead;
    let chunk = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE)) {
      if (!skips && end <= LONGEST_LINE) onLine(chunk.toString('utf8', 0, end));
      skips = false;
      chunk = chunk.subarray(end + 1);
      lineAt = at - chunk.length;
    }
    skips ||= chunk.length > LONGEST_LINE;
    rest = skips ? Buffer.alloc(0) : chunk;
  }
  return lineAt;
}
