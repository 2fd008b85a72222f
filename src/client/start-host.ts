// Starting the host: detached, so that nothing of it dies with this terminal, and told to say when it listens.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { hostScopes } from './host-scope.js';

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

/** Tests pass their own. */
export interface HostStart {
  /** What to put before the command, in the order to be tried. */
  readonly scopes: readonly (readonly string[])[];
  readonly command: readonly string[];
}

/** Resolves when the host listens, or when another host holds the repository (`busy`): then connect to that one. */
export async function startHost(
  order: StartHost,
  { scopes, command }: HostStart = { scopes: hostScopes(order.env), command: hostCommand() },
): Promise<Result<'ready' | 'busy'>> {
  const log = openLog(order.logFile);
  if (!log.ok) return log;
  let said = 'there is no way to start it';
  try {
    for (const scope of scopes) {
      const word = await readiness(startDetached([...scope, ...command, '--repo', order.repo, ...order.args], order, log.value));
      if (typeof word === 'string') said = word;
      else if ('error' in word) return fail(word.error);
      else return ok('ready' in word ? 'ready' : 'busy');
    }
  } finally {
    closeSync(log.value);
  }
  return fail({ kind: 'internal', tried: 'start the host', said, next: `Look at ${order.logFile}` });
}

function startDetached([program = '', ...args]: readonly string[], { repo, env }: StartHost, log: number): ChildProcess {
  const child = spawn(program, args, { cwd: repo, detached: true, env, stdio: ['ignore', log, log, 'pipe'] });
  child.unref();
  return child;
}

/** This module lies in dist/ or in dist/chunks/. */
function hostCommand(): string[] {
  const file = import.meta.url.includes('/chunks/') ? '../host.js' : 'host.js';
  return [process.execPath, ...NODE_FLAGS, join(dirname(fileURLToPath(import.meta.url)), file)];
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

/** The host's word, or why there is none: then nothing of it runs. */
function readiness(child: ChildProcess): Promise<HostReadiness | string> {
  return new Promise((resolve) => {
    let said = '';
    const pipe = child.stdio[3] as NodeJS.ReadableStream & { destroy(): void };
    child.on('error', (error) => resolve(error.message));
    pipe.setEncoding('utf8');
    pipe.on('data', (text: string) => {
      said += text;
      const end = said.indexOf('\n');
      if (end < 0) return;
      pipe.destroy();
      resolve(JSON.parse(said.slice(0, end)) as HostReadiness);
    });
    pipe.on('end', () => resolve('it ended before it listened'));
    pipe.on('error', () => resolve('its pipe broke'));
  });
}
