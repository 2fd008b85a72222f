// `completion` as a real bash uses it, `config` and `doctor` as scripts read them.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { fixture, startAgent } from '../helpers/story.js';
import { untilAgent } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await makeSandbox();
});
afterAll(() => sandbox.end());

describe('completion', () => {
  /** What bash offers for the last of `words`. */
  function offered(...words: readonly string[]): readonly string[] {
    const [program = '', script = ''] = sandbox.argv([]);
    const lines = [
      `orch-tui() { '${program}' '${script}' "$@"; }`,
      'source <(orch-tui completion bash)',
      `COMP_WORDS=(orch-tui ${words.map((word) => `'${word}'`).join(' ')})`,
      `COMP_CWORD=${words.length}`,
      '_orch_tui',
      `printf '%s\\n' "\${COMPREPLY[@]}"`,
      'complete -p orch-tui >&2',
    ];
    return execFileSync('bash', ['--norc', '-euc', lines.join('\n')], {
      cwd: sandbox.repo,
      env: sandbox.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
      .trim()
      .split('\n');
  }

  beforeAll(async () => {
    await startAgent(sandbox, 'fix-login', fixture('edits-and-exits'));
    await untilAgent(sandbox, 'fix-login', 'done');
  });

  const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['commands', ['st'], ['status', 'stop']],
    ['options of a command', ['run', '--fi'], ['--finish']],
    ['values of an option', ['finish', 'fix-login', '--as', ''], ['pr', 'merge', 'branch', 'keep']],
    ['words of a command', ['trash', 're'], ['restore']],
    ['names of agents', ['why', 'fix'], ['fix-login']],
    ['options before a command', ['--read'], ['--read-only']],
    ['commands after an option with its value', ['--repo', '.', 'remo'], ['remove']],
  ];
  test.each(rows)('offers the %s in bash', (_sentence, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test.each(['zsh', 'fish'])('for %s has every command', async (shell) => {
    const { stdout, exitCode } = await sandbox.cli(['completion', shell]);
    expect(exitCode).toBe(0);
    for (const name of ['run', 'status', 'finish', 'completion']) expect(stdout).toContain(name);
  });

  test('for another shell names those there are', async () => {
    const refused = await sandbox.cli(['completion', 'tcsh', '--json']);
    expect(refused.exitCode).toBe(2);
    expect(refused.json()).toMatchObject({ error: { next: 'Allowed choices are bash, zsh, fish.' } });
  });
});

describe('config', () => {
  test('set writes what get and a new host then have, with where it comes from', async () => {
    const set = await sandbox.cli(['config', 'set', 'agents.max', '2', '--json']);
    expect(set.exitCode).toBe(0);
    const path = (await sandbox.cli(['config', 'path'])).stdout.trim();
    expect((await sandbox.cli(['config', 'get', 'agents.max', '--json'])).json()).toEqual({ key: 'agents.max', value: 2, origin: path });
    expect((await sandbox.cli(['config', 'get', 'agents.max'], { env: { ORCHESTRATOR_AGENTS__MAX: '7' } })).stdout).toBe('7\n');
  });

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown key', ['get', 'nope.key'], /there is no key nope\.key\. Allowed: agents, /],
    ['a value that is none', ['set', 'agents.max', 'many'], /agents\.max is "many"\. Allowed: a whole number from 1 to 200\./],
    ['a key without a value', ['set', 'agents.max'], /set takes a key and a value/],
    ['an unknown word', ['put'], /'put' is invalid for argument 'what'\. Allowed choices are get, set, path, schema, trust\./],
    ['trust where there is nothing to trust', ['trust'], /it has none/],
  ];
  test.each(refusals)('refuses %s', async (_sentence, words, message) => {
    const refused = await sandbox.cli(['config', ...words]);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toMatch(message);
  });

  test('works outside a repository, and shows no variable of a harness', async () => {
    const file = join(sandbox.folder, 'secret.json');
    await writeFile(file, '{"harnesses": {"mine": {"command": ["true"], "env": {"MY_API_KEY": "hunter2"}}}}');
    const shown = await sandbox.cli(['config', 'get', '--config', file], { cwd: sandbox.folder });
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toMatch(/harnesses\.mine\.env\.MY_API_KEY\s+"\(set\)"/);
    expect((await sandbox.cli(['config', 'schema'])).json()).toMatchObject({ type: 'object', properties: { agents: {} } });
  });
});

test('doctor finds what a task needs, and keeps tokens and keys to itself', async () => {
  const { stdout, exitCode } = await sandbox.cli(['doctor', '--json'], {
    env: { GITHUB_TOKEN: 'ghp_doctorSecret', OPENROUTER_API_KEY: 'sk-or-doctorSecret' },
  });
  expect(exitCode).toBe(0);
  const { ok, checks } = JSON.parse(stdout) as {
    ok: boolean;
    checks: { name: string; state: string; said: string; next: string | null }[];
  };
  expect(ok).toBe(true);
  expect(checks.map(({ name }) => name)).toEqual([
    'Node',
    'git',
    'lock',
    'agent CLIs',
    'forge token',
    'model endpoint',
    'models',
    'repository',
    'state folder',
    'socket',
    'terminal',
  ]);
  expect(checks.find(({ name }) => name === 'agent CLIs')?.said).toBe('claude, codex, gemini, opencode, aider');
  expect(stdout).not.toContain('doctorSecret');
});
