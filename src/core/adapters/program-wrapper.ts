// `orch-tui` for agents: a small script in a folder that stands first in their PATH. A person may have started us by npx, with no orch-tui in theirs.
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Below the state folder of a host. */
export function programFolder(stateDir: string): string {
  return join(stateDir, 'bin');
}

export function programPath(stateDir: string): string {
  return join(programFolder(stateDir), 'orch-tui');
}

/** `script`: ours, absolute. False where it can not be written: then agents find the one in their PATH, if any. */
export async function writeProgramWrapper(stateDir: string, script: string): Promise<boolean> {
  const path = programPath(stateDir);
  const text = `#!/bin/sh\n# Written by the host of orch-tui: the program that runs it.\nexec ${quoted(process.execPath)} ${quoted(script)} "$@"\n`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, text, { mode: 0o700 });
    await chmod(`${path}.new`, 0o700);
    await rename(`${path}.new`, path);
    return true;
  } catch {
    return false;
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
