// The workspaces on disk: where they lie, a new folder for one, and those that are there, newest first. Knows nothing of what goes on.
import { constants } from 'node:fs';
import { mkdir, open, readdir, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Agent } from '../model/agent.js';
import type { Config } from '../model/config.js';
import { GOAL_STATES } from '../model/goal.js';
import { plainLines } from '../model/plain-text.js';
import { WORKSPACE_FILES, type WorkflowState, type WorkspaceInfo, workspacePath } from '../model/workspace.js';
import { agentNameFrom } from './git/branch-name.js';
import { isAgent } from './storage/state-document.js';

/** More goals at the same second and of the same name than this are no accident. */
const MOST_TRIES = 100;
const MAX_BYTES = 32 * 1024 * 1024;
/** Folders that are looked into for one list: a folder of years must not hold up a command. */
const MOST_LOOKED_AT = 2000;

export interface StoredWorkspace {
  readonly path: string;
  readonly info: WorkspaceInfo;
}

/** `workspace.base_dir`, from the home with `~/`, from the checkout where it is relative; else below the state folder. */
export function workspacesFolder(
  config: Pick<Config, 'workspace'>,
  place: { readonly stateDir: string; readonly repoDir: string; readonly home: string },
): string {
  const base = config.workspace.base_dir;
  if (base === null) return join(place.stateDir, 'workspaces');
  if (base === '~' || base.startsWith('~/')) return join(place.home, base.slice(1));
  return isAbsolute(base) ? resolve(base) : resolve(place.repoDir, base);
}

/** Makes the folder of a new goal, so that nobody else takes it. One that can not be made is told by whoever writes there. Never rejects. */
export async function newWorkspace(base: string, order: { readonly text: string; readonly atMs: number }): Promise<string> {
  const first = join(base, workspacePath(order.atMs, agentNameFrom(order.text, new Set())));
  await mkdir(dirname(first), { recursive: true, mode: 0o700 }).catch(() => undefined);
  for (let number = 1; number < MOST_TRIES; number += 1) {
    const path = number === 1 ? first : `${first}-${number}`;
    const isTaken = await mkdir(path, { mode: 0o700 }).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
    );
    if (!isTaken) return path;
  }
  return `${first}-${order.atMs}`;
}

/** Of one repository (its common git directory), newest first, at most `limit`. Folders that are no workspaces are passed over. */
export async function listWorkspaces(
  base: string,
  { repository, limit }: { readonly repository: string; readonly limit: number },
): Promise<readonly StoredWorkspace[]> {
  const found: StoredWorkspace[] = [];
  let looked = 0;
  for (const day of await daysBelow(base)) {
    const folders: StoredWorkspace[] = [];
    for (const name of await entries(day)) {
      looked += 1;
      if (looked > MOST_LOOKED_AT) return found;
      const path = join(day, name);
      const info = await readInfo(path);
      if (info?.repository === repository) folders.push({ path, info });
    }
    folders.sort((one, other) => (one.info.created < other.info.created ? 1 : -1));
    found.push(...folders);
    if (found.length >= limit) return found.slice(0, limit);
  }
  return found;
}

/** Null where the folder is no workspace. */
export async function readInfo(path: string): Promise<WorkspaceInfo | null> {
  const info = (await readJson(join(path, WORKSPACE_FILES.info))) as WorkspaceInfo | null;
  return isId(info?.id) && typeof info.created === 'string' && typeof info.text === 'string' ? info : null;
}

/** Null where it is missing, or damaged. */
export async function readWorkflow(path: string): Promise<WorkflowState | null> {
  const state = (await readJson(join(path, WORKSPACE_FILES.state))) as WorkflowState | null;
  if (!isId(state?.goal?.id) || typeof state.goal.text !== 'string' || typeof state.goal.createdAt !== 'string') return null;
  if (!GOAL_STATES.includes(state.goal.state) || !Array.isArray(state.goal.tasks) || !Array.isArray(state.agents)) return null;
  return state.agents.every((agent: Partial<Agent> | null) => isAgent(agent?.id ?? '', agent)) ? state : null;
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[\w-]{1,60}$/u.test(id);
}

/** The text of one of its files; null where there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    // An agent could have put a pipe there: it must hold nobody up.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      return !found.isFile() || found.size > MAX_BYTES ? null : await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return null; // Not there, or not ours to read: told as missing.
  }
}

/** The workspace that a person named by its path, or by that of one of its files. */
export async function workspaceAt(typed: string): Promise<StoredWorkspace | null> {
  const path = await realpath(resolve(typed)).catch(() => null);
  for (const folder of path === null ? [] : [path, dirname(path)]) {
    const info = await readInfo(folder);
    if (info !== null) return { path: folder, info };
  }
  return null;
}

/** Folders of days, the newest first: weeks of several years lie in one folder. */
async function daysBelow(base: string): Promise<readonly string[]> {
  const weeks = (await entries(base)).filter((name) => /^week-\d{2}$/u.test(name));
  const days = await Promise.all(
    weeks.map(async (week) => (await entries(join(base, week))).filter(isDay).map((day) => ({ day, path: join(base, week, day) }))),
  );
  return days
    .flat()
    .sort((one, other) => (one.day < other.day ? 1 : -1))
    .map(({ path }) => path);
}

function isDay(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(name);
}

async function entries(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** An agent could have written there: no text of it may act on a terminal. */
async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return text === null
      ? null
      : JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? plainLines(value, MAX_BYTES) : value));
  } catch {
    return null;
  }
}
