// Starting the host: detached, so that nothing of it dies with this terminal, and told to say when it listens.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';

/** A small young generation keeps an idle host 20 MB smaller at no measurable cost (V8's default is 16 MB a semi-space). */
const NODE_FLAGS = ['--max-semi-space-size=1'];

export interface StartHost {
  readonly repo: string;
  /** Arguments passed on to the host, such as `--config FILE`. */
  readonly args: readonly string[];
  /** Where its own errors go; `logs/host.log` of the state folder. */
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What the host says on descriptor 3 once: it listens, another one holds the lock, or why it can not start. */
export type HostReadiness = { readonly ready: true } | { readonly busy: true } | { readonly error: OrchError };

/** Resolves when the host listens, or when another host holds the repository (`busy`): then connect to that one. */
export async function startHost(order: StartHost): Promise<Result<'ready' | 'busy'>> {
  const log = openLog(order.logFile);
  if (!log.ok) return log;
  const main = join(dirname(fileURLToPath(import.meta.url)), hostFile());
  const argv = [...scopePrefix(order.env), process.execPath, ...NODE_FLAGS, main, '--repo', order.repo, ...order.args];
  const child = spawn(argv[0] as string, argv.slice(1), {
    cwd: order.repo,
    detached: true,
    env: order.env,
    stdio: ['ignore', log.value, log.value, 'pipe'],
  });
  child.unref();
  return readiness(child, order.logFile);
}

/** This module lies in dist/ or in dist/chunks/. */
function hostFile(): string {
  return import.meta.url.includes('/chunks/') ? '../host.js' : 'host.js';
}

/**
 * A logout with KillUserProcesses=yes ends all of a session; a scope of the user's own service manager is outside of it (decision 9).
 * Only where such a manager runs: its socket is there.
 */
function scopePrefix(env: NodeJS.ProcessEnv): string[] {
  const runtime = env.XDG_RUNTIME_DIR;
  const hasManager = runtime !== undefined && existsSync(join(runtime, 'systemd', 'private'));
  const command = ['/usr/bin/systemd-run', '/bin/systemd-run'].find((path) => existsSync(path));
  return hasManager && command !== undefined ? [command, '--user', '--scope', '--quiet', '--collect', '--'] : [];
}

function openLog(path: string): Result<number> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return ok(openSync(path, 'a', 0o600));
  } catch (error) {
    return fail({
      kind: 'storage',
      tried: `open ${path}`,
      said: (error as Error).message,
      next: 'Make the folder writable, or set XDG_STATE_HOME to one that is',
    });
  }
}

function readiness(child: ChildProcess, logFile: string): Promise<Result<'ready' | 'busy'>> {
  return new Promise((resolve) => {
    let said = '';
    const pipe = child.stdio[3] as NodeJS.ReadableStream & { destroy(): void };
    child.on('error', (error) => resolve(fail(notStarted(error.message, logFile))));
    pipe.setEncoding('utf8');
    pipe.on('data', (text: string) => {
      said += text;
      const end = said.indexOf('\n');
      if (end < 0) return;
      pipe.destroy();
      const word = JSON.parse(said.slice(0, end)) as HostReadiness;
      if ('error' in word) resolve(fail(word.error));
      else resolve(ok('ready' in word ? 'ready' : 'busy'));
    });
    pipe.on('end', () => resolve(fail(notStarted('it ended before it listened', logFile))));
    pipe.on('error', () => resolve(fail(notStarted('its pipe broke', logFile))));
  });
}

function notStarted(said: string, logFile: string): OrchError {
  return { kind: 'internal', tried: 'start the host', said, next: `Look at ${logFile}` };
}
