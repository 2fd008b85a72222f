// opencode: how it is started, resumed and interrupted, and what its events and its screen say: its titles tell no state. Seen on 1.18.33.
import { ESC } from '../model/sequences.js';
import type { Harness, LaunchOrder } from './harness.js';
import { OPENCODE_SNAPSHOT, opencodeReader } from './opencode-events.js';
import { findOpencodeSession } from './opencode-sessions.js';
import { opencodeUsage } from './opencode-usage.js';
import { opencodeVariables } from './own-tools.js';
import { option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/opencode.json' with { type: 'json' };
import { readOutput, readsByRules } from './signal-rules.js';

const USER = 'opencode';
/** The person's own words on its server: then it is theirs, and none is asked for by us. */
const OWN_SERVER = /^--(?:port|hostname|mdns|mdns-domain|cors)(?:=|$)/;

export const opencode: Harness = {
  name: 'opencode',
  executable: 'opencode',
  keeps: ['OPENAI_*', 'OPENROUTER_*'],
  // Its id (`ses_...`) is made by opencode: its last lines or its own list tell it later.
  choosesConversation: false,
  isInteractive: true,
  start: (order) => ({
    argv: ['opencode', ...words(order), ...option('--prompt', order.prompt)],
    env: environment(order),
    conversation: null,
    typed: null,
  }),
  // With `--session` it takes no notice of `--prompt` (seen): only its first screen does.
  resume: (order) => ({
    argv: ['opencode', `--session=${order.conversation}`, ...words(order)],
    env: environment(order),
    conversation: order.conversation,
    typed: order.prompt === '' ? null : order.prompt,
  }),
  interrupt: ESC,
  interruptPresses: 2,
  litter: [],
  conversationIn: (tail) => /opencode (?:-s|--session)[ =](ses_[A-Za-z0-9]+)/.exec(tail)?.[1] ?? null,
  findConversation: findOpencodeSession,
  goesOn: (tail) => (/Session not found: ses_/.test(tail) ? 'fresh' : null),
  server: { user: USER, events: '/event', snapshot: OPENCODE_SNAPSHOT, reader: opencodeReader, usage: opencodeUsage },
  ...readsByRules(rules as RuleFile, readOutput),
};

function words(order: LaunchOrder): readonly string[] {
  const server = serverOf(order);
  return [...(server === null ? [] : [`--port=${server.port}`]), ...option('--model', order.model), ...order.args];
}

function serverOf({ server = null, args }: LaunchOrder): NonNullable<LaunchOrder['server']> | null {
  return args.some((word) => OWN_SERVER.test(word)) ? null : server;
}

function environment(order: LaunchOrder): Readonly<Record<string, string>> {
  const server = serverOf(order);
  return {
    ...(server === null ? {} : { OPENCODE_SERVER_USERNAME: USER, OPENCODE_SERVER_PASSWORD: server.password }),
    ...(order.tools ? opencodeVariables(order.tools) : {}),
  };
}
