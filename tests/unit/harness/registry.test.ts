// Harnesses by name: built-in, configured, ad-hoc, and which are installed.
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findInstalled } from '../../../src/core/harness/find-installed.js';
import { createHarnessRegistry, litterOf } from '../../../src/core/harness/registry.js';
import { configSchema } from '../../../src/core/model/config.js';

const { harnesses: configured } = configSchema.parse({
  harnesses: {
    goose: { command: ['goose', 'run', '-t', '{prompt}'], env: { GOOSE_MODE: 'auto' } },
    codex: { command: ['npx', '@openai/codex'], args: ['-s', 'read-only'], model: 'gpt-6' },
    claude: { env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '9000' } },
  },
});
const registry = createHarnessRegistry({ demoScript: '/dist/demo-agent.js', configured });
const launch = { harness: 'codex', command: null, args: ['--oss'], model: null };

describe('the registry', () => {
  it('names the built-in harnesses, then those of the configuration', () => {
    expect(registry.names).toEqual(['claude', 'codex', 'gemini', 'opencode', 'aider', 'builtin', 'demo', 'goose']);
  });

  it('starts a configured command of a new name', () => {
    const found = registry.find({ harness: 'goose', command: null });
    if (!found.ok) throw new Error(found.error.said);
    const order = registry.order({ ...launch, harness: 'goose', args: [] }, { prompt: 'hi', conversation: null });
    expect(found.value.start(order).argv).toEqual(['goose', 'run', '-t', 'hi']);
    expect(registry.env('goose')).toEqual({ GOOSE_MODE: 'auto' });
  });

  it('keeps what it knows of a CLI that is started by another command', () => {
    const found = registry.find(launch);
    if (!found.ok) throw new Error(found.error.said);
    const order = registry.order(launch, { prompt: 'hi', conversation: null });
    const words = [
      'npx',
      '@openai/codex',
      '--config=check_for_update_on_startup=false',
      '--model=gpt-6',
      '-s',
      'read-only',
      '--oss',
      '--',
      'hi',
    ];
    expect(found.value.start(order).argv).toEqual(words);
    expect(found.value.resume({ ...order, conversation: 'id' })?.argv.slice(0, 4)).toEqual([
      'npx',
      '@openai/codex',
      'resume',
      '--config=check_for_update_on_startup=false',
    ]);
    expect([found.value.executable, found.value.keeps]).toEqual(['npx', ['OPENAI_*']]);
  });

  it('lets the launch overrule the configured model', () => {
    expect(registry.order({ ...launch, model: 'gpt-7' }, { prompt: '', conversation: null }).model).toBe('gpt-7');
  });

  it('knows what a CLI leaves in the worktree, of an ad-hoc command nothing but the files in which tasks end', () => {
    expect(litterOf({ harness: 'aider', command: null })).toEqual(['.aider*', '.orch-artifacts']);
    expect(litterOf({ harness: 'goose', command: null })).toEqual(['.orch-artifacts']);
    expect(litterOf({ harness: 'command', command: ['aider'] })).toEqual(['.orch-artifacts']);
  });

  it('ends a task text with the words that are configured for its CLI, and no other', () => {
    const wordy = createHarnessRegistry({
      demoScript: '/demo.js',
      configured: { codex: { args: [], model: null, promptSuffix: 'Answer in French.', rules: null, env: {} } },
    });
    expect(wordy.taskPrompt({ harness: 'codex' }, 'Fix it')).toBe('Fix it\n\nAnswer in French.');
    expect(wordy.taskPrompt({ harness: 'claude' }, 'Fix it')).toBe('Fix it');
  });

  it('says which there are when a name is none of them', () => {
    const found = registry.find({ harness: 'gemnii\u001b[2J', command: null });
    expect(found).toMatchObject({ ok: false, error: { kind: 'usage', tried: 'find the harness gemnii' } });
    expect(!found.ok && found.error.said).toContain('gemini, opencode, aider, builtin, demo, goose');
  });
});

describe('what is installed', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orch-installed-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('takes the first executable file of a PATH, and nothing else', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await mkdir(join(one, 'gemini'), { recursive: true });
    await mkdir(two);
    const program = async (path: string, mode: number) => {
      await writeFile(path, '#!/bin/sh\n');
      await chmod(path, mode);
    };
    await program(join(one, 'codex'), 0o644);
    await program(join(two, 'codex'), 0o755);
    await program(join(two, 'gemini'), 0o755);
    await program(join(one, 'claude'), 0o755);
    await program(join(two, 'claude'), 0o755);
    await symlink(join(folder, 'gone'), join(one, 'aider'));
    // Relative folders could lie in somebody's repository.
    const found = await findInstalled(['', '.', 'relative', join(folder, 'missing'), one, two].join(':'));
    expect(found).toEqual([
      { name: 'claude', path: join(one, 'claude') },
      { name: 'codex', path: join(two, 'codex') },
      { name: 'gemini', path: join(two, 'gemini') },
      { name: 'opencode', path: null },
      { name: 'aider', path: null },
    ]);
  });
});
