// The configuration when nothing is configured, written out: a start without any file or variable then loads no schema. A test compares the two.
import type { Config } from './config.js';

export const DEFAULT_CONFIG: Config = {
  agents: { max: 5, default: null, scrollback: 1000 },
  harnesses: {},
  finish: { kind: null, verify: null, attempts: 3, verifyTimeoutSeconds: 1800, require: null, hooks: false },
  limits: { onLimit: 'wait', retries: 3, chain: [], stuckMinutes: 15, ownRetrySeconds: 300 },
  policy: [],
  logs: { maxMegabytes: 10 },
  notify: { via: 'auto', command: null },
  keys: {},
  screen: { fps: 30, leader: 'ctrl-q', ascii: null },
  trash: { days: 30 },
  security: {
    sandbox_mode: false,
    allow_execution: true,
    allow_external_apis: false,
    restrict_file_access: true,
    allowed_file_extensions: [],
  },
  model: { baseUrl: null, default: null, planner: [], manager: [], summary: [], agent: [], timeoutSeconds: 120, retries: 4 },
  planner: { when: 'auto', maxTasks: 12, promptSuffix: null },
  manager: { watch: 'goals', checkMinutes: 0, maxRounds: 12, digestTokens: 2000, commands: [], promptSuffix: null },
  budget: { dayUsd: null, goalUsd: null, agentUsd: null, dayTokens: null, goalTokens: null, agentTokens: null },
  approve: [],
  workspace: { base_dir: null, max_workspace_age_days: 30, auto_cleanup: false },
  agent: { default_max_turns: 30, default_timeout: null, cost_tracking: true, enable_logging: true },
  search: { url: null },
  mcp: {},
  queue: { whenEmpty: 'exit', label: 'orch-tui' },
};
