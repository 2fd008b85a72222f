// Keys of the configuration by name: what each takes, texts as values, variables as names.
import { split } from 'shlex';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/core/model/config.js';
import { configJsonSchema } from '../../../src/core/model/config-json-schema.js';
import { allowedText, findConfigKey, valueOfText } from '../../../src/core/model/config-key.js';
import { configVariables, keyOfVariable } from '../../../src/core/model/config-variables.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';

const schema = configJsonSchema();

it('has the same defaults written out as the schema', () => {
  expect(DEFAULT_CONFIG).toEqual(defaultConfig());
});

it('has a JSON schema that describes what every key means', () => {
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(schema.properties?.agents?.properties?.max).toMatchObject({ type: 'integer', minimum: 1, maximum: 200, default: 5 });
  for (const [section, { properties }] of Object.entries(schema.properties ?? {})) {
    for (const [name, key] of Object.entries(properties ?? {})) expect(key.description, `${section}.${name}`).toMatch(/\w\.$/);
  }
});

describe('a key', () => {
  const rows: readonly (readonly [string, string, string, unknown])[] = [
    ['agents.max', 'a whole number from 1 to 200', '12', 12],
    ['agents.max', 'a whole number from 1 to 200', 'many', 'many'],
    ['agents.default', 'a text or null', 'claude', 'claude'],
    ['agents.default', 'a text or null', 'null', null],
    ['agents.default', 'a text or null', '', null],
    ['finish.kind', 'pr, merge, branch, keep or null', 'pr', 'pr'],
    ['finish.hooks', 'true, false', 'TRUE', true],
    ['finish.hooks', 'true, false', '0', false],
    ['finish.hooks', 'true, false', 'maybe', 'maybe'],
    ['screen.ascii', 'true, false or null', 'null', null],
    ['screen.leader', 'a text', 'null', 'null'],
    ['keys.task.new', 'a text', 'ctrl-n', 'ctrl-n'],
    ['harnesses.claude.args', 'a list of texts', `--name 'a b'`, ['--name', 'a b']],
    ['harnesses.claude.args', 'a list of texts', '["--x"]', ['--x']],
    ['harnesses.claude.args', 'a list of texts', `--name 'a b`, `--name 'a b`],
    ['harnesses.mine.command', 'a list of at least one text', 'mine --go', ['mine', '--go']],
    ['harnesses.mine.env.A.B', 'a text', '1', '1'],
    ['harnesses.mine', 'an object with command, args, model, promptSuffix, rules, env, a2a', '{"model":"m"}', { model: 'm' }],
    ['keys', 'an object of names and values', '{"a":"b"}', { a: 'b' }],
    ['keys', 'an object of names and values', '{broken', '{broken'],
    ['budget.dayUsd', 'a number from 0 to 1000000 or null', '2.5', 2.5],
    ['budget.dayUsd', 'a number from 0 to 1000000 or null', '20', 20],
    ['budget.dayUsd', 'a number from 0 to 1000000 or null', 'null', null],
    ['budget.dayUsd', 'a number from 0 to 1000000 or null', '2,5', '2,5'],
    ['budget.dayUsd', 'a number from 0 to 1000000 or null', '1e9', '1e9'],
    ['budget.goalTokens', 'a whole number from 0 to 1000000000000 or null', '1000000', 1_000_000],
    ['approve', 'a list of plan, command, finish', 'plan,finish', ['plan', 'finish']],
    ['approve', 'a list of plan, command, finish', 'plan finish', ['plan', 'finish']],
    ['approve', 'a list of plan, command, finish', '["plan"]', ['plan']],
    ['approve', 'a list of plan, command, finish', '', []],
    ['policy', 'a list, as JSON, of objects with tool, command, path, do', '[{"do":"ask"}]', [{ do: 'ask' }]],
    ['model.planner', 'a list of texts', 'a/b c/d', ['a/b', 'c/d']],
    ['mcp.files.command', 'a list of at least one text', 'npx files', ['npx', 'files']],
    ['mcp.files.env.A_KEY', 'a text', '1', '1'],
    ['mcp.files', 'an object with command, url, env', '{"url":"http://x"}', { url: 'http://x' }],
  ];
  it.each(rows)('%s takes %s: %j', (name, allowed, text, value) => {
    const key = findConfigKey(schema, name);
    expect(key).not.toBeNull();
    if (key === null) return;
    expect(allowedText(key.schema)).toBe(allowed);
    expect(valueOfText(key.schema, text, split)).toEqual(value);
  });

  it.each([
    '',
    'agents.maxx',
    'agents.max.x',
    'nothing',
    'keys.',
    'harnesses..model',
    'harnesses.__proto__.model',
    'constructor',
    'agents.toString',
  ])('%j is none', (name) => {
    expect(findConfigKey(schema, name)).toBeNull();
  });

  it('keeps the segments of names with dots', () => {
    expect(findConfigKey(schema, 'keys.task.new')?.segments).toEqual(['keys', 'task.new']);
    expect(findConfigKey(schema, 'harnesses.x.env.A.B')?.segments).toEqual(['harnesses', 'x', 'env', 'A.B']);
  });
});

describe('a variable', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['ORCHESTRATOR_AGENTS__MAX', 'agents.max'],
    ['ORCHESTRATOR_FINISH__VERIFY_TIMEOUT_SECONDS', 'finish.verifyTimeoutSeconds'],
    ['ORCHESTRATOR_FINISH__VERIFYTIMEOUTSECONDS', 'finish.verifyTimeoutSeconds'],
    ['ORCHESTRATOR_SECURITY__SANDBOX_MODE', 'security.sandbox_mode'],
    ['ORCHESTRATOR_KEYS__TASK_NEW', 'keys.task.new'],
    ['ORCHESTRATOR_KEYS__TASK__NEW', 'keys.task.new'],
    ['ORCHESTRATOR_HARNESSES__CLAUDE__MODEL', 'harnesses.claude.model'],
    ['ORCHESTRATOR_HARNESSES__MY_AGENT__MODEL', 'harnesses.My_Agent.model'],
    ['ORCHESTRATOR_HARNESSES__NEW_ONE__MODEL', 'harnesses.new-one.model'],
    ['ORCHESTRATOR_HARNESSES__CLAUDE__ENV__CLAUDE_CODE_MAX_OUTPUT_TOKENS', 'harnesses.claude.env.CLAUDE_CODE_MAX_OUTPUT_TOKENS'],
    ['ORCHESTRATOR_HARNESSES__CLAUDE__ENV__A__B', 'harnesses.claude.env.A__B'],
    ['ORCHESTRATOR_BUDGET__DAY_USD', 'budget.dayUsd'],
    ['ORCHESTRATOR_APPROVE', 'approve'],
    ['ORCHESTRATOR_MODEL__BASE_URL', 'model.baseUrl'],
    ['ORCHESTRATOR_MCP__MY_FILES__COMMAND', 'mcp.myFiles.command'],
    ['ORCHESTRATOR_MCP__OTHER_ONE__ENV__A_KEY', 'mcp.other-one.env.A_KEY'],
    ['ORCHESTRATOR_MCP__MY_AGENT__URL', 'mcp.my-agent.url'],
    ['ORCHESTRATOR_AGENTS__MAXX', 'agents.maxx'],
    ['ORCHESTRATOR_AGENTS__MAX__MORE', 'agents.max.more'],
  ];
  it.each(rows)('%s means %s', (variable, name) => {
    expect(keyOfVariable(variable, { schema, harnesses: ['claude', 'My_Agent'], mcp: ['myFiles'] })).toBe(name);
  });

  it('is one of ours only with a section', () => {
    const env = {
      ORCHESTRATOR_B__X: '1',
      ORCHESTRATOR_A__X: '',
      ORCHESTRATOR_HOME: '/x',
      ORCHESTRATOR_APPROVE: 'plan',
      ORCHESTRATOR___X: '1',
      ORCHESTRATOR_A__: '1',
      OTHER_A__X: '1',
      ORCHESTRATOR_C__X: undefined,
    };
    expect(configVariables(env)).toEqual([
      ['ORCHESTRATOR_APPROVE', 'plan'],
      ['ORCHESTRATOR_A__X', ''],
      ['ORCHESTRATOR_B__X', '1'],
    ]);
  });
});
