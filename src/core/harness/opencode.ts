// opencode: how it is started, resumed and interrupted, and what its screen says: its titles tell no state. Seen on 1.18.33.
import { ESC } from '../model/sequences.js';
import type { Harness, LaunchOrder } from './harness.js';
import { findOpencodeSession } from './opencode-sessions.js';
import { option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/opencode.json' with { type: 'json' };
import { readOutput, readsByRules } from './signal-rules.js';

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
  ...readsByRules(rules as RuleFile, readOutput),
};

function words({ model, args }: LaunchOrder): readonly string[] {
  return [...option('--model', model), ...args];
}
