// Bounded reading of text from outside: standard input, or a file that may be a pipe and never end.
import { createReadStream } from 'node:fs';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { usage } from './outcome.js';

export interface Reading {
  /** Whom to name: `the goal`. */
  readonly what: string;
  readonly maxBytes: number;
  readonly tooLong: OrchError;
}

/** `-` is standard input. Refused: a terminal, more than `maxBytes`, what is no UTF-8. */
export async function readText(file: string, { what, maxBytes, tooLong }: Reading): Promise<Result<string>> {
  if (file === '-' && process.stdin.isTTY) {
    return fail(usage(`${what} is to come from standard input, and that is a terminal`, 'Pipe a text into it'));
  }
  const shown = file === '-' ? 'standard input' : plainText(file, 300);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of (file === '-' ? process.stdin : createReadStream(file)) as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return fail(tooLong);
      chunks.push(chunk);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const said = code === 'ENOENT' ? 'there is no such file' : plainText(message, 300);
    return fail({ kind: 'usage', tried: `read ${shown}`, said, next: 'Name a file that can be read, or - for standard input' });
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    return fail({ kind: 'usage', tried: `read ${shown}`, said: 'it is not text in UTF-8', next: 'Save it as UTF-8' });
  }
}
