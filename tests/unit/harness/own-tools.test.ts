// Our own tools in the words of each CLI: nothing of the person's own settings is lost, and no token stands in any of it.
import { describe, expect, it } from 'vitest';
import type { LaunchOrder } from '../../../src/core/harness/harness.js';
import { GEMINI_TOOLS_FILE } from '../../../src/core/harness/own-tools.js';
import { createHarnessRegistry } from '../../../src/core/harness/registry.js';

const registry = createHarnessRegistry({ demoScript: '/dist/demo-agent.js', configured: {} });
const command = ['/state/bin/orch-tui', 'mcp', '--socket=/run/a.sock', '--token-file=/repo/.git/worktrees/one/orch/token'] as const;
const order = (person: Readonly<Record<string, string>> = {}): LaunchOrder => ({
  prompt: 'fix the login',
  model: null,
  args: [],
  conversation: null,
  tools: { command, person },
});

function started(name: string, person?: Readonly<Record<string, string>>) {
  const found = registry.find({ harness: name, command: null });
  if (!found.ok) throw new Error(found.error.said);
  return found.value.start(order(person));
}

const wordOf = (argv: readonly string[], flag: string) => argv.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? '';

describe('claude', () => {
  it('gets the server by its configuration, and all of its tools are allowed', () => {
    const { argv } = started('claude');
    const [program, ...args] = command;
    expect(JSON.parse(wordOf(argv, '--mcp-config'))).toEqual({
      mcpServers: { 'orch-tui': { command: program, args, timeout: 120_000, alwaysLoad: true } },
    });
    expect(JSON.parse(wordOf(argv, '--settings'))).toMatchObject({ permissions: { allow: ['mcp__orch-tui'] }, hooks: {} });
  });
});

describe('codex', () => {
  it('gets the server by overrides, whose values are TOML as well as JSON', () => {
    const { argv } = started('codex');
    const values = argv
      .filter((word) => word.startsWith('--config=mcp_servers.orch-tui.'))
      .map((word) => /^--config=mcp_servers\.orch-tui\.(\w+)=(.*)$/u.exec(word) ?? [])
      .map(([, key = '', value = '']) => [key, JSON.parse(value)]);
    expect(Object.fromEntries(values)).toMatchObject({
      command: command[0],
      args: command.slice(1),
      tool_timeout_sec: 120,
      default_tools_approval_mode: 'approve',
    });
  });
});

describe('opencode', () => {
  it('gets the server by a variable, beside what the person has put there', () => {
    const before = {
      theme: 'dark',
      mcp: { other: { type: 'local', command: ['x'] }, 'orch-tui': { type: 'local', command: ['orch-tui', 'mcp'] } },
    };
    const { env } = started('opencode', { OPENCODE_CONFIG_CONTENT: JSON.stringify(before) });
    expect(JSON.parse(env.OPENCODE_CONFIG_CONTENT ?? '')).toMatchObject({
      theme: 'dark',
      mcp: { other: { command: ['x'] }, 'orch-tui': { type: 'local', command, enabled: true } },
    });
  });

  it('leaves a variable alone that it can not read', () => {
    expect(started('opencode', { OPENCODE_CONFIG_CONTENT: '{ // mine\n}' }).env).toEqual({});
  });
});

describe('gemini', () => {
  it('gets the server beside all that the system says, whose defaults are still found', () => {
    const { base, content, more } = GEMINI_TOOLS_FILE;
    expect(base({ env: {}, platform: 'linux' })).toBe('/etc/gemini-cli/settings.json');
    expect(base({ env: { GEMINI_CLI_SYSTEM_SETTINGS_PATH: '/own.json' }, platform: 'linux' })).toBe('/own.json');
    expect(more('/etc/gemini-cli/settings.json', {})).toEqual({ GEMINI_CLI_SYSTEM_DEFAULTS_PATH: '/etc/gemini-cli/system-defaults.json' });
    const before = { security: { folderTrust: { enabled: true } }, mcpServers: { other: { command: 'x' } } };
    expect(content(before, { command, person: {} })).toMatchObject({
      ...before,
      mcpServers: { other: { command: 'x' }, 'orch-tui': { command: command[0], args: command.slice(1), trust: true } },
    });
  });
});

it.each(['claude', 'codex', 'gemini', 'opencode', 'aider'])('%s: without tools nothing is added', (name) => {
  const found = registry.find({ harness: name, command: null });
  if (!found.ok) throw new Error(found.error.said);
  const { tools: _tools, ...bare } = order();
  expect(JSON.stringify(found.value.start(bare))).not.toContain('orch-tui');
});
