// Gemini CLI: how it is started, resumed and interrupted, and what its titles mean. Seen on 0.61.0.

import { ESC } from '../model/sequences.js';
import { readGeminiLog } from './gemini-log.js';
import { geminiUsage } from './gemini-usage.js';
import type { Harness, LaunchOrder } from './harness.js';
import { GEMINI_TOOLS_FILE } from './own-tools.js';
import { option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/gemini.json' with { type: 'json' };
import { readQuiet, readsByRules } from './signal-rules.js';

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
  conversationIn: () => null,
  // Trusting the folder makes it start itself anew with the same arguments, whose id is taken by then (seen). Its lines are cut at the border.
  goesOn(tail) {
    const words = tail.replaceAll(/\s+/g, '');
    if (/SessionID"[\w-]+"alreadyexists/.test(words)) return 'resume';
    return words.includes('Errorresumingsession:') ? 'fresh' : null;
  },
  log: { variable: 'GEMINI_DEBUG_LOG_FILE', read: readGeminiLog },
  usageLog: geminiUsage,
  toolsFile: GEMINI_TOOLS_FILE,
  ...readsByRules(rules as RuleFile, readQuiet),
};

function words({ prompt, model, args }: LaunchOrder): readonly string[] {
  return [...option('--model', model), ...args, ...option('--prompt-interactive', prompt)];
}
