// The built-in agent: a program of ours in a real PTY, started by this Node and an absolute path (decision 33). Tells by hooks what it does, as claude does.
import { BUILTIN_VARIABLE, type BuiltinSettings, builtinSettings, STOPS } from '../model/builtin-settings.js';
import type { OrchError } from '../model/error.js';
import { ESC } from '../model/sequences.js';
import type { Usage } from '../model/usage.js';
import { builtinProgress, builtinUsage, readBuiltinHook } from './builtin-hooks.js';
import type { Harness, LaunchOrder } from './harness.js';
import { operand, option } from './prompt-argument.js';
import type { RuleFile } from './rule-set.js';
import rules from './rules/builtin.json' with { type: 'json' };
import { readQuiet, readsByRules } from './signal-rules.js';

export const BUILTIN = 'builtin';
/** A write that was broken off by `kill -9`. */
export const BUILTIN_LITTER: Harness['litter'] = ['.orch-write-*'];

export interface BuiltinHarnessOrder {
  /** Absolute path of the built program; the host knows where its own bundle lies. */
  readonly script: string;
  readonly config: Parameters<typeof builtinSettings>[0];
  /** What keeps it from asking a model with these variables; null where nothing does. */
  readonly problem?: (env: Readonly<Record<string, string | undefined>>) => OrchError | null;
}

export function builtinHarness({ script, config, problem = withoutKey }: BuiltinHarnessOrder): Harness {
  const settingsOf = (order: LaunchOrder) =>
    withMore(builtinSettings(config, { policy: order.policy, role: order.role ?? null }), order.spent ?? null);
  const launch = (order: LaunchOrder, conversation: readonly string[]) =>
    ({
      argv: [
        process.execPath,
        script,
        '--once',
        ...conversation,
        ...option('--model', order.model),
        ...order.args,
        ...operand(order.prompt),
      ],
      env: { [BUILTIN_VARIABLE]: JSON.stringify(settingsOf(order)) },
      conversation: order.conversation,
      typed: null,
    }) as const;
  return {
    name: BUILTIN,
    executable: process.execPath,
    keeps: ['OPENAI_*', 'OPENROUTER_*'],
    choosesConversation: true,
    isInteractive: true,
    start: (order) => launch({ ...order, spent: null }, option('--session', order.conversation)),
    resume: (order) => launch(order, option('--resume', order.conversation)),
    // Ctrl-C, too, but a second one ends it.
    interrupt: ESC,
    interruptPresses: 1,
    litter: BUILTIN_LITTER,
    conversationIn: () => null,
    ended: (exitCode) => {
      if (exitCode === 0) return 'done';
      if (exitCode === LEFT) return 'left';
      if (exitCode === LIMIT) return 'limit';
      return exitCode === 1 || exitCode === 2 ? 'failed' : null;
    },
    lastSaid: lastSaidOf,
    problem,
    readHook: readBuiltinHook,
    usageOfHook: builtinUsage,
    progressOfHook: builtinProgress,
    ...readsByRules(rules as RuleFile, readQuiet),
  };
}

/** It counts since its conversation began: one that is gone on with may spend as much again, within what its host allows. */
function withMore(settings: BuiltinSettings, spent: Usage | null): BuiltinSettings {
  const { budgetUsd, budgetTokens } = settings;
  if (spent === null) return settings;
  return {
    ...settings,
    budgetUsd: budgetUsd === null ? null : budgetUsd + spent.costUsd,
    budgetTokens: budgetTokens === null ? null : budgetTokens + spent.inputTokens + spent.outputTokens,
  };
}

/** A person has left it. */
const LEFT = 130;
/** Its turns, its time or its budget are used up. */
const LIMIT = 5;

/** Its task stands above, and the tools that it used: no reason for its end. As `src/cli/agent/session.ts` and `shown-work.ts` print it. */
function lastSaidOf(tail: string): string {
  const shown = tail.replace(/\n> ?\s*$/u, '');
  const stops = shown.lastIndexOf(`\n${STOPS}`);
  if (stops !== -1) return shown.slice(stops + STOPS.length + 1);
  const [turn] = [...shown.matchAll(/\nturn \d+ of \d+ · [^\n]*\n/gu)].slice(-1);
  return turn === undefined ? tail : shown.slice(turn.index + turn[0].length);
}

const NO_KEY: OrchError = {
  kind: 'config',
  tried: 'start the built-in agent',
  said: 'no key for a model is set',
  next: 'Set OPENROUTER_API_KEY, or OPENAI_API_KEY (with OPENAI_BASE_URL for another endpoint)',
};

/** Where nobody knows better. An endpoint of one's own may want no key. */
function withoutKey(env: Readonly<Record<string, string | undefined>>): OrchError | null {
  return env.OPENAI_API_KEY || env.OPENROUTER_API_KEY || env.OPENAI_BASE_URL ? null : NO_KEY;
}
