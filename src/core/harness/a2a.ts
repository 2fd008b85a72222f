// A remote A2A agent as a harness: a program of ours in the agent's PTY talks to it, shows what it says, and tells by hooks what it does.
import { STOPS } from '../model/builtin-settings.js';
import { ESC } from '../model/sequences.js';
import { builtinProgress, readBuiltinHook } from './builtin-hooks.js';
import type { Harness, LaunchOrder } from './harness.js';
import { readOsc7501 } from './osc7501.js';
import { operand, option } from './prompt-argument.js';
import { readQuiet } from './signal-rules.js';

export interface A2aHarnessOrder {
  /** Where its agent card lies, or the address above `/.well-known/agent-card.json`. */
  readonly url: string;
  /** Absolute path of the built program. */
  readonly script: string;
}

/** Variable with the bearer token for the remote agent of this name. */
export function a2aTokenVariable(name: string): string {
  return `ORCH_A2A_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_TOKEN`;
}

export function a2aHarness(name: string, { url, script }: A2aHarnessOrder): Harness {
  const variable = a2aTokenVariable(name);
  // The token itself stays in the environment: arguments can be seen by everybody on this machine.
  const launch = ({ conversation, prompt }: LaunchOrder, kept: readonly string[]) => ({
    argv: [process.execPath, script, `--url=${url}`, `--token-in=${variable}`, ...kept, ...operand(prompt)] as [string, ...string[]],
    env: {},
    conversation,
    typed: null,
  });
  return {
    name,
    executable: process.execPath,
    keeps: [variable],
    choosesConversation: true,
    isInteractive: true,
    // What it costs there nobody knows here: no figure is better than a made-up one.
    isFree: true,
    start: (order) => launch(order, option('--session', order.conversation)),
    resume: (order) => launch(order, option('--resume', order.conversation)),
    interrupt: ESC,
    interruptPresses: 1,
    litter: [],
    conversationIn: () => null,
    ended: (exitCode) => {
      if (exitCode === 0) return 'done';
      if (exitCode === LEFT) return 'left';
      return exitCode === 1 || exitCode === 2 ? 'failed' : null;
    },
    lastSaid: lastSaidOf,
    readHook: readBuiltinHook,
    progressOfHook: builtinProgress,
    read: (signal) => (signal.kind === 'osc7501' ? readOsc7501(signal.payload) : readQuiet(signal)),
  };
}

/** A person has left it. */
const LEFT = 130;

/** Behind the sign of its end stands why; all before it is the task, and what the remote agent said of its work. */
function lastSaidOf(tail: string): string {
  const shown = tail.replace(/\n> ?\s*$/u, '');
  const stops = shown.lastIndexOf(`\n${STOPS}`);
  return stops === -1 ? tail : shown.slice(stops + STOPS.length + 1);
}
