// What each event of claude's hooks says, word by word, and that nothing a hook sends can break it.
import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { CLAUDE_HOOKS, claudeConversation, readClaudeHook } from '../../../src/core/harness/claude-hooks.js';

const SHELL = { tool_name: 'Bash', tool_input: { command: "npm test\nrm -rf 'x y'", description: 'Run the tests' } };

describe('a hook of claude', () => {
  it.each([
    ['UserPromptSubmit', { prompt: 'fix it' }, { state: 'working', evidence: 'it was given a prompt' }],
    ['PreToolUse', SHELL, { state: 'working', act: { tool: 'shell', command: SHELL.tool_input.command, path: null } }],
    [
      'PostToolUse',
      { tool_name: 'Edit', tool_input: { file_path: '/w/a.txt' } },
      { state: 'working', act: { tool: 'edit', path: '/w/a.txt' } },
    ],
    [
      'PermissionRequest',
      SHELL,
      { state: 'waiting', asks: 'permission', act: { tool: 'shell', command: SHELL.tool_input.command, path: null } },
    ],
    [
      'PermissionRequest',
      { tool_name: 'Read', tool_input: { file_path: '/etc/x' } },
      { act: { tool: 'read', command: null, path: '/etc/x' } },
    ],
    ['PermissionRequest', { tool_name: 'mcp__a__b', tool_input: { command: 'x' } }, { act: { tool: null, command: null, path: null } }],
    ['PermissionRequest', { tool_name: 'AskUserQuestion' }, { state: 'waiting', asks: 'choice' }],
    ['PermissionRequest', null, { state: 'waiting', asks: 'permission', act: null }],
    ['PermissionRequest', { tool_name: 5, tool_input: [] }, { state: 'waiting', asks: 'permission', act: null }],
    ['PermissionRequest', { tool_name: 'Bash', tool_input: 'npm test' }, { act: { tool: 'shell', command: null, path: null } }],
    ['Notification', { notification_type: 'permission_prompt' }, { state: 'waiting', asks: 'permission' }],
    ['Notification', { notification_type: 'idle_prompt' }, { state: 'idle', settleMs: 0 }],
    ['Stop', { last_assistant_message: 'DONE.' }, { state: 'idle' }],
    ['Stop', { last_assistant_message: 'I looked.\n\nWhich port?' }, { state: 'waiting', asks: 'text', evidence: 'Which port?' }],
    ['Stop', { last_assistant_message: '**Which port?**\n' }, { state: 'waiting', asks: 'text' }],
    ['Stop', null, { state: 'idle' }],
    [
      'StopFailure',
      { error: 'rate_limit', last_assistant_message: 'API Error: Request rejected (429) · Rate limit reached' },
      {
        state: 'limited',
        evidence: 'API Error: Request rejected (429) · Rate limit reached',
        failure: { kind: 'rate-limit', retries: 'not', resets: null },
      },
    ],
    [
      'StopFailure',
      { error: 'rate_limit', last_assistant_message: "You've hit your session limit · resets 3pm (Europe/Berlin)" },
      { state: 'limited', failure: { kind: 'usage-limit', retries: 'not', resets: '3pm (Europe/Berlin)' } },
    ],
    ['StopFailure', { error: 'authentication_failed', last_assistant_message: 'Please run /login' }, { failure: { kind: 'auth' } }],
    ['StopFailure', { error: 'billing_error' }, { failure: { kind: 'credit' }, evidence: 'billing_error' }],
    ['StopFailure', { error: 'unknown', last_assistant_message: 'API Error: Unable to connect to API' }, { failure: { kind: 'network' } }],
    ['StopFailure', { error: 'server_error', last_assistant_message: 'API Error: 500' }, { failure: { kind: 'network' } }],
    ['StopFailure', { error: 'invalid_request', last_assistant_message: 'Prompt is too long' }, { failure: { kind: 'context' } }],
    ['StopFailure', { error: 'max_output_tokens', last_assistant_message: 'cut' }, { state: 'waiting', evidence: 'cut' }],
    ['StopFailure', null, { state: 'waiting', evidence: 'a request failed' }],
  ] as const)('%s %j', (name, payload, expected) => {
    expect(readClaudeHook({ name, payload })).toMatchObject({ source: 'structured', rule: `claude.hook.${name}`, ...expected });
  });

  it.each(['SessionStart', 'SessionEnd', 'constructor'])('%s says nothing of its state', (name) => {
    expect(readClaudeHook({ name, payload: {} })).toBeNull();
  });

  it('is run by its settings, for every event that is read', () => {
    const { argv } = claude.start({ prompt: 'x', model: null, args: [], conversation: null });
    const settings = JSON.parse(argv.find((word) => word.startsWith('--settings='))?.slice('--settings='.length) ?? '{}');
    expect(Object.keys(settings.hooks)).toEqual(Object.keys(CLAUDE_HOOKS));
    for (const name of Object.keys(CLAUDE_HOOKS).filter((event) => event !== 'Notification' && event !== 'SessionStart'))
      expect(readClaudeHook({ name, payload: {} })).not.toBeNull();
  });
});

describe('the conversation that a hook of claude tells', () => {
  const ID = '11111111-2222-4333-8444-555555555555';

  it.each([
    ['UserPromptSubmit', { session_id: ID }, ID],
    ['Stop', { session_id: ID }, ID],
    ['SessionStart', { session_id: ID, source: 'resume' }, ID],
    // Not saved yet: it could not be resumed.
    ['SessionStart', { session_id: ID, source: 'clear' }, null],
    ['SessionStart', { session_id: ID, source: 'startup' }, null],
    ['Stop', { session_id: `${ID} --dangerously` }, null],
    ['Stop', { session_id: 5 }, null],
    ['Stop', {}, null],
    ['Stop', null, null],
  ])('%s %j', (name, payload, id) => {
    expect(claudeConversation({ name, payload })).toBe(id);
  });
});
