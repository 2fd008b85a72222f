// The part of the configuration's schema that goals need: models, planner, manager, budgets, workspaces, the built-in agent, its tools.
// Names in snake_case are those of the orchestrators whose files are read too (`config/orchestrator.json`).
import * as z from 'zod/mini';
import { flag, int, intOrNull, numberOrNull, said, textOrNull, texts } from './config-field.js';
import { APPROVALS } from './goal.js';

const DAY_S = 86_400;

const mcpServerSchema = z.strictObject({
  command: z.optional(z.array(z.string()).check(z.minLength(1), said('Words of the command that serves MCP on its standard streams.'))),
  url: z.optional(z.string().check(said('Address of an MCP server over HTTP.'))),
  env: z._default(z.record(z.string(), z.string()).check(said('Variables for the command.')), {}),
});

const models = (what: string) => texts(`Models for ${what}, the first one that answers; empty is model.default.`);

export const modelSection = z.prefault(
  z.strictObject({
    baseUrl: textOrNull('Address of an OpenAI-compatible endpoint; null is OPENAI_BASE_URL, OpenRouter with its key, else OpenAI.'),
    default: textOrNull('The model where none is named; null is a fast, cheap one of the endpoint.'),
    planner: models('the planner'),
    manager: models('the manager'),
    summary: models('summaries'),
    agent: models('the built-in agent'),
    timeoutSeconds: z._default(int(1, 3600, 'Longest silence of a model, in seconds.'), 120),
    retries: z._default(int(0, 10, 'Tries after a rate limit, a server error or a lost connection.'), 4),
  }),
  {},
);

export const plannerSection = z.prefault(
  z.strictObject({
    when: z._default(
      z.enum(['auto', 'always', 'none']).check(said('Which goals are cut into tasks; auto: where a model is there and the goal needs it.')),
      'auto',
    ),
    maxTasks: z._default(int(1, 200, 'Most tasks of one plan.'), 12),
    promptSuffix: textOrNull('Words that every request to the planner ends with.'),
  }),
  {},
);

export const managerSection = z.prefault(
  z.strictObject({
    watch: z._default(
      z.enum(['goals', 'all', 'off']).check(said('Whom the manager watches: agents of planned goals, all unattended agents, or nobody.')),
      'goals',
    ),
    checkMinutes: z._default(int(0, 1440, 'Minutes of work without a change after which it looks; 0 is never.'), 0),
    maxRounds: z._default(int(1, 100, 'Decisions about one agent before a person is asked.'), 12),
    digestTokens: z._default(int(200, 100_000, 'Most tokens of new output that it is shown.'), 2000),
    commands: texts('Commands it may run in a worktree, * standing for anything; empty is none.'),
    promptSuffix: textOrNull('Words that every request to the manager ends with.'),
  }),
  {},
);

export const budgetSection = z.prefault(
  z.strictObject({
    dayUsd: numberOrNull(0, 1_000_000, 'Most US dollars on one day; null is no limit.'),
    goalUsd: numberOrNull(0, 1_000_000, 'Most US dollars for one goal.'),
    agentUsd: numberOrNull(0, 1_000_000, 'Most US dollars for one agent.'),
    dayTokens: intOrNull(0, 1_000_000_000_000, 'Most tokens on one day.'),
    goalTokens: intOrNull(0, 1_000_000_000_000, 'Most tokens for one goal.'),
    agentTokens: intOrNull(0, 1_000_000_000_000, 'Most tokens for one agent.'),
  }),
  {},
);

export const approveField = z._default(
  z.array(z.enum(APPROVALS)).check(said('Where a person must agree first: plan, command, finish.')),
  [],
);

export const workspaceSection = z.prefault(
  z.strictObject({
    base_dir: textOrNull('Folder of the dated workspaces; null is below the state folder.'),
    max_workspace_age_days: z._default(int(1, 36_500, 'Days after which the workspace of an ended goal may be cleaned up.'), 30),
    auto_cleanup: flag(false, 'Clean old workspaces up when the host starts.'),
  }),
  {},
);

export const agentSection = z.prefault(
  z.strictObject({
    default_max_turns: z._default(int(1, 1000, 'Turns of the built-in agent where its role names none.'), 30),
    default_timeout: intOrNull(1, 30 * DAY_S, 'Seconds after which the agents of a goal are stopped; null is never.'),
    cost_tracking: flag(
      true,
      'Count what agents use, in tokens and money; false: no figures of theirs, and no bounds of money that could hold.',
    ),
    enable_logging: flag(true, 'Keep what agents say in the workspace of their goal, in agent_outputs.'),
  }),
  {},
);

export const securitySection = z.prefault(
  z.strictObject({
    sandbox_mode: flag(false, 'Not yet there: true refuses to start rather than promise what is not kept.'),
    allow_execution: flag(true, 'The built-in agent may run commands, by the policy; false: it writes and never runs.'),
    allow_external_apis: flag(false, 'The built-in agent may fetch pages and search the web.'),
    restrict_file_access: flag(true, 'The built-in agent stays inside its worktree, also through links.'),
    allowed_file_extensions: texts('Endings of files that the built-in agent may write, such as .md; empty is any.'),
  }),
  {},
);

export const searchSection = z.prefault(
  z.strictObject({ url: textOrNull('Web search: an address in which {query} is replaced and that answers JSON; null is none.') }),
  {},
);

export const queueSection = z.prefault(
  z.strictObject({
    whenEmpty: z._default(
      z.enum(['exit', 'wait', 'issues']).check(said('When all goals have ended: let the host end, keep it, or take issues of the forge.')),
      'exit',
    ),
    label: z._default(z.string().check(said('Label of the issues that are taken.')), 'orch-tui'),
    tries: texts('Who competes on each issue, HARNESS or HARNESS:MODEL; empty is one agent of the default harness.'),
  }),
  {},
);

export const mcpField = z._default(
  z.record(z.string(), mcpServerSchema).check(said('MCP servers whose tools the built-in agent has.')),
  {},
);
