// Puts the program for a remote A2A agent together: its client, its terminal, the worktree's files, and who hears of it. Ends with its exit code.
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../core/adapters/system-clock.js';
import { createWorkFiles } from '../../core/adapters/work-files.js';
import { scrubbedEnvironment } from '../../core/harness/agent-environment.js';
import { STOPS } from '../../core/model/builtin-settings.js';
import { plainLines } from '../../core/model/plain-text.js';
import { AgentScreen } from '../agent/screen.js';
import { seat } from '../agent/seat.js';
import { createToldHost } from '../agent/told-host.js';
import { TypedInput } from '../agent/typed-input.js';
import { aboutWorktree } from './about-worktree.js';
import { exposesToken, guardedFetch } from './guarded-fetch.js';
import { keepIds, keptIds } from './kept-ids.js';
import type { RemoteOptions } from './options.js';
import { connectRemote } from './remote-client.js';
import { RemoteTask } from './remote-task.js';
import { keepFiles, resultNamed } from './returned-files.js';
import { Sitting } from './sitting.js';

export interface RunRemoteOrder {
  readonly options: RemoteOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Folder of kept conversations; null keeps none. */
  readonly stateDir: string | null;
}

const FAILED = 1;
const WRONG = 2;

export async function runRemote({ options, env, cwd, stateDir }: RunRemoteOrder): Promise<number> {
  const { url, tokenIn, prompt, session, resumes } = options;
  const screen = new AgentScreen({ output: process.stdout, input: process.stdin, env });
  const told = createToldHost(env, (text) => screen.mark(text));
  const stops = (said: string, code: number) => {
    screen.print(`${STOPS}${said}`, 'red');
    return code;
  };
  const token = (tokenIn === null ? undefined : env[tokenIn]) || null;
  const exposed = exposesToken({ url, token });
  if (exposed !== null) return stops(`${exposed}. Use an https address.`, WRONG);
  // The token is nobody's business on a screen, whoever quotes it.
  const clean = (text: string) => (token === null ? text : text.replaceAll(token, '[the token]'));
  const ending = new AbortController();
  screen.print(`A2A agent at ${url.host}`, 'dim');
  if (prompt !== '') screen.print(prompt, 'bold');
  const connecting = guardedFetch({ url, token, tokenIn, signal: ending.signal });
  const client = await connectRemote(url, connecting).catch((error: unknown) => clean(wordsOf(error)));
  if (typeof client === 'string') return stops(`it can not be reached: ${client}`, FAILED);
  const path = stateDir === null || session === null ? null : `${stateDir}/agents/${session}.jsonl`;
  const gitEnv = scrubbedEnvironment(env);
  const task = new RemoteTask({
    client,
    ids: resumes ? keptIds(path) : { contextId: '', taskId: '' },
    onSaid: (text) => {
      const plain = clean(plainLines(text, 8000));
      screen.print(plain);
      told.progress(plain);
    },
    onIds: (ids) => keepIds(path, ids),
    about: await aboutWorktree(cwd, gitEnv),
    createId: randomUUID,
    wait,
  });
  const sitting = new Sitting({
    task,
    prompt,
    screen,
    told,
    keep: () => keepFiles(task.artifacts.all, { files: createWorkFiles({ worktree: cwd, env: gitEnv }), result: resultNamed(prompt) }),
    words: (error) => clean(wordsOf(error)),
  });
  const input = new TypedInput({
    clock: systemClock,
    onTyped: (text) => screen.typed(text),
    onLine: (text) => sitting.writes(text),
    onChoice: () => undefined,
    onInterrupt: () => sitting.interrupt(),
    onEnd: () => sitting.end(),
  });
  const release = seat({ input, session: sitting, screen });
  screen.open();
  const code = await sitting.last();
  ending.abort();
  release();
  screen.close();
  return code;
}

/** Also why a connection failed, which stands below the error. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return plainLines(String(error), 500);
  const cause = error.cause instanceof Error && error.cause.message !== '' ? ` (${error.cause.message})` : '';
  return plainLines(`${error.message}${cause}`, 500);
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = systemClock.after(delayMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    const stop = () => {
      timer.cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
