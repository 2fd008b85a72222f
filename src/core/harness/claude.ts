// Claude Code: how it is started, resumed and interrupted, and what its titles, notifications and hooks mean. Seen on 2.1.197.

import { ESC } from '../model/sequences.js';
import { CLAUDE_HOOKS, claudeConversation, readClaudeHook } from './claude-hooks.js';
import { claudeUsage } from './claude-usage.js';
import type { Harness, LaunchOrder } from './harness.js';
import { CLAUDE_ALLOWS, claudeServers } from './own-tools.js';
import { operand, option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/claude.json' with { type: 'json' };
import { readQuiet, readsByRules } from './signal-rules.js';

/** Its notifications come as OSC 9 to our own terminal, and its hooks tell us, for this run only; the person's `--settings` in `args` come later and win. */
const SETTINGS = { preferredNotifChannel: 'iterm2', hooks: CLAUDE_HOOKS };

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
  conversationIn: () => null,
  // Ended before it had saved anything.
  goesOn: (tail) => (/No conversation found with session ID/.test(tail) ? 'fresh' : null),
  readHook: readClaudeHook,
  conversationOfHook: claudeConversation,
  usageLog: claudeUsage,
  ...readsByRules(rules as RuleFile, readQuiet),
};

function words({ prompt, model, args, tools }: LaunchOrder): readonly string[] {
  const [settings, servers] = tools ? [{ ...SETTINGS, permissions: { allow: CLAUDE_ALLOWS } }, claudeServers(tools)] : [SETTINGS, null];
  return [
    `--settings=${JSON.stringify(settings)}`,
    ...option('--mcp-config', servers),
    ...option('--model', model),
    ...args,
    ...operand(keptFromBeingACommand(prompt)),
  ];
}

/** `claude -- update` runs its subcommand `update` in spite of the `--` (seen); with a blank in front the word is a prompt. */
function keptFromBeingACommand(prompt: string): string {
  return /^[\w-]+$/.test(prompt) ? ` ${prompt}` : prompt;
}
