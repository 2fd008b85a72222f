// Which conversation with a remote agent this was, in a file: so that an agent that is resumed goes on with it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { RemoteIds } from './remote-task.js';

const idsSchema = z.object({ contextId: z.string().check(z.maxLength(500)), taskId: z.string().check(z.maxLength(500)) });

const NONE: RemoteIds = { contextId: '', taskId: '' };

/** None where it was not kept, or can not be read. */
export function keptIds(path: string | null): RemoteIds {
  if (path === null) return NONE;
  try {
    const parsed = idsSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : NONE;
  } catch {
    return NONE;
  }
}

/** That it can not be kept keeps nobody from working. */
export function keepIds(path: string | null, ids: RemoteIds): void {
  if (path === null) return;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.tmp`, `${JSON.stringify(ids)}\n`, { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  } catch {
    // It is then a new conversation where it is resumed.
  }
}
