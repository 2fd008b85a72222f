// The place orch-tui would work in: repository, state folder, socket, terminal.
import type { Place } from '../client/place.js';
import { MAX_SOCKET_PATH_BYTES, prepareSocket, prepareStateDir, thisPlace } from '../core/adapters/runtime-paths.js';
import { plainText } from '../core/model/plain-text.js';
import type { Check } from './doctor-check.js';
import type { Invocation } from './invocation.js';
import { locate } from './place.js';

export async function placeChecks(invocation: Invocation, env: NodeJS.ProcessEnv): Promise<Check[]> {
  const place = await locate(invocation);
  const terminal = terminalCheck(env);
  if (!place.ok) return [{ name: 'repository', state: 'failed', said: place.error.said, next: place.error.next }, terminal];
  const { repo, stateDir, sockets } = place.value;
  return [
    { name: 'repository', state: 'ok', said: plainText(repo, 400), next: null },
    stateCheck(stateDir),
    socketCheck(sockets),
    terminal,
  ];
}

function stateCheck(stateDir: string): Check {
  const prepared = prepareStateDir(stateDir);
  return prepared.ok
    ? { name: 'state folder', state: 'ok', said: plainText(stateDir, 400), next: null }
    : { name: 'state folder', state: 'failed', said: `${plainText(stateDir, 400)}: ${prepared.error.said}`, next: prepared.error.next };
}

function socketCheck(sockets: Place['sockets']): Check {
  const path = prepareSocket(sockets, thisPlace().uid);
  if (!path.ok) return { name: 'socket', state: 'failed', said: path.error.said, next: path.error.next };
  const bytes = Buffer.byteLength(path.value);
  return { name: 'socket', state: 'ok', said: `${plainText(path.value, 400)} (${bytes} of ${MAX_SOCKET_PATH_BYTES} bytes)`, next: null };
}

function terminalCheck(env: NodeJS.ProcessEnv): Check {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const term = env.TERM ?? '';
  if (!process.stdout.isTTY) return { name: 'terminal', state: 'ok', said: 'none here (a pipe)', next: null };
  if (term === '' || term === 'dumb')
    return {
      name: 'terminal',
      state: 'warning',
      said: `TERM is ${term || 'not set'}`,
      next: 'The screen needs a terminal that moves its cursor; commands work anyway',
    };
  const isUtf8 = /utf-?8/i.test(locale);
  return {
    name: 'terminal',
    state: isUtf8 ? 'ok' : 'warning',
    said: `${term}, locale ${locale || 'not set'}`,
    next: isUtf8 ? null : 'Marks are ASCII: set LANG to a UTF-8 locale for the others',
  };
}
