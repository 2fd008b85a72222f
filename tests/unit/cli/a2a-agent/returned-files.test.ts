// Files that a remote agent gives back: into the worktree, under harmless names, and nowhere else.
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact, Part } from '@a2a-js/sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepFiles, resultNamed } from '../../../../src/cli/a2a-agent/returned-files.js';
import { createWorkFiles } from '../../../../src/core/adapters/work-files.js';
import { temporaryFolder } from '../../../helpers/temporary-folder.js';

let folder: string;
let worktree: string;
beforeEach(async () => {
  folder = temporaryFolder();
  worktree = join(folder, 'wt');
  await mkdir(worktree);
});

const part = (content: NonNullable<Part['content']>, filename = ''): Part => ({ content, filename, mediaType: '', metadata: undefined });
const text = (value: string, filename = '') => part({ $case: 'text', value }, filename);
const artifact = (name: string, ...parts: Part[]): Artifact => ({
  ...{ artifactId: name, name, description: '', metadata: undefined, extensions: [] },
  parts,
});
const keep = (artifacts: readonly Artifact[], result: string | null = null) =>
  keepFiles(artifacts, { files: createWorkFiles({ worktree, env: {} }), result });
const read = (name: string) => readFileSync(join(worktree, name), 'utf8');

it('writes files under their names, and what has none into the artifact folder', async () => {
  const bytes = Buffer.from([0, 255, 1]);
  const kept = await keep([
    artifact('code', text('export {};\n', 'src/a.ts'), part({ $case: 'raw', value: bytes }, 'logo.png')),
    artifact('The summary: all', text('It is done.')),
    artifact('result', part({ $case: 'data', value: { ok: true } }), part({ $case: 'url', value: 'https://example.org/x' })),
  ]);
  expect(kept).toEqual({
    written: ['src/a.ts', 'logo.png', '.orch-artifacts/The-summary-all.md', '.orch-artifacts/result.json'],
    refused: [],
  });
  expect(read('src/a.ts')).toBe('export {};\n');
  expect(readFileSync(join(worktree, 'logo.png'))).toEqual(bytes);
  expect(read('.orch-artifacts/result.json')).toBe('{\n  "ok": true\n}\n');
});

describe('refuses', () => {
  it.each([
    '../out.txt',
    'a/../../out.txt',
    '/etc/cron.d/x',
    'C:\\x',
    'a\\b',
    './x',
    'a//b',
    '.git/hooks/post-commit',
    'sub/.GIT/config',
    'bell\u0007',
    'x'.repeat(400),
  ])('%.40s', async (name) => {
    const kept = await keep([artifact('evil', text('x', name))]);
    expect(kept.written).toEqual([]);
    expect(kept.refused).toHaveLength(1);
    expect(existsSync(join(folder, 'out.txt'))).toBe(false);
  });

  it('a link that leads out of the worktree, and goes on with the next file', async () => {
    symlinkSync(folder, join(worktree, 'out'));
    const kept = await keep([artifact('evil', text('x', 'out/x.txt'), text('y', 'y.txt'))]);
    expect(kept).toEqual({ written: ['y.txt'], refused: ['out/x.txt: it lies outside of the worktree'] });
    expect(existsSync(join(folder, 'x.txt'))).toBe(false);
  });

  it('more files than a task has', async () => {
    const parts = Array.from({ length: 600 }, (_, at) => text('x', `f${at}`));
    const kept = await keep([artifact('many', ...parts)]);
    expect(kept.written).toHaveLength(500);
    expect(kept.refused).toEqual(['100 more files than 500 came']);
  });
});

describe('the file that a task ends in', () => {
  it('is found in its text', () => {
    expect(resultNamed('Your result is the file .orch-artifacts/design.md in this worktree (make the folder)')).toBe('design.md');
    expect(resultNamed('Put it to .orch-artifacts/a.md.')).toBe('a.md');
    expect(resultNamed('Fix the login')).toBeNull();
  });

  it('is what came under its name, else the first text', async () => {
    await keep([artifact('notes', text('notes')), artifact('design', text('# Design', 'design.md'))], 'design.md');
    expect(read('.orch-artifacts/design.md')).toBe('# Design');
    expect(existsSync(join(worktree, 'design.md'))).toBe(false);
    await keep([artifact('answer', text('# Other'))], 'other.md');
    expect(read('.orch-artifacts/other.md')).toBe('# Other');
  });
});
