// Codex: how it is started, resumed and interrupted, and what it says of its state. Seen on 0.169.0, which sends OSC 7501; older ones do not.
import { ESC } from '../model/sequences.js';
import { findCodexSession } from './codex-sessions.js';
import type { Harness, LaunchOrder } from './harness.js';
import { operand, option } from './prompt-argument.js';
import { readByRules, readQuiet, type SignalRule } from './signal-rules.js';

/**
 * Second best, for versions without OSC 7501. A title without a mark tells nothing: whether such a version marks work at all is not known,
 * so after its spinner has gone still the state becomes unknown.
 */
const RULES: readonly SignalRule[] = [
  { on: 'title', pattern: /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /u, state: 'working', rule: 'codex.title.spinner', seenOn: '0.169.0' },
  {
    on: 'title',
    pattern: /^\[ . \] Action Required\b/u,
    state: 'waiting',
    rule: 'codex.title.action',
    seenOn: '0.169.0',
    asks: 'permission',
  },
  {
    on: 'screen',
    pattern: /^Would you like to run the following command\?\n[\s\S]*?^\$ ([^\n]+)\n[\s\S]*?^(?:› ?)?1\. Yes/m,
    says: 'run `$1`?',
    state: 'waiting',
    rule: 'codex.screen.command',
    seenOn: '0.169.0',
    asks: 'permission',
  },
  {
    on: 'screen',
    pattern: /^Would you like to make the following edits\?\n[\s\S]*?^Destination: (?:[^\n]*\/)?([^\n/]+)\n[\s\S]*?^(?:› ?)?1\. Yes/m,
    says: 'edit $1?',
    state: 'waiting',
    rule: 'codex.screen.edit',
    seenOn: '0.169.0',
    asks: 'permission',
  },
  {
    on: 'screen',
    pattern: /^Trust this folder\?[\s\S]*^(?:› ?)?1\. Trust and continue/m,
    says: 'trust this folder?',
    state: 'waiting',
    rule: 'codex.screen.trust',
    seenOn: '0.169.0',
    asks: 'trust',
  },
];

/** Without it a background app-server starts that copies 400 MB, runs the agent's commands itself and outlives the terminal. */
const IN_THIS_PROCESS = '--no-daemon';

export const codex: Harness = {
  name: 'codex',
  executable: 'codex',
  keeps: ['OPENAI_*'],
  // Its id is made by codex: its last words or the name of its file tell it later.
  choosesConversation: false,
  isInteractive: true,
  start: (order) => ({ argv: ['codex', ...words(order), ...operand(order.prompt)], env: {}, conversation: null, typed: null }),
  resume: (order) => ({
    argv: ['codex', 'resume', ...words(order), order.conversation, ...operand(order.prompt)],
    env: {},
    conversation: order.conversation,
    typed: null,
  }),
  interrupt: ESC,
  interruptPresses: 1,
  litter: [],
  watchesScreen: true,
  conversationIn: (tail) => /codex resume ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(tail)?.[1] ?? null,
  findConversation: findCodexSession,
  goesOn: (tail) => (/No saved session found with ID/.test(tail) ? 'fresh' : null),
  read: (signal) => readByRules(signal, RULES) ?? readQuiet(signal),
};

function words({ model, args }: LaunchOrder): readonly string[] {
  return [IN_THIS_PROCESS, ...option('--model', model), ...args];
}
