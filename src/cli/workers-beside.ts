// Other workers of this machine that work in the same clone: what they have begun there can not be told from what is of nobody now.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isHostLocked } from '../core/adapters/host-lock.js';

/** Below the folder of the clone each worker has one of its own, with its lock. */
export function workerFolder(folder: string, node: string): string {
  return join(folder, node.replaceAll(/[^A-Za-z0-9._-]/g, '-'));
}

export function hasWorkersBeside(folder: string, node: string): boolean {
  const own = workerFolder(folder, node);
  return foldersIn(folder).some((each) => each !== own && isHostLocked(each));
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : []));
  } catch {
    return [];
  }
}
