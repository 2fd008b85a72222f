// A program of ours that is asked for a bounded answer: ended when it has said enough, takes too long, or nobody wants it any more.
import { spawn } from 'node:child_process';

export interface BoundedOutput {
  /** Null when it was ended, or could not be started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it was ended before it had. */
  readonly ended: 'enough' | 'time' | 'signal' | null;
}

const MAX_STDERR = 4000;

/** Never rejects. */
export function boundedProcess(
  argv: readonly [string, ...string[]],
  order: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly maxBytes: number;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  },
): Promise<BoundedOutput> {
  return new Promise((resolve) => {
    const [file, ...args] = argv;
    const child = spawn(file, args, { cwd: order.cwd, env: { ...order.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    let length = 0;
    let stderr = '';
    let ended: BoundedOutput['ended'] = null;
    const end = (why: NonNullable<BoundedOutput['ended']>) => {
      ended ??= why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end('time'), order.timeoutMs);
    const onAbort = () => end('signal');
    if (order.signal?.aborted) onAbort();
    order.signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      if (ended !== null) return;
      parts.push(chunk);
      length += chunk.length;
      if (length > order.maxBytes) end('enough');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MAX_STDERR) stderr += chunk.toString('utf8');
    });
    let isTold = false;
    const tell = (exitCode: number | null) => {
      if (isTold) return;
      isTold = true;
      clearTimeout(timer);
      order.signal?.removeEventListener('abort', onAbort);
      resolve({ exitCode, stdout: Buffer.concat(parts).toString('utf8', 0, order.maxBytes), stderr: stderr.slice(0, MAX_STDERR), ended });
    };
    child.on('error', (error) => {
      stderr ||= error.message;
      tell(null);
    });
    child.on('close', tell);
  });
}
