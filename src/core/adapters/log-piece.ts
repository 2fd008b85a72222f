// What came into an agent's log since somebody read it, as bytes: whoever shows them elsewhere needs each of them, or a new beginning.
import { open } from 'node:fs/promises';
import type { OutputMark } from '../ports.js';
import { readLogTail } from './agent-log.js';

export interface LogPiece {
  readonly data: Uint8Array;
  /** It does not follow what was read before: older bytes are left out, or the log was begun anew. */
  readonly isNew: boolean;
  readonly mark: OutputMark | null;
}

/** At most `maxBytes`; where more has come the end of it, as a new beginning. Never rejects. */
export async function readLogPiece(path: string, mark: OutputMark | null, maxBytes: number): Promise<LogPiece> {
  try {
    const file = await open(path, 'r');
    try {
      const { ino: inode, size } = await file.stat();
      const end = { inode, offset: size };
      const follows = mark?.inode === inode && mark.offset <= size && size - mark.offset <= maxBytes;
      if (follows) {
        const buffer = Buffer.alloc(size - mark.offset);
        const { bytesRead } = await file.read(buffer, 0, buffer.length, mark.offset);
        return { data: buffer.subarray(0, bytesRead), isNew: false, mark: { inode, offset: mark.offset + bytesRead } };
      }
      const tail = await readLogTail(path, maxBytes);
      return { data: tail.ok ? tail.value : new Uint8Array(), isNew: true, mark: end };
    } finally {
      await file.close();
    }
  } catch {
    // No log yet: nothing was printed.
    return { data: new Uint8Array(), isNew: mark !== null, mark: null };
  }
}
