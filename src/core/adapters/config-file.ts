// One configuration file as it lies on the disk: read once, bounded, with its hash; changed without losing what else is in it.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import type { ConfigValues } from '../model/config-layers.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { atomicWrite } from './storage/atomic-write.js';

const MAX_BYTES = 1024 * 1024;

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** Of the very bytes that `values` were read from. */
  readonly sha256: string;
  /** What the file holds, without `$schema`; not yet checked. An error where it is no JSON object. */
  readonly values: Result<ConfigValues>;
}

/** Null when there is no such file. Never rejects. */
export async function readConfigFile(path: string): Promise<Result<ConfigFile | null>> {
  try {
    // Not blocking: a repository may hold a pipe of this name.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await handle.stat();
      if (!found.isFile()) return fail(fileError(path, 'it is not a file'));
      if (found.size > MAX_BYTES) return fail(fileError(path, `it has ${found.size} bytes; a configuration has at most ${MAX_BYTES}`));
      const bytes = await handle.readFile();
      const text = bytes.toString('utf8');
      return ok({ path, text, sha256: createHash('sha256').update(bytes).digest('hex'), values: parseValues(path, text) });
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return ok(null);
    return fail(fileError(path, code === 'EACCES' ? 'permission denied' : plainText(message)));
  }
}

/** The file with other values, in its own indentation and line ends; through a link, as a folder of dot files has it. */
export async function writeConfigFile(path: string, values: ConfigValues, before: string | null): Promise<Result<void>> {
  const indent = /^([ \t]+)\S/m.exec(before ?? '')?.[1] ?? '  ';
  const text = `${JSON.stringify(values, null, indent)}\n`;
  try {
    const target = await realpath(path).catch(() => path);
    await atomicWrite(target, before?.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text);
    return ok(undefined);
  } catch (error) {
    const said = plainText((error as Error).message);
    return fail({
      kind: 'storage',
      tried: `write ${plainText(path, 300)}`,
      said,
      next: 'Make it writable, or name another with --config.',
    });
  }
}

/** Everything in the file, `$schema` too, for writing it back. */
export function parseWhole(path: string, text: string): Result<ConfigValues> {
  let parsed: unknown;
  try {
    // Editors of other systems begin files with a byte order mark.
    parsed = text.trim() === '' ? {} : JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return fail(fileError(path, `it is not JSON: ${plainText((error as Error).message)}`));
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return fail(fileError(path, 'it is not a JSON object'));
  return ok(parsed as ConfigValues);
}

function parseValues(path: string, text: string): Result<ConfigValues> {
  const whole = parseWhole(path, text);
  if (!whole.ok) return whole;
  return ok(Object.fromEntries(Object.entries(whole.value).filter(([name]) => name !== '$schema')));
}

export function fileError(path: string, said: string): OrchError {
  return { kind: 'config', tried: `read the configuration of ${plainText(path, 300)}`, said, next: 'Mend the file, or move it away.' };
}
