// `--foreground`: host and screen in one process. Closing the screen leaves the agents running here until they are done or the person interrupts.
import { done, type Outcome } from '../cli/outcome.js';
import type { Place } from '../client/place.js';
import { endWithTheTerminal } from '../client/taken-terminal.js';
import { fail, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { ClientScreen } from './client-link.js';
import { startHost } from './start-host.js';
import { StdioLink, TERMINAL_GONE } from './stdio-link.js';

export async function runForeground(place: Place, screen: ClientScreen): Promise<Result<Outcome>> {
  let ended: () => void = () => undefined;
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  let signalled: number | null = null;
  let isScreenClosed = false;
  const started = await startHost({
    repo: place.repo,
    commonDir: place.commonDir,
    configFile: place.configFile,
    throwAway: null,
    env: { ...process.env, ...place.hostEnv },
    // Such as whom it waits for: without a screen nothing else is seen to happen.
    onNotice: (text) => void (isScreenClosed && signalled !== null && process.stderr.write(`orch-tui: ${plainText(text)}\n`)),
    end: ended,
  });
  if (!started.ok) return started;
  if (started.value === 'busy') {
    return fail({
      kind: 'usage',
      tried: 'run the host in the foreground',
      said: 'a host of this repository runs already',
      next: 'Open it with `orch-tui`, or end it with `orch-tui host --stop`',
    });
  }
  const host = started.value;
  for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
    process.on(signal, () => {
      signalled = code;
      void host.stop();
    });
  }
  // The last words below may find their terminal gone.
  process.stderr.on('error', () => undefined);
  const link = new StdioLink(screen);
  await host.join(link);
  const { exitCode, message } = await link.closed;
  isScreenClosed = true;
  if (message !== null) process.stderr.write(`${message}\n`);
  const running = host.runningAgents;
  if (running.length > 0 && signalled === null) process.stderr.write(`${goesOn(running)}\n`);
  if (running.length === 0) void host.stop();
  await end;
  if (exitCode === TERMINAL_GONE) endWithTheTerminal();
  return done('', null, signalled ?? exitCode);
}

function goesOn(names: readonly string[]): string {
  const [goes, them] = names.length === 1 ? ['goes', 'it'] : ['go', 'them'];
  return `orch-tui: ${names.join(', ')} ${goes} on in this process; \`orch-tui attach\` shows ${them}, Ctrl-C ends ${them}`;
}
