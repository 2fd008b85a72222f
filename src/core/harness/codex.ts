// Codex: how it is started, resumed and interrupted, and what it says of its state. Seen on 0.169.0, which sends OSC 7501; older ones do not.
import { ESC } from '../model/sequences.js';
import { findCodexSession } from './codex-sessions.js';
import type { Harness, LaunchOrder } from './harness.js';
import { operand, option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/codex.json' with { type: 'json' };
import { readQuiet, readsByRules } from './signal-rules.js';

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
  conversationIn: (tail) => /codex resume ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(tail)?.[1] ?? null,
  findConversation: findCodexSession,
  goesOn: (tail) => (/No saved session found with ID/.test(tail) ? 'fresh' : null),
  ...readsByRules(rules as RuleFile, readQuiet),
};

function words({ model, args }: LaunchOrder): readonly string[] {
  return [IN_THIS_PROCESS, ...option('--model', model), ...args];
}
