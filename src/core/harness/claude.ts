// Claude Code: how it is started, resumed and interrupted, and what its titles and notifications mean. Seen on 2.1.197.
import { ESC } from '../model/sequences.js';
import type { Harness, LaunchOrder } from './harness.js';
import { operand, option } from './prompt-argument.js';
import { readByRules, readQuiet, type SignalRule } from './signal-rules.js';

const SEEN_ON = '2.1.197';

/**
 * The resting mark is the same while it waits for permission; that is told 6.0 s later by a notification (measured), so rest is believed
 * only after a good while without one.
 */
const REST_SETTLE_MS = 9000;

const RULES: readonly SignalRule[] = [
  { on: 'title', pattern: /^[⠂⠐] /u, state: 'working', rule: 'claude.title.working', seenOn: SEEN_ON },
  { on: 'title', pattern: /^✳ /u, state: 'idle', rule: 'claude.title.rest', seenOn: SEEN_ON, settleMs: REST_SETTLE_MS },
  {
    on: 'notification',
    pattern: /needs your (permission|approval)/i,
    state: 'waiting',
    rule: 'claude.notification.permission',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
  {
    on: 'screen',
    pattern: /^Bash command\n([^\n]+)\n[\s\S]*^Do you want to proceed\?\n(?:❯ ?)?1\. ?Yes/m,
    says: 'run `$1`?',
    state: 'waiting',
    rule: 'claude.screen.command',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
  {
    on: 'screen',
    pattern: /^(?:Do you want to|Would you like to) ([^\n]+\?)\n(?:❯ ?)?1\. ?Yes/m,
    state: 'waiting',
    rule: 'claude.screen.permission',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
  {
    on: 'screen',
    pattern: /^(?:❯ ?)?1\. ?Yes, I trust this folder\n/m,
    says: 'trust this folder?',
    state: 'waiting',
    rule: 'claude.screen.trust',
    seenOn: SEEN_ON,
    asks: 'trust',
  },
  {
    on: 'screen',
    pattern: /^(?:❯ ?)?1\. ?No, exit\n(?:❯ ?)?2\. ?Yes, I accept\n/m,
    says: 'work without asking for permission?',
    state: 'waiting',
    rule: 'claude.screen.bypass',
    seenOn: SEEN_ON,
    asks: 'trust',
  },
  {
    // Its input line between two lines, and no word of interrupting or of choosing below it.
    on: 'screen',
    rows: 8,
    pattern: /^─{10,}\n❯(?![^\n]*\d\. )(?:[^\n]*\n)+?─{10,}(?![\s\S]*\besc to interrupt\b)(?![\s\S]*\bEsc to cancel\b)/m,
    says: 'its input line is there, and nothing is asked',
    state: 'idle',
    rule: 'claude.screen.input',
    seenOn: SEEN_ON,
    settleMs: 2500,
  },
  { on: 'notification', pattern: /waiting for your input/i, state: 'idle', rule: 'claude.notification.idle', seenOn: SEEN_ON, settleMs: 0 },
];

/** Its notifications come as OSC 9 to our own terminal, for this run only; the person's `--settings` in `args` come later and win. */
const SETTINGS = JSON.stringify({ preferredNotifChannel: 'iterm2' });

export const claude: Harness = {
  name: 'claude',
  executable: 'claude',
  // ANTHROPIC_* is not withheld.
  keeps: [],
  choosesConversation: true,
  isInteractive: true,
  start: (order) => ({
    argv: ['claude', ...option('--session-id', order.conversation), ...words(order)],
    env: {},
    conversation: order.conversation,
    typed: null,
  }),
  resume: (order) => ({
    argv: ['claude', `--resume=${order.conversation}`, ...words(order)],
    env: {},
    conversation: order.conversation,
    typed: null,
  }),
  interrupt: ESC,
  interruptPresses: 1,
  litter: [],
  watchesScreen: true,
  conversationIn: () => null,
  // Ended before it had saved anything.
  goesOn: (tail) => (/No conversation found with session ID/.test(tail) ? 'fresh' : null),
  read: (signal) => readByRules(signal, RULES) ?? readQuiet(signal),
};

function words({ prompt, model, args }: LaunchOrder): readonly string[] {
  return [`--settings=${SETTINGS}`, ...option('--model', model), ...args, ...operand(keptFromBeingACommand(prompt))];
}

/** `claude -- update` runs its subcommand `update` in spite of the `--` (seen); with a blank in front the word is a prompt. */
function keptFromBeingACommand(prompt: string): string {
  return /^[\w-]+$/.test(prompt) ? ` ${prompt}` : prompt;
}
