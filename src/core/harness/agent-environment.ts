// What variables an agent, the host's git and verify commands get (decision 5). Pure: environments in, environments out.

export type Environment = Readonly<Record<string, string>>;

/** Secrets and settings of the person that an agent does not get unless its harness declares them. `*` stands at one end only. */
const WITHHELD: readonly string[] = [
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'GITHUB_ENTERPRISE_TOKEN',
  'OPENAI_*',
  'OPENROUTER_*',
  'ORCHESTRATOR_*',
  'REDIS*',
  '*_PASSWORD',
];

/**
 * What belongs to the host's own process or to the terminal it was started from, and would be wrong or harmful in an agent's:
 * settings of our Node, of npx and npm around us, of a multiplexer, a terminal program or an agent that we were started in.
 */
const OF_THE_HOST: readonly string[] = [
  'ORCH_*',
  'NODE_OPTIONS',
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_UNIQUE_ID',
  'NODE_ENV',
  'npm_*',
  'INIT_CWD',
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOW',
  'WINDOWID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
  'TERM',
  'COLORTERM',
  'TERM_PROGRAM',
  'TERM_PROGRAM_VERSION',
  'TERM_SESSION_ID',
  'VTE_VERSION',
  'KITTY_*',
  'WEZTERM_*',
  'ITERM_*',
  'GHOSTTY_*',
  'ALACRITTY_*',
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_ASKPASS',
  'SSH_ASKPASS_REQUIRE',
];

export interface AgentEnvironmentOrder {
  /** The person's environment as their client sent it. */
  readonly person: Readonly<Record<string, string | undefined>>;
  /** `Harness.keeps`: withheld names this CLI needs. */
  readonly keeps: readonly string[];
  /** `Launch.env`, then `harnesses.X.env` of the configuration: the later one wins. */
  readonly launch: Environment;
  readonly configured: Environment;
  readonly agent: { readonly id: string; readonly goal: string; readonly task: string | null; readonly workspace: string | null };
  /** What its worktree has for itself: `worktreeEnvironment`. */
  readonly worktree?: Environment;
  readonly stateDir: string;
  /** A folder with our program, before all others of its PATH. */
  readonly programs?: string;
}

/** The environment of one agent. Its terminal is ours, so TERM and COLORTERM say what ours can do. `CI` stays as the person has it. */
export function agentEnvironment(order: AgentEnvironmentOrder): Environment {
  const { agent, stateDir, programs } = order;
  // Of what begins as ours do, the token for a remote agent is a harness's own.
  const isFit = (name: string) => !matches(name, OF_THE_HOST) || (name.startsWith('ORCH_A2A_') && order.keeps.includes(name));
  const kept = Object.fromEntries(
    Object.entries(order.person).filter(
      ([name, value]) => value !== undefined && isFit(name) && (!matches(name, WITHHELD) || matches(name, order.keeps)),
    ),
  ) as Environment;
  const given = { ...kept, ...order.launch, ...order.configured };
  return {
    ...given,
    ...(programs === undefined || !given.PATH ? {} : { PATH: `${programs}:${given.PATH}` }),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    ORCH_AGENT: agent.id,
    ORCH_GOAL: agent.goal,
    ORCH_TASK: agent.task ?? '',
    ORCH_STATE: stateDir,
    ...order.worktree,
    ...(agent.workspace === null ? {} : { ORCH_WORKSPACE: agent.workspace }),
  };
}

/** For the host's git and for verify and setup commands (decision 22): no token, no password, nothing of the host. */
export function scrubbedEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== undefined && !matches(name, WITHHELD) && !matches(name, OF_THE_HOST)),
  ) as Environment;
}

function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern.startsWith('*')) return name.endsWith(pattern.slice(1));
    if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
    return name === pattern;
  });
}
