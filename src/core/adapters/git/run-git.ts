// Runs one git process and tells exactly what it answered: code, bytes, bounded. Knows nothing of repositories, flags or environments.
import { randomUUID } from 'node:crypto';
import { plainText } from '../../model/plain-text.js';
import { CALL_MARK, endStarted } from './end-started.js';

export interface GitCall {
  readonly args: readonly string[];
  /** `-c` pairs, put before the command. */
  readonly config: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: Buffer | string;
  readonly timeoutMs: number;
  /** Nobody waits for it any more: git is ended. */
  readonly signal?: AbortSignal;
  /** Standard output is cut here, and git ended by its closed pipe. */
  readonly maxBytes: number;
}

export interface GitAnswer {
  readonly kind: 'ended';
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly truncated: boolean;
}

/** Git did not run to an end of its own. */
export interface GitAbsence {
  readonly kind: 'not-installed' | 'no-folder' | 'timed-out' | 'interrupted' | 'not-started';
  readonly detail: string;
}

interface Ended {
  // simple-git's type does not tell that a signal gives null.
  readonly exitCode: number | null;
  readonly stdOut: readonly Buffer[];
  readonly stdErr: readonly Buffer[];
}

// simple-git refuses these settings by default, for callers that pass arguments of strangers. Here each is a constant of
// `hardened-git.ts` that takes a power away, or our own askpass script.
const PERMITTED = {
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeAskPass: true,
  allowUnsafeSshCommand: true,
  allowUnsafeEditor: true,
  allowUnsafeConfigPaths: true,
} as const;

/** A program git started may keep its pipes open after git was ended; it is not waited for longer than this. */
const GRACE_MS = 1000;

const INTERRUPTED: GitAbsence = { kind: 'interrupted', detail: 'nobody waits for it any more' };

/** Never rejects. Ends git at its time-out, or when the signal says so. */
export async function runGit(call: GitCall): Promise<GitAnswer | GitAbsence> {
  const { signal, timeoutMs } = call;
  const mark = randomUUID();
  if (signal?.aborted === true) return INTERRUPTED;
  const ending = new AbortController();
  let why: GitAbsence | null = null;
  let timer: NodeJS.Timeout | undefined;
  let interrupt = () => {};
  const ended = new Promise<GitAbsence>((resolve) => {
    const end = (absence: GitAbsence) => {
      clearTimeout(timer);
      why = absence;
      ending.abort();
      endStarted(mark);
      timer = setTimeout(() => resolve(absence), GRACE_MS);
    };
    timer = setTimeout(() => end({ kind: 'timed-out', detail: `no end after ${Math.round(timeoutMs / 1000)} s` }), timeoutMs);
    interrupt = () => end(INTERRUPTED);
  });
  signal?.addEventListener('abort', interrupt, { once: true });
  const marked = { ...call, env: { ...call.env, [CALL_MARK]: mark } };
  const answer = await Promise.race([ended, converse(marked, ending.signal)]);
  clearTimeout(timer);
  // It may have started something while it was ended.
  if (why !== null) endStarted(mark);
  signal?.removeEventListener('abort', interrupt);
  return why ?? answer;
}

async function converse(call: GitCall, abort: AbortSignal): Promise<GitAnswer | GitAbsence> {
  let ended: Ended | null = null;
  let received = 0;
  try {
    const { simpleGit } = await import('simple-git');
    const git = simpleGit({
      baseDir: call.cwd,
      config: [...call.config],
      abort,
      // Only the close of the streams counts: counting the exit loses output that is still in the pipe.
      completion: { onClose: true, onExit: false },
      allowEnvironment: Object.keys(call.env).filter((key) => /^git_/i.test(key)),
      unsafe: PERMITTED,
      // Never left open: a hook that reads its input must see the end of it.
      input: () => call.input ?? Buffer.alloc(0),
      // The only place where simple-git tells the exit code and the bytes; returning undefined makes no failure an exception.
      errors: (_error, result) => {
        ended = result;
        return undefined;
      },
    });
    git.env({ ...call.env });
    git.outputHandler((_command, stdout) => {
      stdout.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > call.maxBytes && 'destroy' in stdout && typeof stdout.destroy === 'function') stdout.destroy();
      });
      // simple-git waits 50 ms after a git that printed nothing; an empty chunk at the end spares that wait.
      stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)));
    });
    await git.raw([...call.args]);
  } catch (error) {
    const detail = plainText(error instanceof Error ? error.message : String(error));
    return { kind: /directory that does not exist/u.test(detail) ? 'no-folder' : 'not-started', detail };
  }
  return answerOf(ended, call.maxBytes);
}

function answerOf(ended: Ended | null, maxBytes: number): GitAnswer | GitAbsence {
  if (ended === null) return { kind: 'not-started', detail: 'git gave no answer' };
  const stdout = Buffer.concat(ended.stdOut);
  const stderr = Buffer.concat(ended.stdErr).toString('utf8');
  // Node's own error of the spawn, which simple-git puts where git's words would be.
  const spawnError = /^Error: spawn \S* ?(E[A-Z]+)/u.exec(stderr)?.[1];
  if (ended.exitCode !== null && ended.exitCode < 0) {
    return { kind: spawnError === 'ENOENT' ? 'not-installed' : 'not-started', detail: spawnError ?? `code ${ended.exitCode}` };
  }
  return { kind: 'ended', exitCode: ended.exitCode, stdout: stdout.subarray(0, maxBytes), stderr, truncated: stdout.length > maxBytes };
}
