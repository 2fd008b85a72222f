// A file of lines that only grows, readable by its owner alone: what was written before is there again, a torn last line is cut off.
import { closeSync, fchmodSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

export interface LineFile {
  readonly lines: readonly string[];
  /** At once: what is done next must not be done before this stands. Throws what the system says. */
  append(line: string): void;
  close(): void;
}

export function openLineFile(path: string): Result<LineFile> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(path, 'a+', 0o600);
    fchmodSync(file, 0o600);
    const text = readFileSync(file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) ftruncateSync(file, Buffer.byteLength(whole));
    return ok({
      lines: whole.split('\n').slice(0, -1),
      append: (line) => void writeSync(file, `${line}\n`),
      close: () => closeSync(file),
    });
  } catch (error) {
    const said = plainText((error as Error).message, 200);
    return fail({ kind: 'storage', tried: `open ${plainText(path, 200)}`, said, next: 'Make room, or give the folder back to you' });
  }
}
