// What a run of an agent's CLI gets our own tools by: the words that start their server, and a settings file where its CLI takes nothing else.
import { lstat, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Harness, OwnTools, ToolsFile } from '../core/harness/harness.js';

export interface RunTools {
  /** Null where there are none for it. */
  readonly tools: OwnTools | null;
  /** For the CLI alone. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface RunToolsOrder {
  readonly agent: string;
  readonly harness: Pick<Harness, 'toolsFile'>;
  /** What it speaks for its agent by: ORCH_BIN, ORCH_SOCKET and ORCH_TOKEN_FILE are told to the server by its arguments, for CLIs withhold variables. */
  readonly seat: Readonly<Record<string, string>>;
  readonly person: Readonly<Record<string, string>>;
  readonly stateDir: string;
}

export const NO_TOOLS: RunTools = { tools: null, env: {}, close: async () => undefined };

/** Never rejects: without them an agent has `orch-tui` in its terminal. */
export async function openRunTools({ agent, harness, seat, person, stateDir }: RunToolsOrder): Promise<RunTools> {
  const { ORCH_BIN: program, ORCH_SOCKET: socket, ORCH_TOKEN_FILE: file } = seat;
  if (program === undefined || socket === undefined) return NO_TOOLS;
  const command = [program, 'mcp', `--socket=${socket}`, ...(file === undefined ? [] : [`--token-file=${file}`])] as const;
  const tools: OwnTools = { command, person };
  if (harness.toolsFile === undefined) return { ...NO_TOOLS, tools };
  const path = join(stateDir, 'tools', `${agent}.json`);
  const env = await writeSettings(path, harness.toolsFile, tools);
  return env === null ? NO_TOOLS : { tools, env, close: () => rm(path, { force: true }).catch(() => undefined) };
}

/** Null where it can not be, would not be taken, or where the file that counts otherwise can not be read: that one must not lose its force. */
async function writeSettings(path: string, file: ToolsFile, tools: OwnTools): Promise<Readonly<Record<string, string>> | null> {
  const base = file.base({ env: tools.person, platform: process.platform });
  try {
    const before = await readFile(base, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '{}';
      throw error;
    });
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (!(await isRootsAlone(dirname(path)))) return null;
    await writeFile(path, JSON.stringify(file.content(JSON.parse(before), tools)), { mode: 0o600 });
    return { [file.variable]: path, ...file.more(base, tools.person) };
  } catch {
    return null;
  }
}

/** A system's settings are taken only from where nobody but root could have put them (seen on gemini 0.61.0): in a container, hardly elsewhere. */
async function isRootsAlone(folder: string): Promise<boolean> {
  for (let path = await realpath(folder); ; path = dirname(path)) {
    const { uid, mode } = await lstat(path);
    if (uid !== 0 || (mode & 0o022) !== 0) return false;
    if (path === dirname(path)) return true;
  }
}
