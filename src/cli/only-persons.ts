// Orders that are a person's: in the terminal of an agent they are refused with what that has instead. Order, and no wall: see docs/security.md.
import type { Place } from '../client/place.js';
import { fail, type Result } from '../core/model/error.js';
import type { Invocation } from './invocation.js';

/** What an agent has instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  run: '`orch-tui delegate TASK`',
  send: '`orch-tui tell AGENT TEXT`',
  messages: '`orch-tui inbox`, `tell` and `reply`',
  finish: '`orch-tui done SUMMARY`',
};

const NOTHING = '`orch-tui ask` to ask the person for it';

const ORDERS: ReadonlySet<string> = new Set([
  ...Object.keys(INSTEAD),
  'resume',
  'approve',
  'replan',
  'answer',
  'interrupt',
  'stop',
  'remove',
  'pick',
]);

/** A screen within itself would be drawn for ever, each drawing being the next thing to draw; and an agent could press any key on it. */
export function screenInItself(
  { stateDir }: Pick<Place, 'stateDir'>,
  env: Readonly<Record<string, string | undefined>>,
): Result<never> | null {
  if (!isInAgent(stateDir, env)) return null;
  const said = 'this is the terminal of an agent of this repository: the screen would show itself';
  return fail({ kind: 'denied', tried: 'open the screen', said, next: 'Use `orch-tui status`, or open it in a terminal of its own' });
}

function isInAgent(stateDir: string, env: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(env.ORCH_AGENT) && env.ORCH_STATE === stateDir;
}

/** Null: it is not an order, or of another repository, such as one that an agent tries its work in. */
export function refusedToAgents(
  { name, options }: Pick<Invocation, 'name' | 'options'>,
  { stateDir }: Pick<Place, 'stateDir'>,
  env: Readonly<Record<string, string | undefined>>,
): Result<never> | null {
  const isOrder = ORDERS.has(name) || (name === 'host' && options.stop === true);
  if (!isOrder || !isInAgent(stateDir, env)) return null;
  const said = 'this is the terminal of an agent, and that is an order of the person';
  return fail({ kind: 'denied', tried: `call \`orch-tui ${name}\``, said, next: `Use ${INSTEAD[name] ?? NOTHING}` });
}
