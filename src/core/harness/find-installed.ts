// Which agent CLIs a PATH offers: a look into folders, no process is started. Knows executables only by their names.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { AGENT_CLIS } from './registry.js';

export interface InstalledHarness {
  readonly name: string;
  /** Absolute path of its executable; null when it is not installed. */
  readonly path: string | null;
}

/** Every agent CLI with where it lies, in the order of preference. Never rejects. `path`: a PATH variable. */
export function findInstalled(path: string): Promise<readonly InstalledHarness[]> {
  // As a shell would search, but never the current folder: whatever lies in a repository is not a program of the person.
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  return Promise.all(AGENT_CLIS.map(async ({ name, executable }) => ({ name, path: await locate(executable ?? name, folders) })));
}

async function locate(executable: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const candidate = join(folder, executable);
    if (await isProgram(candidate)) return candidate;
  }
  return null;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not for us: the search goes on, as in a shell.
  }
}
