// The screen: finds or starts the host, then relays until the person leaves. `attach` is the same with an agent chosen.
import type { Place } from '../client/place.js';
import { hello } from '../client/reach-host.js';
import { fail, type OrchError, type Result } from '../core/model/error.js';
import type { ClientHello } from '../core/model/protocol.js';
import { connectOrStart } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { screenInItself } from './only-persons.js';
import { done, type Outcome, usage } from './outcome.js';
import { locate } from './place.js';

export async function openScreen(invocation: Invocation): Promise<Result<Outcome>> {
  const terminal = terminalProblem(process.env);
  if (terminal !== null) return fail(terminal);
  const place = await locate(invocation);
  if (!place.ok) return place;
  return screenInItself(place.value, process.env) ?? showScreen(place.value, invocation);
}

/** Shows the screen of the host at `place` on this process's terminal. */
export async function showScreen(place: Place, invocation: Invocation): Promise<Result<Outcome>> {
  const screen = screenFacts(invocation);
  if (flag(invocation, 'foreground')) {
    const { runForeground } = await import('../host/foreground.js');
    return runForeground(place, screen);
  }
  const [connection, { relay }] = await Promise.all([connectOrStart(place, hello(screen)), import('../client/relay.js')]);
  if (!connection.ok) return connection;
  const { exitCode, message } = await relay(connection.value, { input: process.stdin, output: process.stdout });
  if (message !== null) process.stderr.write(`${message}\n`);
  return done('', null, exitCode);
}

function screenFacts(invocation: Invocation): NonNullable<ClientHello['screen']> {
  const { env, stdout } = process;
  return {
    size: { cols: stdout.columns, rows: stdout.rows },
    term: env.TERM ?? '',
    colorTerm: env.COLORTERM ?? '',
    readOnly: flag(invocation, 'readOnly'),
    noColor: (env.NO_COLOR ?? '') !== '',
    utf8: /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || ''),
    agent: invocation.name === 'attach' ? (invocation.args[0] ?? null) : null,
  };
}

/** What keeps the screen from being shown here; null when nothing does. */
export function terminalProblem(env: NodeJS.ProcessEnv): OrchError | null {
  const next = 'Use the commands instead: `orch-tui status`, `run`, `send`, `logs` work without a terminal';
  if (!process.stdin.isTTY || !process.stdout.isTTY) return { ...usage('this is no terminal', next), tried: 'open the screen' };
  if (env.TERM === 'dumb' || !env.TERM)
    return { ...usage(`a terminal that can not move its cursor (TERM=${env.TERM ?? ''})`, next), tried: 'open the screen' };
  return null;
}
