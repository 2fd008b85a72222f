// A JSON array in a file that grows: one document a line, the closing bracket rewritten together with what is added. Throws what the system says.
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { atomicWrite } from './atomic-write.js';
import { codeOf } from './storage-error.js';

/** How a whole file ends: the new lines begin where this stood. */
const END = '\n]\n';

/** `entries`: each one line of JSON. Above `maxBytes` the file is first set aside as `<path>.1`. A torn file is mended by its whole lines. */
export async function appendToArray(path: string, entries: readonly string[], maxBytes: number): Promise<void> {
  if (entries.length === 0) return;
  const added = entries.join(',\n');
  const at = await endOfArray(path);
  if (at === 'none' || (typeof at === 'number' && at + Buffer.byteLength(added) > maxBytes)) {
    if (at !== 'none') await rename(path, `${path}.1`);
    return atomicWrite(path, `[\n${added}${END}`);
  }
  if (at === 'torn') {
    const whole = wholeLines(await readFile(path, 'utf8'));
    return atomicWrite(path, `[\n${[...whole, ...entries].join(',\n')}${END}`);
  }
  const file = await open(path, 'r+');
  try {
    await file.write(`,\n${added}${END}`, at);
  } finally {
    await file.close();
  }
}

/** Where the next entry goes. */
async function endOfArray(path: string): Promise<number | 'none' | 'torn'> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // A pipe has no size, and is replaced.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return 'none';
  try {
    const { size } = await file.stat();
    const at = size - END.length;
    if (at <= 2) return size === 0 ? 'none' : 'torn';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(END.length + 1), 0, END.length + 1, at - 1);
    // Every entry is an object: before the end stands its closing brace.
    return buffer.toString('utf8', 0, bytesRead) === `}${END}` ? at : 'torn';
  } finally {
    await file.close();
  }
}

function wholeLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const bare = line.replace(/,$/u, '');
    if (!bare.startsWith('{')) return [];
    try {
      JSON.parse(bare);
      return [bare];
    } catch {
      // The line that was being written when the power went.
      return [];
    }
  });
}
