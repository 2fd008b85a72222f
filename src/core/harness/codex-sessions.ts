// Where codex keeps its conversations: `$CODEX_HOME/sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl`. Read only; seen on 0.169.0.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConversationPlace } from './harness.js';
import { bothPaths, namesIn } from './kept-files.js';

/** The first line begins with the id and the folder; what follows are 20 KB of instructions. */
const HEAD_BYTES = 4096;
/** A year has fewer; a person's own sessions of these days are looked at too. */
const MOST_FILES = 5000;
const DAY_MS = 24 * 60 * 60 * 1000;
const ROLLOUT = /^rollout-.*-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/;

/** Of a conversation: its id, and the file it is kept in. */
export interface CodexRollout {
  readonly id: string;
  readonly path: string;
}

export function codexHome(env: ConversationPlace['env']): string {
  return env.CODEX_HOME ?? join(env.HOME ?? '/', '.codex');
}

/** The newest conversation that was held in this worktree; null when there is none. Never rejects. */
export async function findCodexSession(place: ConversationPlace): Promise<string | null> {
  return (await findCodexRollout(place))?.id ?? null;
}

export async function findCodexRollout(place: Omit<ConversationPlace, 'command'>): Promise<CodexRollout | null> {
  const { worktree, since, env } = place;
  const marks = (await bothPaths(worktree)).map((folder) => `"cwd":${JSON.stringify(folder)}`);
  let looked = 0;
  for (const day of await daysSince(join(codexHome(env), 'sessions'), since)) {
    for (const name of await namesIn(day)) {
      const id = ROLLOUT.exec(name)?.[1];
      if (id === undefined) continue;
      if (++looked > MOST_FILES) return null;
      const head = await headOf(join(day, name));
      // Threads of its own (titles, reviews) lie beside the person's.
      const isOwn = /"thread_source":"(?!user")/.test(head);
      if (!isOwn && marks.some((mark) => head.includes(mark))) return { id, path: join(day, name) };
    }
  }
  return null;
}

/** Folders of days, newest first. They are named in local time: the day before the first is looked at too. */
async function daysSince(sessions: string, since: string): Promise<readonly string[]> {
  const first = new Date(Date.parse(since) - DAY_MS).toISOString().slice(0, 10);
  const days: string[] = [];
  for (const year of await namesIn(sessions)) {
    for (const month of await namesIn(join(sessions, year))) {
      for (const day of await namesIn(join(sessions, year, month))) {
        if (`${year}-${month}-${day}` >= first) days.push(join(sessions, year, month, day));
      }
    }
  }
  return days;
}

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null); // Gone meanwhile, or not ours to read.
  if (file === null) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return ''; // A folder of that name, or a disk that does not answer: not a conversation.
  } finally {
    await file.close();
  }
}
