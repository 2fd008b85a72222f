// The layers of the configuration on real files: who wins, where a value came from, what is told when something is wrong, and trust.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ConfigOrder,
  type LoadedConfig,
  loadConfig,
  needsTrust,
  setConfigValue,
  trustRepositoryConfig,
  unsetConfigValue,
} from '../../../src/core/adapters/config-files.js';
import { createKeymap } from '../../../src/core/input/keymap.js';
import type { Config } from '../../../src/core/model/config.js';
import { defaultConfig } from '../../../src/core/model/config.js';
import { errorLine, exitCodeOf, type OrchError, type Result } from '../../../src/core/model/error.js';

let root: string;
let repoDir: string;
let personFile: string;
let env: Record<string, string>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orch-config-'));
  repoDir = join(root, 'repo');
  mkdirSync(repoDir);
  env = { XDG_CONFIG_HOME: join(root, 'config') };
  personFile = join(root, 'config', 'orch-tui', 'config.json');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function place() {
  return { env, home: root, uid: process.getuid?.() ?? 0 };
}

function write(path: string, content: unknown): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const inRepository = (content: unknown) => write(join(repoDir, '.orch', 'config.json'), content);

function load(more: Partial<ConfigOrder> = {}): Promise<Result<LoadedConfig>> {
  return loadConfig({ place: place(), repoDir, ...more });
}

async function loaded(more: Partial<ConfigOrder> = {}): Promise<LoadedConfig> {
  const result = await load(more);
  if (!result.ok) throw new Error(errorLine(result.error));
  return result.value;
}

async function refused(result: Promise<Result<unknown>>): Promise<OrchError> {
  const value = await result;
  if (value.ok) throw new Error('was not refused');
  return value.error;
}

/** As the host and the command line check what the schema can not tell. */
function checkKeys({ keys, screen }: Config): OrchError | null {
  const keymap = createKeymap({ keys, leader: screen.leader });
  return keymap.ok ? null : keymap.error;
}

describe('the layers', () => {
  it('are the defaults when nothing is configured', async () => {
    const { config, origins, notices } = await loaded();
    expect(config).toEqual(defaultConfig());
    expect([origins.size, notices]).toEqual([0, []]);
  });

  it('lie over each other value by value, and each value knows where it came from', async () => {
    write(personFile, {
      agents: { max: 2, scrollback: 10 },
      harnesses: { claude: { args: ['--a'], env: { A: '1' } } },
      finish: { attempts: 7 },
    });
    write(join(repoDir, 'config', 'orchestrator.json'), { agents: { max: 3 }, trash: { days: 3 } });
    inRepository({ agents: { max: 4 }, harnesses: { claude: { args: ['--b'], env: { B: '2' } } } });
    expect((await trustRepositoryConfig({ place: place(), repoDir })).ok).toBe(true);
    env.ORCHESTRATOR_FINISH__VERIFY = 'npm test';
    env.ORCHESTRATOR_FINISH__ATTEMPTS = '8';
    const { config, origins } = await loaded({ flags: [{ flag: '--attempts', name: 'finish.attempts', text: '9' }] });
    expect(config).toEqual({
      ...defaultConfig(),
      agents: { max: 4, default: null, scrollback: 10 },
      harnesses: { claude: { args: ['--b'], model: null, promptSuffix: null, rules: null, env: { A: '1', B: '2' } } },
      finish: { ...defaultConfig().finish, verify: 'npm test', attempts: 9 },
      trash: { days: 3 },
    });
    expect(Object.fromEntries(origins)).toEqual({
      'agents.max': join(repoDir, '.orch', 'config.json'),
      'agents.scrollback': personFile,
      'harnesses.claude.args': join(repoDir, '.orch', 'config.json'),
      'harnesses.claude.env.A': personFile,
      'harnesses.claude.env.B': join(repoDir, '.orch', 'config.json'),
      'finish.attempts': '--attempts',
      'finish.verify': 'ORCHESTRATOR_FINISH__VERIFY',
      'trash.days': join(repoDir, 'config', 'orchestrator.json'),
    });
  });

  it('take another file instead of the person’s own', async () => {
    write(personFile, { agents: { max: 2 } });
    const other = write(join(root, 'other.json'), { trash: { days: 9 } });
    expect((await loaded({ configFile: other })).config).toMatchObject({ agents: { max: 5 }, trash: { days: 9 } });
  });

  it('take variables for agent CLIs however those are written in a file', async () => {
    write(personFile, { harnesses: { My_Agent: { command: ['mine'] } } });
    env.ORCHESTRATOR_HARNESSES__MY_AGENT__MODEL = 'big';
    expect((await loaded()).config.harnesses).toEqual({
      My_Agent: { command: ['mine'], args: [], model: 'big', promptSuffix: null, rules: null, env: {} },
    });
  });

  it('take numbers, choices and MCP servers from variables', async () => {
    write(personFile, { mcp: { myFiles: { command: ['npx'] } } });
    env.ORCHESTRATOR_BUDGET__DAY_USD = '2.5';
    env.ORCHESTRATOR_APPROVE = 'plan, command';
    env.ORCHESTRATOR_MCP__MY_FILES__ENV__A_KEY = 'k';
    const { config } = await loaded();
    expect([config.budget.dayUsd, config.approve, config.mcp]).toEqual([
      2.5,
      ['plan', 'command'],
      { myFiles: { command: ['npx'], env: { A_KEY: 'k' } } },
    ]);
  });

  it('take an empty file, a byte order mark and a $schema', async () => {
    write(personFile, '');
    expect((await loaded()).config).toEqual(defaultConfig());
    write(personFile, '\ufeff{"$schema": "x", "agents": {"max": 2}}');
    expect((await loaded()).config.agents.max).toBe(2);
  });

  it('are not changed by a key called __proto__', async () => {
    write(personFile, '{"harnesses": {"__proto__": {"model": "x"}}, "keys": {"__proto__": "y"}}');
    const result = await load();
    expect(Object.keys(result.ok ? result.value.config.harnesses : {})).toEqual([]);
    expect('model' in {}).toBe(false);
  });
});

describe('an error', () => {
  const rows: readonly (readonly [string, unknown, RegExp])[] = [
    [
      'a value of another kind',
      { agents: { max: 'many' } },
      /config\.json: agents\.max is "many"\. Allowed: a whole number from 1 to 200\.$/,
    ],
    ['a value out of bounds', { screen: { fps: 500 } }, /screen\.fps is 500\. Allowed: a whole number from 1 to 60\.$/],
    [
      'a value that is none of the allowed',
      { finish: { kind: 'push' } },
      /finish\.kind is "push"\. Allowed: pr, merge, branch, keep or null\.$/,
    ],
    [
      'a section that is none',
      { agentz: {} },
      /there is no key agentz\. Allowed: agents, harnesses, finish, limits, policy, logs, notify, keys, screen, trash, security, model, /,
    ],
    ['a key that is none', { agents: { maxx: 1 } }, /there is no key agents\.maxx\. Allowed: max, default, scrollback\.$/],
    [
      'a key of an agent CLI that is none',
      { harnesses: { 'a.b': { arg: [] } } },
      /there is no key harnesses\.a\.b\.arg\. Allowed: command, args, model, promptSuffix, rules, env, a2a\.$/,
    ],
    ['a list that is a text', { harnesses: { 'a.b': { args: '-x' } } }, /harnesses\.a\.b\.args is "-x"\. Allowed: a list of texts\.$/],
    ['a list entry that is no text', { harnesses: { a: { args: [1] } } }, /harnesses\.a\.args\.0 is 1\. Allowed: a text\.$/],
    ['a section that is a list', { agents: [] }, /agents is \[\]\. Allowed: an object with max, default, scrollback\.$/],
    [
      'a variable of an agent CLI, without its value',
      { harnesses: { a: { env: { KEY: ['secret'] } } } },
      /harnesses\.a\.env\.KEY is a list\. Allowed: a text\.$/,
    ],
    [
      'a budget that is no number',
      { budget: { dayUsd: '5 dollars' } },
      /budget\.dayUsd is "5 dollars"\. Allowed: a number from 0 to 1000000 or null\.$/,
    ],
    ['a point that needs no agreement', { approve: ['plan', 'all'] }, /approve\.1 is "all"\. Allowed: plan, command, finish\.$/],
    [
      'a key of an MCP server that is none',
      { mcp: { files: { cmd: 'x' } } },
      /there is no key mcp\.files\.cmd\. Allowed: command, url, env\.$/,
    ],
    [
      'an MCP server that is a text, without it',
      { mcp: { files: 'secret' } },
      /mcp\.files is a string\. Allowed: an object with command, url, env\.$/,
    ],
    [
      'a variable of an MCP server, without its value',
      { mcp: { files: { env: { KEY: 7777 } } } },
      /mcp\.files\.env\.KEY is a number\. Allowed: a text\.$/,
    ],
    ['several at once', { agents: { max: 0 }, trash: { days: 0 } }, /agents\.max is 0 \(and 1 more\)/],
    ['a list instead of an object', [], /it is not a JSON object/],
    ['text that is no JSON', '{"agents": ', /it is not JSON: /],
    ['text that would act on a terminal', { '\u001b]52;c;x\u0007evil': 1 }, /there is no key evil\./],
  ];
  it.each(rows)('names file, key, what was found and what is allowed: %s', async (_sentence, content, expected) => {
    write(personFile, content);
    const error = await refused(load());
    expect(errorLine(error)).toMatch(expected);
    expect(errorLine(error)).toContain(personFile);
    expect(exitCodeOf(error.kind)).toBe(2);
  });

  it('names the variable', async () => {
    env.ORCHESTRATOR_AGENTS__MAX = 'lots';
    expect(errorLine(await refused(load()))).toBe(
      'read the configuration of ORCHESTRATOR_AGENTS__MAX: agents.max is "lots". Allowed: a whole number from 1 to 200.',
    );
    delete env.ORCHESTRATOR_AGENTS__MAX;
    env.ORCHESTRATOR_AGENTS__MOST = '1';
    expect(errorLine(await refused(load()))).toBe(
      'read the configuration of ORCHESTRATOR_AGENTS__MOST: there is no key agents.most. Allowed in agents: max, default, scrollback.',
    );
  });

  it('names the flag', async () => {
    const error = await refused(load({ flags: [{ flag: '--attempts', name: 'finish.attempts', text: '0' }] }));
    expect(errorLine(error)).toMatch(/--attempts: finish\.attempts is 0\. Allowed: a whole number from 1 to 20\./);
  });

  it('says that a named file is not there', async () => {
    expect(errorLine(await refused(load({ configFile: join(root, 'none.json') })))).toMatch(/none\.json: there is no such file/);
  });

  it('says that it is no file, too large, or not readable', async () => {
    mkdirSync(personFile, { recursive: true });
    expect((await refused(load())).said).toBe('it is not a file');
    rmSync(personFile, { recursive: true });
    execFileSync('mkfifo', [personFile]);
    expect((await refused(load())).said).toBe('it is not a file');
    rmSync(personFile);
    write(personFile, ' '.repeat(1024 * 1024 + 1));
    expect((await refused(load())).said).toMatch(/1048577 bytes/);
  });

  it('is what the caller’s own check finds', async () => {
    write(personFile, { keys: { 'task.new': 'x' } });
    expect((await refused(load({ check: checkKeys }))).said).toMatch(/x would be both/);
  });

  it('refuses the sandbox that is not there yet, wherever it was set', async () => {
    write(personFile, { security: { sandbox_mode: true } });
    const error = await refused(load());
    expect(exitCodeOf(error.kind)).toBe(2);
    expect(errorLine(error)).toMatch(/config\.json: security\.sandbox_mode is true, and this version has no sandbox/);
    env.ORCHESTRATOR_SECURITY__SANDBOX_MODE = 'false';
    expect((await load()).ok).toBe(true);
    rmSync(personFile);
    env.ORCHESTRATOR_SECURITY__SANDBOX_MODE = '1';
    expect((await refused(load())).tried).toMatch(/ORCHESTRATOR_SECURITY__SANDBOX_MODE/);
  });
});

describe('a repository that is not trusted', () => {
  it('sets what is drawn and nothing else, and the person is told', async () => {
    const file = inRepository({ screen: { fps: 10 }, finish: { verify: 'curl evil' }, harnesses: { claude: { command: ['evil'] } } });
    const result = await loaded();
    expect(result.config).toEqual({ ...defaultConfig(), screen: { ...defaultConfig().screen, fps: 10 } });
    expect(result.origins.get('screen.fps')).toBe(file);
    expect(result.repositoryFiles).toMatchObject([{ path: file, isTrusted: false, withheld: ['finish', 'harnesses'] }]);
    expect(result.notices).toEqual([
      `${file} is not trusted, so it does not set finish, harnesses. Read it, then trust it with \`orch-tui config trust\`.`,
    ]);
    const error = needsTrust(result);
    expect(error && [exitCodeOf(error.kind), error.said]).toEqual([4, 'it is not trusted, and sets finish, harnesses']);
  });

  it('does not say what runs in worktrees, nor what is copied and linked into them; one that is trusted does', async () => {
    const worktree = {
      copy: ['.env'],
      link: ['cache'],
      setup: 'make',
      teardown: 'clean',
      installs: [{ lock: 'l', command: 'c', folder: 'f' }],
    };
    inRepository({ worktree });
    const result = await loaded();
    expect(result.config.worktree).toEqual(defaultConfig().worktree);
    expect(result.repositoryFiles).toMatchObject([{ isTrusted: false, withheld: ['worktree'] }]);
    expect((await trustRepositoryConfig({ place: place(), repoDir })).ok).toBe(true);
    expect((await loaded()).config.worktree).toMatchObject(worktree);
  });

  it('needs no trust for what is only drawn', async () => {
    inRepository({ screen: { fps: 10 } });
    const result = await loaded();
    expect([needsTrust(result), result.notices]).toEqual([null, []]);
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['by a value that may not be', { screen: { fps: 'fast' } }, /Left out: .*screen\.fps is "fast"/],
    ['by text that is no JSON', '{"screen": ', /Left out: .*it is not JSON/],
    ['by keys that meet', { keys: { 'task.new': 'x' } }, /Left out: .*x would be both/],
    ['by keys that meet the person’s', { keys: { 'agent.stop': 'ctrl-t' } }, /Left out: .*ctrl-t would be both/],
    ['by asking for a sandbox', { security: { sandbox_mode: true } }, /does not set security/],
  ];
  it.each(wrong)('does not stop a start %s', async (_sentence, content, notice) => {
    write(personFile, { keys: { 'task.new': 'ctrl-t' } });
    inRepository(content);
    const { config, notices } = await loaded({ check: checkKeys });
    expect(config.keys).toEqual({ 'task.new': 'ctrl-t' });
    expect(notices.join('\n')).toMatch(notice);
  });

  it('does not stop a start by what lies in its place', async () => {
    mkdirSync(join(repoDir, '.orch', 'config.json'), { recursive: true });
    expect((await loaded()).notices.join()).toMatch(/Left out: .*not a file/);
    rmSync(join(repoDir, '.orch'), { recursive: true });
    writeFileSync(join(repoDir, '.orch'), 'a file');
    expect((await loaded()).notices).toEqual([]);
  });
});

describe('trust', () => {
  it('counts for the file as it was, in its place', async () => {
    const file = inRepository({ finish: { verify: 'npm test' } });
    const trusted = await trustRepositoryConfig({ place: place(), repoDir });
    expect(trusted.ok && trusted.value).toMatchObject([{ path: file, keys: ['finish.verify'] }]);
    const after = await loaded();
    expect([after.config.finish.verify, after.notices, needsTrust(after)]).toEqual(['npm test', [], null]);

    inRepository({ finish: { verify: 'npm test; curl evil' } });
    expect((await loaded()).config.finish.verify).toBeNull();

    const elsewhere = join(root, 'elsewhere');
    write(join(elsewhere, '.orch', 'config.json'), { finish: { verify: 'npm test' } });
    expect((await loaded({ repoDir: elsewhere })).config.finish.verify).toBeNull();
  });

  it('lets a repository be stricter than the person, never freer, and says what was left out', async () => {
    write(personFile, { budget: { dayUsd: 10, goalUsd: 5 }, approve: ['plan'], model: { baseUrl: 'https://mine.example/v1' } });
    write(join(repoDir, 'config', 'orchestrator.json'), { security: { allow_execution: false }, approve: ['command'] });
    const file = inRepository({
      security: { allow_execution: true, allow_external_apis: true },
      budget: { dayUsd: 5, goalUsd: 50, agentUsd: 1 },
      approve: ['finish'],
      mcp: { files: { command: ['evil'] } },
      model: { baseUrl: 'https://evil.example/v1', planner: ['big'] },
      manager: { commands: ['*'], maxRounds: 3 },
      search: { url: 'https://evil.example/{query}' },
      policy: [{ do: 'allow' }, { tool: 'fetch', do: 'deny' }],
    });
    const trusted = await trustRepositoryConfig({ place: place(), repoDir });
    expect(trusted.ok && trusted.value[1]?.keys.filter((key) => /^(?:mcp|model|manager|search)/u.test(key))).toEqual([
      'model.planner',
      'manager.maxRounds',
    ]);
    const { config, notices } = await loaded();
    expect(config).toMatchObject({
      security: { allow_execution: false, allow_external_apis: false },
      budget: { dayUsd: 5, goalUsd: 5, agentUsd: 1 },
      approve: ['plan', 'command', 'finish'],
      mcp: {},
      model: { baseUrl: 'https://mine.example/v1', planner: ['big'] },
      manager: { commands: [], maxRounds: 3 },
      search: { url: null },
      policy: [{ tool: 'fetch', do: 'deny' }],
    });
    expect(notices).toEqual([
      `${file} does not set security.allow_execution, security.allow_external_apis, budget.goalUsd, mcp.files.command, model.baseUrl, manager.commands, search.url, what its policy allows: a repository may be stricter than you, not freer.`,
    ]);
  });

  it('of one repository keeps that of another', async () => {
    inRepository({ trash: { days: 1 } });
    const other = join(root, 'other');
    write(join(other, '.orch', 'config.json'), { trash: { days: 2 } });
    await trustRepositoryConfig({ place: place(), repoDir });
    await trustRepositoryConfig({ place: place(), repoDir: other });
    expect([(await loaded()).config.trash.days, (await loaded({ repoDir: other })).config.trash.days]).toEqual([1, 2]);
  });

  it('is not given to a file that would refuse every start', async () => {
    inRepository({ trash: { days: 'x' } });
    expect((await refused(trustRepositoryConfig({ place: place(), repoDir }))).said).toMatch(/trash\.days/);
    inRepository('{');
    expect((await refused(trustRepositoryConfig({ place: place(), repoDir }))).said).toMatch(/not JSON/);
  });

  it('has nothing to be given to', async () => {
    expect((await refused(trustRepositoryConfig({ place: place(), repoDir }))).kind).toBe('not-found');
  });

  it('that is damaged trusts nothing, says so, and is not overwritten', async () => {
    inRepository({ trash: { days: 1 } });
    const trustFile = write(join(dirname(personFile), 'trusted.json'), 'damaged');
    const { config, notices } = await loaded();
    expect(config.trash.days).toBe(30);
    expect(notices.join()).toMatch(/trusted\.json: it is not JSON/);
    expect((await refused(trustRepositoryConfig({ place: place(), repoDir }))).tried).toContain('trusted.json');
    expect(readFileSync(trustFile, 'utf8')).toBe('damaged');
  });
});

describe('setting a value', () => {
  const set = (key: string, text: string) => setConfigValue({ place: place(), key, text, check: checkKeys });

  it('makes the file, and is read back', async () => {
    expect(await set('agents.max', '7')).toEqual({ ok: true, value: { file: personFile, key: 'agents.max', value: 7 } });
    expect(await set('keys.task.new', 'ctrl-n')).toMatchObject({ ok: true });
    expect(await set('harnesses.claude.args', '--a "b c"')).toMatchObject({ ok: true });
    expect((await loaded()).config).toMatchObject({
      agents: { max: 7 },
      keys: { 'task.new': 'ctrl-n' },
      harnesses: { claude: { args: ['--a', 'b c'] } },
    });
    expect(readdirSync(dirname(personFile))).toEqual(['config.json']);
  });

  it('keeps everything else: order, indentation, line ends, $schema', async () => {
    write(
      personFile,
      '{\r\n\t"trash": {\r\n\t\t"days": 3\r\n\t},\r\n\t"$schema": "x",\r\n\t"agents": {\r\n\t\t"scrollback": 5\r\n\t}\r\n}\r\n',
    );
    expect((await set('agents.max', '7')).ok).toBe(true);
    expect(readFileSync(personFile, 'utf8')).toBe(
      '{\r\n\t"trash": {\r\n\t\t"days": 3\r\n\t},\r\n\t"$schema": "x",\r\n\t"agents": {\r\n\t\t"scrollback": 5,\r\n\t\t"max": 7\r\n\t}\r\n}\r\n',
    );
  });

  it.each<[string, string, unknown]>([
    ['budget.dayUsd', '2.5', { budget: { dayUsd: 2.5 } }],
    ['approve', 'plan,finish', { approve: ['plan', 'finish'] }],
    ['mcp.files.command', 'npx files', { mcp: { files: { command: ['npx', 'files'] } } }],
  ])('sets %s to %s', async (key, text, written) => {
    expect((await set(key, text)).ok).toBe(true);
    expect(JSON.parse(readFileSync(personFile, 'utf8'))).toEqual(written);
  });

  it('writes through a link', async () => {
    const real = write(join(root, 'dotfiles', 'orch.json'), { trash: { days: 3 } });
    mkdirSync(dirname(personFile), { recursive: true });
    symlinkSync(real, personFile);
    expect((await set('agents.max', '7')).ok).toBe(true);
    expect(JSON.parse(readFileSync(real, 'utf8'))).toEqual({ trash: { days: 3 }, agents: { max: 7 } });
  });

  const wrong: readonly (readonly [string, string, string, RegExp])[] = [
    ['a key that is none', 'agents.most', '7', /there is no key agents\.most\. Allowed in agents: max, default, scrollback\./],
    ['a section that is none', 'nothing.x', '7', /there is no key nothing\.x\. Allowed: agents, /],
    ['a value that may not be', 'agents.max', 'many', /agents\.max is "many"\. Allowed: a whole number from 1 to 200\./],
    ['keys that meet', 'keys.task.new', 'x', /x would be both/],
    ['a leader that is needed for typing', 'screen.leader', 'q', /needed for typing/],
    ['a sandbox that is not there', 'security.sandbox_mode', 'true', /this version has no sandbox/],
  ];
  it.each(wrong)('refuses %s, and leaves the file alone', async (_sentence, key, text, expected) => {
    const before = readFileSync(write(personFile, { trash: { days: 3 } }), 'utf8');
    const error = await refused(set(key, text));
    expect([errorLine(error), exitCodeOf(error.kind)]).toEqual([expect.stringMatching(expected), 2]);
    expect(readFileSync(personFile, 'utf8')).toBe(before);
  });

  it('never overwrites a file that it can not read', async () => {
    write(personFile, '{ "agents": // mine\n {} }');
    expect((await refused(set('agents.max', '7'))).said).toMatch(/not JSON/);
    expect(readFileSync(personFile, 'utf8')).toContain('// mine');
  });

  it('says when the folder can not be written to', async () => {
    write(join(root, 'config'), 'a file in its place');
    expect((await refused(set('agents.max', '7'))).kind).toBe('storage');
    rmSync(join(root, 'config'));
    mkdirSync(join(root, 'config'));
    chmodSync(join(root, 'config'), 0o500);
    // Root may write anywhere: only the outcome that fits who runs this is checked.
    expect((await set('agents.max', '7')).ok).toBe(process.getuid?.() === 0);
    chmodSync(join(root, 'config'), 0o700);
  });
});

describe('taking a value out', () => {
  const unset = (key: string) => unsetConfigValue({ place: place(), key, check: checkKeys });

  it('leaves everything else, and no section that held nothing else', async () => {
    write(personFile, JSON.stringify({ trash: { days: 3 }, harnesses: { mine: { command: ['mycli'] }, claude: { args: ['--a'] } } }));
    expect(await unset('harnesses.mine.command')).toEqual({ ok: true, value: { file: personFile, key: 'harnesses.mine.command' } });
    expect(JSON.parse(readFileSync(personFile, 'utf8'))).toEqual({ trash: { days: 3 }, harnesses: { claude: { args: ['--a'] } } });
    expect((await unset('trash.days')).ok).toBe(true);
    expect((await unset('harnesses.claude.args')).ok).toBe(true);
    expect(JSON.parse(readFileSync(personFile, 'utf8'))).toEqual({});
  });

  it('refuses a key that is none, and changes nothing for one that is not there', async () => {
    write(personFile, JSON.stringify({ trash: { days: 3 } }));
    expect((await unset('trash.dayz')).ok).toBe(false);
    expect((await unset('harnesses.mine.command')).ok).toBe(true);
    expect(JSON.parse(readFileSync(personFile, 'utf8'))).toEqual({ trash: { days: 3 } });
  });
});
