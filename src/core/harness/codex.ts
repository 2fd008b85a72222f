// Codex: how it is started, resumed and interrupted, and what it says of its state. Seen on 0.169.0 and 0.171.0, which send OSC 7501, and on 0.155.0 and 0.162.1, which do not.

import { ESC } from '../model/sequences.js';
import { findCodexSession } from './codex-sessions.js';
import { codexUsage } from './codex-usage.js';
import type { Harness, LaunchOrder } from './harness.js';
import { codexOverrides } from './own-tools.js';
import { operand, option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/codex.json' with { type: 'json' };
import { readQuiet, readsByRules } from './signal-rules.js';

/**
 * With any override codex works in its own process (seen on 0.155.0, 0.162.1, 0.169.0 and 0.171.0, also beside a daemon that runs). Without
 * one, newer releases start a background app-server that copies 400 MB, runs the agent's commands itself and outlives the terminal.
 * `--no-daemon` says so in words, but 0.155.0 refuses it. And nobody is there to answer a question about an update.
 */
const IN_THIS_PROCESS = '--config=check_for_update_on_startup=false';

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
  usageLog: codexUsage,
  ...readsByRules(rules as RuleFile, readQuiet),
};

function words({ model, args, tools }: LaunchOrder): readonly string[] {
  return [IN_THIS_PROCESS, ...(tools ? codexOverrides(tools) : []), ...option('--model', model), ...args];
}
