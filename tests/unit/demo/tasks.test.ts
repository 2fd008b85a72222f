// The demo's tasks are honest: each test fails before its task is done and passes after, and nothing else makes it pass.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoRepository, git } from '../../../src/demo/demo-repository.js';
import { applied } from '../../../src/demo/plan-work.js';
import { DEMO_TASKS, type DemoTask } from '../../../src/demo/tasks.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orch-demo-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function exitCodeOf(test: string): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [test], { cwd: folder }, () => resolve(child.exitCode ?? -1));
  });
}

async function mend(task: DemoTask): Promise<void> {
  const path = join(folder, task.file);
  await writeFile(path, task.edits.reduce(applied, await readFile(path, 'utf8')));
}

describe('the demo repository', () => {
  it('is one clean commit on main, whatever git settings the person has', async () => {
    const made = await createDemoRepository(folder);
    expect(made.ok && made.value.firstCommit).toBe(await git(folder, 'rev-parse', 'main'));
    expect(await git(folder, 'status', '--porcelain')).toBe('');
    expect(await git(folder, 'log', '--format=%an <%ae> %s')).toBe('orch-tui demo <demo@localhost> Open the pocket shop');
    expect(await git(folder, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  });

  it('is never made over something that is there', async () => {
    await writeFile(join(folder, 'thesis.txt'), 'mine');
    expect(await createDemoRepository(folder)).toMatchObject({ ok: false, error: { kind: 'usage', said: 'the folder is not empty' } });
  });

  it('says why a folder can not be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const made = await createDemoRepository(join(folder, 'file', 'below'));
    expect(!made.ok && made.error.said).toContain('ENOTDIR');
  });
});

describe.each(DEMO_TASKS)('$name', (task) => {
  it('names its file, and each edit finds its place exactly once', () => {
    expect(task.text).toContain(task.file);
    let text = task.source;
    for (const edit of task.edits) {
      expect(text.split(edit.search)).toHaveLength(2);
      text = applied(text, edit);
    }
  });

  it('is failing before and passing after, and leaves the others failing', async () => {
    await createDemoRepository(folder);
    expect(await exitCodeOf(task.test)).toBe(1);
    await mend(task);
    expect(await exitCodeOf(task.test)).toBe(0);
    const others = DEMO_TASKS.filter(({ name }) => name !== task.name);
    expect(await Promise.all(others.map(({ test }) => exitCodeOf(test)))).toEqual([1, 1]);
  });
});
