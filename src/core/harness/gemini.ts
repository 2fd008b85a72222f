// Gemini CLI: how it is started, resumed and interrupted, and what its titles mean. Seen on 0.61.0.
import { ESC } from '../model/sequences.js';
import type { Harness, LaunchOrder } from './harness.js';
import { option } from './prompt-argument.js';
import { readByRules, readQuiet, type SignalRule } from './signal-rules.js';

const SEEN_ON = '0.61.0';

const RULES: readonly SignalRule[] = [
  { on: 'title', pattern: /^✦ /u, state: 'working', rule: 'gemini.title.working', seenOn: SEEN_ON },
  { on: 'title', pattern: /^✋ /u, state: 'waiting', rule: 'gemini.title.action', seenOn: SEEN_ON, asks: 'permission' },
  { on: 'title', pattern: /^◇ /u, state: 'idle', rule: 'gemini.title.ready', seenOn: SEEN_ON },
  {
    on: 'screen',
    rows: 40,
    pattern: /^\? Shell\s+([^\n]+)\n[\s\S]*^Allow execution of[^\n]*\n(?:● ?)?1\. Allow once/m,
    says: 'run `$1`?',
    state: 'waiting',
    rule: 'gemini.screen.command',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
  {
    on: 'screen',
    rows: 40,
    pattern: /^\? \w+\s+([^\n]+)\n[\s\S]*\?\n(?:● ?)?1\. Allow once/m,
    says: '$1?',
    state: 'waiting',
    rule: 'gemini.screen.permission',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
  {
    on: 'screen',
    pattern: /^Do you trust the files in this folder\?\n[\s\S]*^(?:● ?)?1\. Trust folder/m,
    says: 'trust this folder?',
    state: 'waiting',
    rule: 'gemini.screen.trust',
    seenOn: SEEN_ON,
    asks: 'trust',
  },
  // Sent only where the person has switched notifications on.
  {
    on: 'notification',
    pattern: /needs your attention/i,
    state: 'waiting',
    rule: 'gemini.notification.attention',
    seenOn: SEEN_ON,
    asks: 'permission',
  },
];

/**
 * No `--skip-trust`: whether a folder's own settings, hooks and servers may run is the person's answer, also for a worktree that lies
 * beside a trusted checkout. A person who wants it sets `harnesses.gemini.args` to `["--skip-trust"]`. Without it gemini works on the
 * prompt with the folder's settings left out, and asks beside it (seen).
 */
export const gemini: Harness = {
  name: 'gemini',
  executable: 'gemini',
  // GEMINI_* and GOOGLE_* are not withheld.
  keeps: [],
  choosesConversation: true,
  isInteractive: true,
  start: (order) => ({
    argv: ['gemini', ...option('--session-id', order.conversation), ...words(order)],
    env: {},
    conversation: order.conversation,
    typed: null,
  }),
  resume: (order) => ({
    argv: ['gemini', `--resume=${order.conversation}`, ...words(order)],
    env: {},
    conversation: order.conversation,
    typed: null,
  }),
  interrupt: ESC,
  interruptPresses: 1,
  litter: [],
  watchesScreen: true,
  conversationIn: () => null,
  // Trusting the folder makes it start itself anew with the same arguments, whose id is taken by then (seen). Its lines are cut at the border.
  goesOn(tail) {
    const words = tail.replaceAll(/\s+/g, '');
    if (/SessionID"[\w-]+"alreadyexists/.test(words)) return 'resume';
    return words.includes('Errorresumingsession:') ? 'fresh' : null;
  },
  read: (signal) => readByRules(signal, RULES) ?? readQuiet(signal),
};

function words({ prompt, model, args }: LaunchOrder): readonly string[] {
  return [...option('--model', model), ...args, ...option('--prompt-interactive', prompt)];
}
