// The tools that touch files, on real ones: what they do, how they are bounded, and that no path leads out of the worktree.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createWorkFiles } from '../../../src/core/adapters/work-files.js';
import { createGate, type Permission } from '../../../src/core/agent/gate.js';
import type { AgentTool } from '../../../src/core/agent/tool.js';
import { editFileTool } from '../../../src/core/agent/tools/edit-file.js';
import { listFilesTool } from '../../../src/core/agent/tools/list-files.js';
import { readFileTool } from '../../../src/core/agent/tools/read-file.js';
import { searchFilesTool } from '../../../src/core/agent/tools/search-files.js';
import { writeFileTool } from '../../../src/core/agent/tools/write-file.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import type { PolicyRule } from '../../../src/core/model/policy.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1' };
const { signal } = new AbortController();
let outside: string;
let worktree: string;
let asked: Permission[];

beforeEach(() => {
  const folder = temporaryFolder();
  outside = join(folder, 'outside');
  worktree = join(folder, 'worktree');
  for (const path of [outside, worktree]) mkdirSync(path);
  execFileSync('git', ['init', '--quiet'], { cwd: worktree, env });
  writeFileSync(join(outside, 'theirs.txt'), 'theirs\n');
  asked = [];
});

interface Rules {
  readonly security?: Partial<typeof DEFAULT_CONFIG.security>;
  readonly preset?: 'strict' | 'worktree';
  readonly rules?: readonly PolicyRule[];
  readonly answer?: 'yes' | 'no';
}

function tools({ security = {}, preset = 'worktree', rules = [], answer = 'no' }: Rules = {}) {
  const files = createWorkFiles({ worktree, env });
  const gate = createGate({
    files,
    person: {
      allow: async (permission) => {
        asked.push(permission);
        return answer;
      },
      ask: async () => null,
    },
    settings: { security: { ...DEFAULT_CONFIG.security, ...security }, policy: { preset, rules: [] }, policyRules: rules },
    commandsBy: 'host',
  });
  const made = { files, gate };
  const use = (tool: AgentTool) => (given: object) => tool.call(JSON.stringify(given), signal);
  return {
    read: use(readFileTool(made)),
    write: use(writeFileTool(made)),
    edit: use(editFileTool(made)),
    list: use(listFilesTool(made)),
    search: use(searchFilesTool(made)),
  };
}

const put = (name: string, text: string) => writeFileSync(join(worktree, name), text);
const textOf = (name: string) => readFileSync(join(worktree, name), 'utf8');

describe('reading', () => {
  it('gives lines with numbers, a part of them, and says what is left', async () => {
    put('a.txt', 'one\ntwo\nthree\n');
    const { read } = tools();
    expect((await read({ path: 'a.txt' })).text).toBe('1\tone\n2\ttwo\n3\tthree');
    expect(await read({ path: 'a.txt', from_line: 2, to_line: 2 })).toMatchObject({ text: '2\ttwo\n[lines 3 to 3 not shown]' });
    expect((await read({ path: 'a.txt', from_line: 9 })).text).toContain('it has 3 lines');
  });

  it('is bounded, also where one line is endless', async () => {
    put('long.txt', `${'x'.repeat(1_000_000)}\n${'y\n'.repeat(50_000)}`);
    const { text } = await tools().read({ path: 'long.txt' });
    expect(text.length).toBeLessThan(45_000);
    expect(text).toContain('[cut]');
    expect(text).toMatch(/\[lines \d+ to 50001 not shown\]$/);
  });

  it.each([
    ['nothing.txt', 'there is no such file'],
    ['folder', 'it is no file'],
    ['binary', 'it is no text'],
    ['latin1', 'it is no UTF-8 text'],
    ['pipe', 'it is no file'],
    ['.git/config', "git's own files"],
    ['sub/.GIT/config', "git's own files"],
    ['../outside/theirs.txt', 'outside of the worktree'],
    ['/etc/passwd', 'outside of the worktree'],
    ['link-to-file', 'outside of the worktree'],
    ['link-to-folder/theirs.txt', 'outside of the worktree'],
    ['link-to-git/config', "git's own files"],
    ['.env', 'the policy forbids it'],
    ['', 'that is no path'],
    ['a\0b', 'that is no path'],
  ])('%j: %s', async (path, said) => {
    mkdirSync(join(worktree, 'folder'));
    put('binary', 'a\0b');
    writeFileSync(join(worktree, 'latin1'), Buffer.from([0xe9, 0x0a]));
    put('.env', 'KEY=1');
    execFileSync('mkfifo', [join(worktree, 'pipe')]);
    symlinkSync(join(outside, 'theirs.txt'), join(worktree, 'link-to-file'));
    symlinkSync(outside, join(worktree, 'link-to-folder'));
    symlinkSync(join(worktree, '.git'), join(worktree, 'link-to-git'));
    const outcome = await tools().read({ path });
    expect(outcome.ok).toBe(false);
    expect(outcome.text).toContain(said);
  });

  it('of what is outside is there where the configuration says so, but no secrets; never for writing', async () => {
    const { read, write } = tools({ security: { restrict_file_access: false } });
    writeFileSync(join(outside, 'id_rsa'), 'secret');
    expect((await read({ path: '../outside/theirs.txt' })).text).toBe('1\ttheirs');
    expect((await read({ path: join(outside, 'id_rsa') })).text).toContain('secrets');
    expect((await write({ path: '../outside/theirs.txt', content: 'mine' })).text).toContain('outside of the worktree');
  });
});

describe('writing', () => {
  it('makes files and folders, keeps their mode, and shows what changed', async () => {
    const { write } = tools();
    expect(await write({ path: 'a/b/c.sh', content: 'one\ntwo\n' })).toMatchObject({ ok: true, diff: ['+ one', '+ two'] });
    chmodSync(join(worktree, 'a/b/c.sh'), 0o755);
    expect(await write({ path: 'a/b/c.sh', content: 'one\n2\n' })).toMatchObject({ line: 'wrote a/b/c.sh +1 -1', diff: ['- two', '+ 2'] });
    expect(textOf('a/b/c.sh')).toBe('one\n2\n');
    expect(statSync(join(worktree, 'a/b/c.sh')).mode & 0o777).toBe(0o755);
    expect(execFileSync('ls', ['-A', join(worktree, 'a/b')]).toString()).toBe('c.sh\n');
  });

  it.each([
    ['..', '../new.txt'],
    ['an absolute path', '/new.txt'],
    ['a link to a file', 'link-to-file'],
    ['a link to a folder', 'link-to-folder/new.txt'],
    ['a link to what is not there', 'dangling'],
    ['a folder that is not there behind such a link', 'dangling-folder/new.txt'],
    ['a chain of links', 'chain/new.txt'],
    ['.. behind a link', 'link-to-folder/../new.txt/../../outside/new.txt'],
    ['git', '.git/hooks/post-commit'],
    ['git in a folder', 'sub/.git/config'],
    ['git by another case', '.Git/config'],
  ])('never leaves the worktree by %s', async (_what, path) => {
    symlinkSync(join(outside, 'theirs.txt'), join(worktree, 'link-to-file'));
    symlinkSync(outside, join(worktree, 'link-to-folder'));
    symlinkSync(join(outside, 'new.txt'), join(worktree, 'dangling'));
    symlinkSync(join(outside, 'new'), join(worktree, 'dangling-folder'));
    symlinkSync('link-to-folder', join(worktree, 'chain'));
    const { write, edit } = tools();
    expect((await write({ path, content: 'mine' })).ok).toBe(false);
    expect((await edit({ path, old: 'theirs', new: 'mine' })).ok).toBe(false);
    expect(readFileSync(join(outside, 'theirs.txt'), 'utf8')).toBe('theirs\n');
    for (const name of ['new.txt', 'new']) expect(existsSync(join(outside, name))).toBe(false);
    expect(existsSync(join(worktree, '.git/hooks/post-commit'))).toBe(false);
  });

  it('does not write through a second name of a file outside', async () => {
    linkSync(join(outside, 'theirs.txt'), join(worktree, 'twin.txt'));
    expect((await tools().write({ path: 'twin.txt', content: 'mine' })).ok).toBe(true);
    expect(readFileSync(join(outside, 'theirs.txt'), 'utf8')).toBe('theirs\n');
  });

  it('is for the allowed endings only, where there are some', async () => {
    const { write } = tools({ security: { allowed_file_extensions: ['.md', 'txt'] } });
    expect((await write({ path: 'a.MD', content: '' })).ok).toBe(true);
    expect((await write({ path: 'a.txt', content: '' })).ok).toBe(true);
    expect((await write({ path: 'a.sh', content: '' })).text).toContain('.md, .txt');
  });

  it('is asked for under the strict policy, with the change; and not done where it is refused', async () => {
    put('a.txt', 'one\n');
    const { edit } = tools({ preset: 'strict' });
    expect((await edit({ path: 'a.txt', old: 'one', new: 'two' })).text).toContain('refused');
    expect(asked).toEqual([{ tool: 'edit', command: null, path: 'a.txt', shown: 'edit a.txt\n- one\n+ two' }]);
    expect(textOf('a.txt')).toBe('one\n');
    expect((await tools({ preset: 'strict', answer: 'yes' }).edit({ path: 'a.txt', old: 'one', new: 'two' })).ok).toBe(true);
  });

  it('is denied by a rule of the configuration without anybody being asked', async () => {
    const { write } = tools({ rules: [{ tool: 'edit', path: 'docs/*', do: 'deny' }] });
    expect((await write({ path: 'docs/a.md', content: '' })).text).toContain('configured rule 1');
    expect(asked).toEqual([]);
  });
});

describe('editing', () => {
  it.each([
    ['one place', { old: 'two', new: 'TWO' }, 'one TWO three three\n'],
    ['all places', { old: 'three', new: '3', all: true }, 'one two 3 3\n'],
    ['signs that a replacement knows', { old: 'two', new: '$& $1 $$' }, 'one $& $1 $$ three three\n'],
  ])('%s', async (_what, given, after) => {
    put('a.txt', 'one two three three\n');
    expect((await tools().edit({ path: 'a.txt', ...given })).ok).toBe(true);
    expect(textOf('a.txt')).toBe(after);
  });

  it.each([
    ['what is not there', { old: 'four', new: '4' }, 'does not stand in the file'],
    ['what is there twice', { old: 'three', new: '3' }, '2 times'],
    ['nothing', { old: 'one', new: 'one' }, 'the same'],
    ['an empty piece', { old: '', new: 'x' }, 'old:'],
  ])('not %s', async (_what, given, said) => {
    put('a.txt', 'one two three three\n');
    expect((await tools().edit({ path: 'a.txt', ...given })).text).toContain(said);
    expect(textOf('a.txt')).toBe('one two three three\n');
  });
});

describe('a search where the policy asks for every reading', () => {
  it.each([
    ['yes', 'a.txt:1: needle\nb.txt:1: needle'],
    ['no', '(nothing found)'],
  ] as const)('asks once for what it has found, and shows it only then: %s', async (answer, text) => {
    put('a.txt', 'needle\n');
    put('b.txt', 'needle\n');
    const { search } = tools({ preset: 'strict', answer });
    expect((await search({ pattern: 'needle' })).text).toBe(text);
    expect(asked).toMatchObject([{ tool: 'read', path: null, shown: 'search the worktree for needle\na.txt\nb.txt' }]);
  });
});

describe('listing and searching', () => {
  beforeEach(() => {
    mkdirSync(join(worktree, 'src'));
    mkdirSync(join(worktree, 'node_modules'));
    put('.gitignore', 'node_modules\n');
    put('node_modules/x.js', 'needle\n');
    put('src/a.ts', 'const needle = (1);\nNEEDLE\n');
    put('src/:odd [name].ts', 'needle\n');
    put('.env', 'needle=1\n');
    put('blob', 'needle\0');
  });

  it('lists what git does not ignore, in a folder or all', async () => {
    const { list } = tools();
    expect((await list({})).text).toBe('.gitignore\nblob\nsrc/:odd [name].ts\nsrc/a.ts');
    expect((await list({ folder: './src/' })).text).toBe('src/:odd [name].ts\nsrc/a.ts');
    expect((await list({ folder: '..' })).text).toContain('outside');
  });

  it('finds a text to the letter, in any case, but not in secrets', async () => {
    const { search } = tools();
    expect((await search({ pattern: 'needle = (1)' })).text).toBe('src/a.ts:1: const needle = (1);');
    expect((await search({ pattern: 'needle', folder: 'src' })).text.split('\n')).toHaveLength(3);
    expect((await search({ pattern: 'needle' })).text).not.toContain('.env');
    expect((await search({ pattern: '--help' })).text).toBe('(nothing found)');
  });

  it('finds a pattern; one that is wrong is an error', async () => {
    const { search } = tools();
    expect((await search({ pattern: 'const \\w+ = \\(\\d\\)', regex: true })).text).toContain('src/a.ts:1');
    expect((await search({ pattern: '(', regex: true })).ok).toBe(false);
  });

  it('comes to an end with a pattern that never would, and is bounded', async () => {
    put('src/evil.txt', `${'a'.repeat(60)}!\n`);
    put('src/many.txt', 'needle\n'.repeat(1000));
    const { search } = tools();
    await search({ pattern: '(a+)+$', regex: true });
    const { text } = await search({ pattern: 'needle', folder: 'src/many.txt' });
    expect(text.split('\n')).toHaveLength(201);
    expect(text).toContain('more than 200 lines');
  });
});
