// Our own MCP server in the words of each agent CLI. Pure; nothing secret stands in any of it: the token lies in a file, or in the environment (decision 31).
import type { OwnTools } from './harness.js';

/** Replaces one that a person has registered under the same name: that acts for the person, and an agent is none. */
export const OWN_TOOLS = 'orch-tui';
/** Above the longest wait of a tool; the CLIs' own limits are 60 s and more. */
const CALL_SECONDS = 120;

/** For claude's `--mcp-config`. */
export function claudeServers({ command: [command, ...args] }: OwnTools): string {
  // Else they are found only by a search of the model's own.
  return JSON.stringify({ mcpServers: { [OWN_TOOLS]: { command, args, timeout: CALL_SECONDS * 1000, alwaysLoad: true } } });
}

/** Its rule that allows all tools of one server. */
export const CLAUDE_ALLOWS = [`mcp__${OWN_TOOLS}`];

/** Overrides for codex: values are TOML, for which JSON's texts and lists of texts pass. It gives its servers hardly a variable. */
export function codexOverrides({ command: [command, ...args] }: OwnTools): readonly string[] {
  const values = {
    command,
    args,
    env_vars: ['ORCH_TOKEN', 'ORCH_SOCKET', 'ORCH_AGENT'],
    tool_timeout_sec: CALL_SECONDS,
    default_tools_approval_mode: 'approve',
  };
  return Object.entries(values).map(([key, value]) => `--config=mcp_servers.${OWN_TOOLS}.${key}=${JSON.stringify(value)}`);
}

const GEMINI_SETTINGS = 'GEMINI_CLI_SYSTEM_SETTINGS_PATH';
const GEMINI_DEFAULTS = 'GEMINI_CLI_SYSTEM_DEFAULTS_PATH';

/**
 * Gemini takes servers from settings files alone, and of those only the system's is no file of the person's or the worktree's. What stands
 * in there already holds on. Its defaults are looked for beside it. Where the host can not write such a file, a person registers the server
 * once, by hand (docs/mcp.md): the variables of an agent make it that agent's.
 */
export const GEMINI_TOOLS_FILE = {
  variable: GEMINI_SETTINGS,
  base: ({ env, platform }: { readonly env: Readonly<Record<string, string>>; readonly platform: string }) =>
    env[GEMINI_SETTINGS] || `${platform === 'darwin' ? '/Library/Application Support/GeminiCli' : '/etc/gemini-cli'}/settings.json`,
  more: (base: string, env: Readonly<Record<string, string>>) => ({
    [GEMINI_DEFAULTS]: env[GEMINI_DEFAULTS] || `${base.slice(0, base.lastIndexOf('/'))}/system-defaults.json`,
  }),
  content: (before: Readonly<Record<string, unknown>>, { command: [command, ...args] }: OwnTools) => ({
    ...before,
    mcpServers: { ...objectOr(before.mcpServers), [OWN_TOOLS]: { command, args, timeout: CALL_SECONDS * 1000, trust: true } },
  }),
} as const;

const OPENCODE_CONFIG = 'OPENCODE_CONFIG_CONTENT';

/** Over all files, and merged with them key by key. One of the person's own that is not JSON stays as it is. */
export function opencodeVariables({ command, person }: OwnTools): Readonly<Record<string, string>> {
  const before = person[OPENCODE_CONFIG] ? parsed(person[OPENCODE_CONFIG]) : {};
  if (before === null) return {};
  const server = { type: 'local', command, enabled: true, timeout: CALL_SECONDS * 1000 };
  const content = { ...before, mcp: { ...objectOr(before.mcp), [OWN_TOOLS]: server } };
  return { [OPENCODE_CONFIG]: JSON.stringify(content) };
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // With comments, or none at all: opencode says so itself.
  }
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
