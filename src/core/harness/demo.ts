// The demo agent: a script of ours in a real PTY. Started by this Node and an absolute path (decision 33); its bundle lies in dist/.
import { CTRL_C } from '../model/sequences.js';
import type { Harness } from './harness.js';
import { readOsc7501 } from './osc7501.js';
import { readQuiet } from './signal-rules.js';

/** `script`: absolute path of the built demo agent; the host knows where its own bundle lies. */
export function demoHarness(script: string): Harness {
  return {
    name: 'demo',
    executable: process.execPath,
    keeps: [],
    choosesConversation: false,
    isInteractive: false,
    start: ({ prompt, args }) => ({
      argv: [process.execPath, script, ...args, '--', prompt],
      env: {},
      conversation: null,
      typed: null,
    }),
    resume: () => null,
    interrupt: CTRL_C,
    interruptPresses: 1,
    litter: [],
    isFree: true,
    conversationIn: () => null,
    read: (signal) => (signal.kind === 'osc7501' ? readOsc7501(signal.payload) : readQuiet(signal)),
  };
}
