// The host's own process: started detached, says on descriptor 3 when it listens, and outlives the terminal it came from.
import { closeSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { HostReadiness } from '../client/start-host.js';
import { startHost } from './start-host.js';

const READINESS_FD = 3;

function say(word: HostReadiness): void {
  try {
    writeSync(READINESS_FD, `${JSON.stringify(word)}\n`);
    closeSync(READINESS_FD);
  } catch {
    // Whoever started us is gone, or it was a person by hand: nobody waits for the word.
  }
}

// The terminal we came from may go: that is no reason to end (decision 9).
process.on('SIGHUP', () => undefined);
process.on('SIGPIPE', () => undefined);
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`${new Date().toISOString()} unhandled: ${reason instanceof Error ? reason.stack : String(reason)}\n`);
});

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { repo: text, 'common-dir': text, config: text, 'throw-away': text } });
const started = await startHost({
  repo: values.repo ?? process.cwd(),
  commonDir: values['common-dir'] ?? '',
  configFile: values.config ?? null,
  throwAway: values['throw-away'] ?? null,
  env: process.env,
  end: () => process.exit(0),
});
if (!started.ok) {
  say({ error: started.error });
  process.exit(1);
} else if (started.value === 'busy') {
  say({ busy: true });
  process.exit(0);
} else {
  const host = started.value;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void host.stop());
  say({ ready: true });
}
