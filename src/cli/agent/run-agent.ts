// Puts the built-in agent together: model, tools, files, its terminal, and who hears of it. Ends with its exit code.
import { createOpenAiModel } from '../../core/adapters/openai-model.js';
import { createPageReader } from '../../core/adapters/page-reader.js';
import { createShellCommandRunner } from '../../core/adapters/shell-command-runner.js';
import { systemClock } from '../../core/adapters/system-clock.js';
import { createWorkFiles } from '../../core/adapters/work-files.js';
import { createGate } from '../../core/agent/gate.js';
import { systemPrompt } from '../../core/agent/system-prompt.js';
import { createToolbox } from '../../core/agent/toolbox.js';
import { scrubbedEnvironment } from '../../core/harness/agent-environment.js';
import type { BuiltinSettings } from '../../core/model/builtin-settings.js';
import { errorLine, exitCodeOf } from '../../core/model/error.js';
import { openConversation } from './kept-conversation.js';
import type { AgentOptions } from './options.js';
import { AgentScreen } from './screen.js';
import { GRACE_MS, seat } from './seat.js';
import { SeatedPerson } from './seated-person.js';
import { Session } from './session.js';
import { createShownWork } from './shown-work.js';
import { createTeam, mayDelegate } from './team-link.js';
import { createToldHost } from './told-host.js';
import { TypedInput } from './typed-input.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface RunAgentOrder {
  readonly options: AgentOptions;
  readonly settings: BuiltinSettings;
  readonly env: Environment;
  readonly cwd: string;
  /** Folder of kept conversations; null keeps none. */
  readonly stateDir: string | null;
}

/** Names of variables whose values are never kept nor sent. */
const SECRET = /(?:^OPENAI_|^OPENROUTER_).*|.*(?:KEY|TOKEN|SECRET|PASSWORD)$/iu;
const SHORTEST_SECRET = 8;

export async function runAgent({ options, settings, env, cwd, stateDir }: RunAgentOrder): Promise<number> {
  const screen = new AgentScreen({ output: process.stdout, input: process.stdin, env });
  const told = createToldHost(env, (text) => screen.mark(text));
  const models = options.model === null ? settings.model.agent : [options.model, ...settings.model.agent];
  const model = createOpenAiModel({ env: () => env, config: { ...settings.model, agent: models }, clock: systemClock });
  const available = model.available('agent');
  if (!available.ok) {
    screen.print(errorLine(available.error), 'red');
    return exitCodeOf(available.error.kind);
  }
  const path = stateDir === null || options.session === null ? null : `${stateDir}/agents/${options.session}.jsonl`;
  const kept = openConversation({ path, isNew: !options.resumes });
  if (!kept.ok) {
    screen.print(errorLine(kept.error), 'red');
    return 1;
  }
  const commandEnv = environmentOfCommands(env);
  const ending = new AbortController();
  const served = await connected({ settings, cwd, env: commandEnv, signal: ending.signal });
  const person = new SeatedPerson({ screen, told, input: () => input });
  const files = createWorkFiles({ worktree: cwd, env: commandEnv });
  const gate = createGate({ files, person, settings, commandsBy: told.isHeard ? 'host' : 'policy' });
  const team = createTeam(env);
  const tools = createToolbox({
    team: team === null ? null : { team, mayDelegate: await mayDelegate(team) },
    settings,
    files,
    commands: createShellCommandRunner(systemClock),
    pages: createPageReader(),
    served: served.tools,
    gate,
    person,
    cwd,
    env: commandEnv,
    onProgress: (text) => told.progress(text),
  });
  const turns = Math.min(settings.turns, options.turns ?? settings.turns);
  const mode = options.once ? 'task' : 'talk';
  const session = new Session({
    model,
    tools,
    system: systemPrompt({ settings, cwd, tools: tools.map(({ spec }) => spec.name), mode }),
    conversation: kept.value.conversation,
    log: kept.value.log,
    stage: createShownWork({ screen, told, turns }),
    clean: cleaner(env, settings),
    limits: {
      turns,
      until: settings.timeoutSeconds === null ? null : systemClock.now() + settings.timeoutSeconds * 1000,
      usd: settings.budgetUsd,
      tokens: settings.budgetTokens,
      contextTokens: settings.contextTokens,
    },
    clock: systemClock,
    prompt: options.prompt,
    once: options.once,
    screen,
    told,
  });
  const input = new TypedInput({
    clock: systemClock,
    onTyped: (text) => screen.typed(text),
    onLine: (text) => {
      if (!person.writes(text)) session.writes(text);
    },
    onChoice: (number) => person.choose(number),
    onInterrupt: () => session.interrupt(),
    onEnd: () => session.end(),
  });
  const release = seat({ input, session, screen });
  screen.print(`built-in agent · ${available.value.model}`, 'dim');
  for (const note of served.notes) screen.print(note, 'dim');
  if (options.prompt !== '') screen.print(options.prompt, 'bold');
  screen.open();
  const code = await session.last();
  ending.abort();
  release();
  screen.close();
  await Promise.race([served.close(), new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref())]);
  kept.value.close();
  // Last of all: it may be started again at once.
  const { failure } = session;
  if (failure?.failure !== undefined) told.failed(failure.failure, failure.said);
  return code;
}

/** Loaded only where a server is configured. */
async function connected(order: { settings: BuiltinSettings; cwd: string; env: Readonly<Record<string, string>>; signal: AbortSignal }) {
  const { settings, ...where } = order;
  if (Object.keys(settings.mcp).length === 0) return { tools: [], notes: [], close: async () => undefined };
  const { connectServedTools } = await import('../../core/adapters/mcp-tools.js');
  return connectServedTools({ servers: settings.mcp, ...where });
}

/** Without keys; but whose they are can be told, so that none of them outlives its agent. */
function environmentOfCommands(env: Environment): Readonly<Record<string, string>> {
  const whose = Object.fromEntries(
    ['ORCH_AGENT', 'ORCH_STATE'].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  ) as Record<string, string>;
  return {
    ...scrubbedEnvironment(env),
    ...whose,
    TERM: 'dumb',
    PAGER: 'cat',
    GIT_PAGER: 'cat',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
  };
}

/** Takes the values of keys out of a text: what a tool has read may hold one. */
function cleaner(env: Environment, { mcp }: Pick<BuiltinSettings, 'mcp'>): (text: string) => string {
  const all = [env, ...Object.values(mcp).map((server) => server.env)].flatMap((variables) => Object.entries(variables));
  const secrets = all.flatMap(([name, value]) =>
    SECRET.test(name) && !/URL$/u.test(name) && value !== undefined && value.length >= SHORTEST_SECRET ? [value] : [],
  );
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '[a key]'), text);
}
