// Where opencode keeps its conversations: in a database of its own, which its own command reads out. Seen on 1.18.33.
import { execFile } from 'node:child_process';
import type { ConversationPlace } from './harness.js';

/** It takes 1 s, and 3 s on a loaded machine. */
const TIMEOUT_MS = 20_000;
const MOST_BYTES = 1024 * 1024;
const ARGUMENTS = ['session', 'list', '--format', 'json', '--max-count', '20'];

/** The newest conversation that was held in this worktree; null when there is none. Never rejects. */
export function findOpencodeSession({ command: [program, ...words], worktree, env }: ConversationPlace): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { cwd: worktree, env, timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES, killSignal: 'SIGKILL' } as const;
    execFile(program, [...words, ...ARGUMENTS], options, (error, stdout) => resolve(error === null ? newest(stdout, worktree) : null));
  });
}

/** `json`: the sessions of a project, newest first; those of other worktrees are among them. */
function newest(json: string, worktree: string): string | null {
  try {
    const sessions: unknown = JSON.parse(json);
    if (!Array.isArray(sessions)) return null;
    const id: unknown = sessions.find((session) => session?.directory === worktree)?.id;
    return typeof id === 'string' && /^ses_[A-Za-z0-9]+$/.test(id) ? id : null;
  } catch {
    return null; // Another version that prints something else: the conversation is not known.
  }
}
