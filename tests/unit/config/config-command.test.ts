// `orch-tui config` as it is called: what it prints and the errors it gives. Files are real, in a home of its own.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { config } from '../../../src/cli/config.js';
import type { Outcome } from '../../../src/cli/outcome.js';
import { errorLine, exitCodeOf } from '../../../src/core/model/error.js';

let root: string;
let repo: string;
const before = process.env.XDG_CONFIG_HOME;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'orch-config-')));
  repo = join(root, 'repo');
  process.env.XDG_CONFIG_HOME = join(root, 'config');
  execFileSync('git', ['init', '-q', repo]);
});

afterEach(() => {
  if (before === undefined) delete process.env.XDG_CONFIG_HOME;
  else process.env.XDG_CONFIG_HOME = before;
  rmSync(root, { recursive: true, force: true });
});

async function call(...args: readonly string[]): Promise<Outcome> {
  const result = await config({ name: 'config', args, options: { repo } });
  if (!result.ok) throw new Error(`${exitCodeOf(result.error.kind)} ${errorLine(result.error)}`);
  return result.value;
}

describe('config', () => {
  it('sets a value, and tells it with the place it comes from', async () => {
    const file = join(root, 'config', 'orch-tui', 'config.json');
    expect((await call('set', 'agents.max', '3')).text).toBe(
      `agents.max is 3 in ${file}; a running host takes it when it is started again`,
    );
    expect((await call('get', 'agents.max')).json).toEqual({ key: 'agents.max', value: 3, origin: file });
    expect((await call('get', 'agents')).json).toMatchObject({ value: { max: 3, scrollback: 1000 } });
    expect((await call('get', 'keys.task.new')).text).toBe('null');
    expect((await call('path')).text).toBe(file);
  });

  it('lists every value, but no variable of an agent CLI or an MCP server', async () => {
    await call('set', 'harnesses.claude.env.TOKEN', 'secret');
    await call('set', 'mcp.files.env.TOKEN', 'secret');
    const { text, json } = await call();
    expect(text).toMatch(/^agents\.max +5 +default$/m);
    expect(text).toMatch(/^harnesses\.claude\.env\.TOKEN +"\(set\)" +\/.*config\.json$/m);
    expect(JSON.stringify(json)).not.toContain('secret');
    expect((await call('get', 'harnesses.claude.env.TOKEN')).text).toBe('secret');
  });

  it('trusts the file of the main checkout, also from a worktree', async () => {
    mkdirSync(join(repo, '.orch'));
    writeFileSync(join(repo, '.orch', 'config.json'), '{"finish": {"verify": "npm test"}}');
    expect((await call('trust')).text).toBe(`trusted ${repo}/.orch/config.json as it is now: it sets finish.verify`);
    expect((await call('get', 'finish.verify')).text).toBe('npm test');
    execFileSync('git', ['-C', repo, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'First']);
    execFileSync('git', ['-C', repo, 'worktree', 'add', '-q', join(root, 'linked')]);
    const linked = await config({ name: 'config', args: ['get', 'finish.verify'], options: { repo: join(root, 'linked') } });
    expect(linked.ok && linked.value.text).toBe('npm test');
  });

  it('prints a schema that editors understand', async () => {
    expect(JSON.parse((await call('schema')).text)).toMatchObject({ $schema: expect.stringMatching(/json-schema/), type: 'object' });
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown word', ['put'], /^2 .*config does not know put\. Allowed: get \[KEY\]/],
    ['an unknown key', ['get', 'agents.most'], /^2 .*no key agents\.most/],
    ['a value that is missing', ['set', 'agents.max'], /^2 .*set takes a key and a value/],
    ['a value without quotes', ['set', 'finish.verify', 'npm', 'test'], /^2 .*Put it in quotes/],
    ['nothing to trust', ['trust'], /^2 .*it has none/],
  ];
  it.each(wrong)('refuses %s', async (_sentence, args, expected) => {
    await expect(call(...args)).rejects.toThrow(expected);
  });
});
