// Harnesses by name: the built-in ones, those of the configuration, and ad-hoc commands. Knows no process and no agent's life.
import { type AgentLaunch, ARTIFACT_FOLDER } from '../model/agent.js';
import type { Config } from '../model/config.js';
import { DEFAULT_CONFIG } from '../model/default-config.js';
import { ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { a2aHarness } from './a2a.js';
import { aider } from './aider.js';
import { BUILTIN, BUILTIN_LITTER, type BuiltinHarnessOrder, builtinHarness } from './builtin.js';
import { claude } from './claude.js';
import { codex } from './codex.js';
import { commandHarness } from './command.js';
import { demoHarness } from './demo.js';
import { gemini } from './gemini.js';
import type { Harness, Launch, LaunchOrder } from './harness.js';
import { opencode } from './opencode.js';
import { overriddenRules, type RuleFile } from './rule-set.js';
import { readsByRules } from './signal-rules.js';

/** Agent CLIs in the order in which the first installed one is taken as the default. */
export const AGENT_CLIS: readonly Harness[] = [claude, codex, gemini, opencode, aider];

/** One that we know, however it is started. */
export function isAgentCli({ name }: Pick<Harness, 'name'>): boolean {
  return AGENT_CLIS.some((cli) => cli.name === name);
}

export interface HarnessRegistry {
  /** Names a task may give, built-in ones first. */
  readonly names: readonly string[];
  /** The harness of a launch; an ad-hoc command when the launch brings its own words. */
  find(launch: Pick<AgentLaunch, 'harness' | 'command'>): Result<Harness>;
  /** What is said to the harness: configured arguments and model, overridden by those of the launch. */
  order(launch: AgentLaunch, what: { readonly prompt: string; readonly conversation: string | null }): LaunchOrder;
  /** A task text as its CLI is given it: with the words that are configured for its end. */
  taskPrompt(launch: Pick<AgentLaunch, 'harness'>, text: string): string;
  /** `harnesses.X.env` of the configuration. */
  env(name: string): Readonly<Record<string, string>>;
}

/** Names at the top of a worktree, with `*`, that the CLI of a launch leaves there; only the CLIs we know are known for any. The files in which tasks end are none of the work either: they are taken by their name. */
export function litterOf({ harness, command }: Pick<AgentLaunch, 'harness' | 'command'>): Harness['litter'] {
  const own = harness === BUILTIN ? BUILTIN_LITTER : (AGENT_CLIS.find(({ name }) => name === harness)?.litter ?? []);
  return [...(command === null ? own : []), ARTIFACT_FOLDER];
}

/** `demoScript`, `builtinScript`, `a2aScript`: absolute paths of the built programs. `configured`: `harnesses` of the configuration, `config` the rest of it. */
export function createHarnessRegistry(options: {
  readonly demoScript: string;
  readonly builtinScript?: string;
  readonly a2aScript?: string;
  readonly config?: BuiltinHarnessOrder['config'];
  readonly modelProblem?: NonNullable<BuiltinHarnessOrder['problem']>;
  readonly configured: Config['harnesses'];
  /** A person's rules by the name of the harness. */
  readonly rules?: ReadonlyMap<string, RuleFile>;
}): HarnessRegistry {
  const configured = new Map(Object.entries(options.configured));
  const { builtinScript = 'builtin-agent.js', config = DEFAULT_CONFIG, modelProblem } = options;
  const builtin = builtinHarness({ script: builtinScript, config, ...(modelProblem === undefined ? {} : { problem: modelProblem }) });
  const harnesses = new Map([...AGENT_CLIS, builtin, demoHarness(options.demoScript)].map((harness) => [harness.name, harness]));
  for (const [name, { command, a2a }] of configured) {
    if (a2a !== undefined) harnesses.set(name, a2aHarness(name, { url: a2a, script: options.a2aScript ?? 'a2a-agent.js' }));
    const [program, ...rest] = command ?? [];
    if (program === undefined) continue;
    const known = harnesses.get(name);
    harnesses.set(name, known === undefined ? commandHarness(name, [program, ...rest]) : startedBy(known, [program, ...rest]));
  }
  for (const [name, rules] of options.rules ?? []) {
    const known = harnesses.get(name);
    if (known !== undefined) harnesses.set(name, withRules(known, rules));
  }
  const names = [...harnesses.keys()];
  return {
    names,
    find({ harness, command }) {
      const [program, ...rest] = command ?? [];
      if (program !== undefined) return ok(commandHarness(harness, [program, ...rest]));
      const found = harnesses.get(harness);
      return found === undefined ? unknown(harness, names) : ok(found);
    },
    order(launch, { prompt, conversation }) {
      const settings = configured.get(launch.harness);
      return {
        prompt,
        conversation,
        model: launch.model ?? settings?.model ?? null,
        args: [...(settings?.args ?? []), ...launch.args],
      };
    },
    taskPrompt({ harness }, text) {
      const suffix = configured.get(harness)?.promptSuffix ?? '';
      return suffix === '' ? text : `${text}\n\n${suffix}`;
    },
    env: (name) => configured.get(name)?.env ?? {},
  };
}

/** Rules of a person over those of a CLI, or for a command that has none of its own. */
function withRules(harness: Harness, person: RuleFile): Harness {
  const rules = harness.rules === undefined ? person : overriddenRules(harness.rules, person);
  const otherwise = harness.readOtherwise?.bind(harness) ?? harness.read.bind(harness);
  return { ...harness, ...readsByRules(rules, otherwise) };
}

/** A known CLI under another command, such as `npx @openai/codex`: its own first word replaced, all else as it is. */
function startedBy(harness: Harness, words: readonly [string, ...string[]]): Harness {
  const replaced = (launch: Launch): Launch => ({ ...launch, argv: [...words, ...launch.argv.slice(1)] });
  return {
    ...harness,
    executable: words[0],
    start: (order) => replaced(harness.start(order)),
    resume(order) {
      const launch = harness.resume(order);
      return launch === null ? null : replaced(launch);
    },
    findConversation: async (place) => (await harness.findConversation?.({ ...place, command: words })) ?? null,
  };
}

function unknown(name: string, names: readonly string[]): Result<Harness> {
  return {
    ok: false,
    error: {
      kind: 'usage',
      tried: `find the harness ${plainText(name) || '(no name)'}`,
      said: `there are ${names.join(', ')}`,
      next: 'Name one of these, give --command, or configure it under harnesses.NAME.command',
    },
  };
}
