// opencode: how it is started, resumed and interrupted, and what its screen says: its titles tell no state. Seen on 1.18.33.
import { ESC } from '../model/sequences.js';
import type { Harness, LaunchOrder } from './harness.js';
import { findOpencodeSession } from './opencode-sessions.js';
import { option } from './prompt-argument.js';
import { readByRules, readOutput, type SignalRule } from './signal-rules.js';

const SEEN_ON = '1.18.33';

// Its last row runs words together where a long path leaves no room: `agentsctrl+p`.
const RULES: readonly SignalRule[] = [
  {
    on: 'screen',
    rows: 40,
    pattern: /^△ Permission required\n# [^\n]*\n\$ ((?:(?!Allow once)[^\n]*\n)+?)Allow once\s/m,
    says: 'run `$1`?',
    state: 'waiting',
    rule: 'opencode.screen.command',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
  {
    on: 'screen',
    rows: 40,
    pattern: /^△ Permission required\n(?:[^\p{L}\p{N}]+)?([^\n]*)\n[\s\S]*^Allow once\s/mu,
    says: '$1?',
    state: 'waiting',
    rule: 'opencode.screen.permission',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
  {
    on: 'screen',
    rows: 3,
    pattern: /esc (?:again to )?interrupt\b/,
    says: 'it offers to be interrupted',
    state: 'working',
    rule: 'opencode.screen.interrupt',
    seenOn: SEEN_ON,
  },
  {
    // Each turn ends with how long it took; while it goes on, or when it was interrupted, the row has no time.
    on: 'screen',
    rows: 14,
    pattern: /^▣[^\n]* · ((?:\d+h ?)?(?:\d+m ?)?(?:[\d.]+m?s)?)\n(?![\s\S]*^▣)[\s\S]*ctrl\+p\b/m,
    says: 'its turn took $1',
    state: 'done',
    rule: 'opencode.screen.turn',
    seenOn: SEEN_ON,
    settleMs: 1500,
  },
  {
    on: 'screen',
    rows: 4,
    pattern: /ctrl\+p\b/,
    says: 'its input line is there, and nothing to interrupt',
    state: 'idle',
    rule: 'opencode.screen.input',
    seenOn: SEEN_ON,
    settleMs: 1500,
  },
];

export const opencode: Harness = {
  name: 'opencode',
  executable: 'opencode',
  keeps: ['OPENAI_*', 'OPENROUTER_*'],
  // Its id (`ses_...`) is made by opencode: its last lines or its own list tell it later.
  choosesConversation: false,
  isInteractive: true,
  start: (order) => ({
    argv: ['opencode', ...words(order), ...option('--prompt', order.prompt)],
    env: {},
    conversation: null,
    typed: null,
  }),
  // With `--session` it takes no notice of `--prompt` (seen): only its first screen does.
  resume: (order) => ({
    argv: ['opencode', `--session=${order.conversation}`, ...words(order)],
    env: {},
    conversation: order.conversation,
    typed: order.prompt === '' ? null : order.prompt,
  }),
  interrupt: ESC,
  interruptPresses: 2,
  litter: [],
  conversationIn: (tail) => /opencode (?:-s|--session)[ =](ses_[A-Za-z0-9]+)/.exec(tail)?.[1] ?? null,
  findConversation: findOpencodeSession,
  goesOn: (tail) => (/Session not found: ses_/.test(tail) ? 'fresh' : null),
  watchesScreen: true,
  read: (signal) => readByRules(signal, RULES) ?? readOutput(signal),
};

function words({ model, args }: LaunchOrder): readonly string[] {
  return [...option('--model', model), ...args];
}
