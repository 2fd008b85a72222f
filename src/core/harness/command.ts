// Any other command as an agent: words of the person, the task text put into them. Knows no CLI; OSC 7501 and shell marks tell its state.
import { CTRL_C } from '../model/sequences.js';
import type { Harness, Launch, LaunchOrder, Reading, Signal } from './harness.js';
import { readOsc7501 } from './osc7501.js';
import { readOutput } from './signal-rules.js';

const HOLE = '{prompt}';

/** `words` as a shell splits them; never run through a shell, so nothing in a task text is expanded. */
export function commandHarness(name: string, words: readonly [string, ...string[]]): Harness {
  return {
    name,
    executable: words[0],
    keeps: [],
    choosesConversation: false,
    isInteractive: false,
    // Whether it asks a model at all nobody knows: no figure is better than a made-up one.
    isFree: true,
    start: (order) => launch(words, order),
    resume: () => null,
    interrupt: CTRL_C,
    interruptPresses: 1,
    litter: [],
    conversationIn: () => null,
    read,
  };
}

/** `{prompt}` replaced wherever it stands, also inside a word; else the text is the last word. A model can not be told: there is no common flag. */
function launch([program, ...rest]: readonly [string, ...string[]], { prompt, args }: LaunchOrder): Launch {
  const words = [...rest, ...args];
  const hasHole = words.some((word) => word.includes(HOLE));
  const filled = words.map((word) => word.split(HOLE).join(prompt));
  return { argv: [program, ...filled, ...(hasHole || prompt === '' ? [] : [prompt])], env: {}, conversation: null, typed: null };
}

function read(signal: Signal): Reading | null {
  if (signal.kind === 'osc7501') return readOsc7501(signal.payload);
  if (signal.kind === 'prompt') return readShellMark(signal.mark);
  return readOutput(signal);
}

/** OSC 133 of a shell: A and B are its prompt, C is a command running; D ends one and is followed by A. */
function readShellMark(mark: 'A' | 'B' | 'C' | 'D'): Reading | null {
  if (mark === 'D') return null;
  const state = mark === 'C' ? 'working' : 'idle';
  return {
    state,
    source: 'structured',
    rule: `osc133.${mark}`,
    evidence: mark === 'C' ? 'a command runs in its shell' : 'its shell prompts',
  };
}
