// What a terminal still gives after it has said that it is at its end. Knows a descriptor only.
import { readSync } from 'node:fs';

/**
 * Linux 6.18: the master of a PTY was seen to say EIO while the last words of its program, written right before it ended, were still on
 * their way through the kernel (once in some thousand programs on a loaded machine). Another read gives them.
 * `maxBytes`: more than a PTY holds, for a descriptor that is none.
 */
export function lastWords(fd: number, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let read = 0; read < maxBytes; ) {
    const part = Buffer.allocUnsafe(4096);
    const count = readOnce(fd, part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
    read += count;
  }
  return Buffer.concat(parts);
}

/** EIO and EAGAIN: nothing more. */
function readOnce(fd: number, into: Buffer): number {
  try {
    return readSync(fd, into, 0, into.length, null);
  } catch {
    return 0;
  }
}
