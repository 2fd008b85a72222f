// Aider: one message per run, ended by its exit; the conversation is a history file of its own. From its documentation, not seen running.
import { CTRL_C } from '../model/sequences.js';
import type { Harness, LaunchOrder } from './harness.js';
import { option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/aider.json' with { type: 'json' };
import { readOutput, readsByRules } from './signal-rules.js';

/**
 * `--message` carries one task out and exits: its exit code is better evidence than anything on its screen, and more is said by resuming.
 * Without a task text it opens its prompt and stays. The flags keep three questions away that have nothing to do with the task
 * (an update, release notes, adding `.aider*` to the repository's .gitignore).
 */
const FLAGS = ['--no-check-update', '--no-show-release-notes', '--no-gitignore'] as const;

export const aider: Harness = {
  name: 'aider',
  executable: 'aider',
  keeps: ['OPENAI_*', 'OPENROUTER_*'],
  choosesConversation: true,
  isInteractive: false,
  start: (order) => ({ argv: ['aider', ...words(order)], env: {}, conversation: order.conversation, typed: null }),
  resume: (order) => ({
    argv: ['aider', '--restore-chat-history', ...words(order)],
    env: {},
    conversation: order.conversation,
    typed: null,
  }),
  interrupt: CTRL_C,
  interruptPresses: 1,
  // Histories and its map of the repository.
  litter: ['.aider*'],
  conversationIn: () => null,
  ...readsByRules(rules as RuleFile, readOutput),
};

function words({ prompt, model, args, conversation }: LaunchOrder): readonly string[] {
  const history = conversation === null ? null : `.aider.chat.${conversation}.md`;
  return [...FLAGS, ...option('--chat-history-file', history), ...option('--model', model), ...args, ...option('--message', prompt)];
}
