// `demo`: the embedded default. With a terminal the person watches the screen; without one progress is printed.
import { connect, ended, hello } from '../client/reach-host.js';
import { ok, type Result } from '../core/model/error.js';
import type { DemoHost } from '../demo/demo-host.js';
import { runDemo } from '../demo/run-demo.js';
import { connectOrStart } from './host-call.js';
import { flag, type Invocation, text } from './invocation.js';
import { showScreen, terminalProblem } from './open-screen.js';
import { done, type Outcome } from './outcome.js';
import { locate } from './place.js';

export async function demo(invocation: Invocation): Promise<Result<Outcome>> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());
  const isWatched = terminalProblem(process.env) === null && !flag(invocation, 'json');
  const lines: string[] = [];
  const exitCode = await runDemo({
    dir: text(invocation, 'dir'),
    host: (repo, throwAway) => demoHost({ ...invocation, options: { ...invocation.options, repo } }, { isWatched, throwAway }),
    print: (line) => {
      lines.push(line);
      if (!flag(invocation, 'json')) process.stdout.write(`${line}\n`);
    },
    signal: interrupted.signal,
    speed: Number(process.env.ORCH_DEMO_SPEED ?? 1) || 1,
  });
  return exitCode.ok ? done('', { exitCode: exitCode.value, said: lines }, exitCode.value) : exitCode;
}

interface Staging {
  readonly isWatched: boolean;
  readonly throwAway: string | null;
}

async function demoHost(invocation: Invocation, { isWatched, throwAway }: Staging): Promise<Result<DemoHost>> {
  const located = await locate(invocation);
  if (!located.ok) return located;
  const place = throwAway === null ? located.value : { ...located.value, hostArgs: [...located.value.hostArgs, '--throw-away', throwAway] };
  return ok({
    connect: () => connectOrStart(place, hello(null)),
    watch: isWatched ? () => showScreen(place, invocation) : null,
    stateDir: place.stateDir,
    async stop() {
      const connection = await connect(place, hello(null));
      if (!connection.ok) return; // It has ended by itself.
      await connection.value.request('hostStop', {});
      await ended(connection.value);
    },
  });
}
