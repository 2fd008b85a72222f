// Workspaces on a real disk: a folder nobody else has, the list of one repository newest first, and a clean-up that loses nothing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDiskTextFiles } from '../../../src/core/adapters/storage/disk-text-files.js';
import { carryOutCleanup, planCleanup } from '../../../src/core/adapters/workspace-cleanup.js';
import { listWorkspaces, newWorkspace, readWorkflow, workspaceAt, workspacesFolder } from '../../../src/core/adapters/workspace-files.js';
import { defaultConfig } from '../../../src/core/model/config.js';
import { ok } from '../../../src/core/model/error.js';
import type { GoalState } from '../../../src/core/model/goal.js';
import { workspacePath } from '../../../src/core/model/workspace.js';
import { fakePorts } from '../../helpers/fake-effect-ports.js';
import { atWork, fold } from '../../helpers/fold-events.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const DAY = 86_400_000;
const NOW = new Date(2026, 10, 26, 12).getTime();

let base: string;
beforeEach(() => {
  base = temporaryFolder();
});

interface Made {
  readonly id: string;
  readonly daysAgo: number;
  readonly state?: GoalState;
  readonly repository?: string;
  readonly worktree?: string;
}

/** The workspace of a goal with one agent on the branch orch/name-a. */
function make({ id, daysAgo, state = 'done', repository = '/r/.git', worktree = '/none' }: Made): string {
  const at = NOW - daysAgo * DAY;
  const path = join(base, workspacePath(at, id));
  mkdirSync(path, { recursive: true });
  const created = new Date(at).toISOString();
  const { agents, goals } = fold(atWork('a'));
  const goal = { ...goals.g1, id, state };
  writeFileSync(join(path, 'workspace-info.json'), JSON.stringify({ version: 1, id, text: id, created, repository }));
  const agent = { ...agents.a, since: created, worktree };
  writeFileSync(join(path, 'workflow-state.json'), JSON.stringify({ version: 1, seq: 1, goal, agents: [agent] }));
  return path;
}

it('a pipe in the place of a document holds nobody up', async () => {
  const path = make({ id: 'g', daysAgo: 1 });
  const state = join(path, 'workflow-state.json');
  rmSync(state);
  execFileSync('mkfifo', [state]);
  expect(await readWorkflow(path)).toBeNull();
  const files = createDiskTextFiles();
  expect(await files.readEnd(state, 100)).toEqual(ok(''));
  expect(await files.appendEntries(state, ['{"seq":1}'], 1000)).toEqual(ok(undefined));
  expect(readFileSync(state, 'utf8')).toBe('[\n{"seq":1}\n]\n');
});

describe('the folder of workspaces', () => {
  it.each([
    [null, '/state/workspaces'],
    ['/data/ws', '/data/ws'],
    ['~/ws', '/home/p/ws'],
    ['ws', '/repo/ws'],
  ])('with base_dir %j is %s', (base_dir, folder) => {
    const config = defaultConfig();
    const place = { stateDir: '/state', repoDir: '/repo', home: '/home/p' };
    expect(workspacesFolder({ workspace: { ...config.workspace, base_dir } }, place)).toBe(folder);
  });
});

describe('a new workspace', () => {
  it('is a folder of its own, also where others begin at the same second', async () => {
    const order = { text: 'Fix the login!', atMs: NOW };
    const paths = await Promise.all([newWorkspace(base, order), newWorkspace(base, order), newWorkspace(base, order)]);
    const first = join(base, workspacePath(NOW, 'fix-the-login'));
    expect([...paths].sort()).toEqual([first, `${first}-2`, `${first}-3`]);
    expect(paths.every(existsSync)).toBe(true);
  });

  it('that can not be made is told by whoever writes there', async () => {
    writeFileSync(join(base, 'file'), '');
    expect(await newWorkspace(join(base, 'file'), { text: 'x', atMs: NOW })).toContain('/file/week-48/2026-11-26/x-120000');
  });
});

describe('the list', () => {
  it('has those of one repository, newest first and bounded, and passes over what is none', async () => {
    for (const [id, daysAgo] of [
      ['old', 400],
      ['new', 1],
      ['middle', 30],
      ['newest', 0],
    ] as const)
      make({ id, daysAgo });
    make({ id: 'other', daysAgo: 2, repository: '/other/.git' });
    mkdirSync(join(base, 'week-48', '2026-11-26', 'no-workspace'), { recursive: true });
    writeFileSync(join(base, 'week-48', '2026-11-25', 'new-120000', 'x'), '');
    const ids = async (limit: number) => (await listWorkspaces(base, { repository: '/r/.git', limit })).map(({ info }) => info.id);
    expect(await ids(10)).toEqual(['newest', 'new', 'middle', 'old']);
    expect(await ids(2)).toEqual(['newest', 'new']);
    expect(await listWorkspaces(join(base, 'none'), { repository: '/r/.git', limit: 9 })).toEqual([]);
  });

  it('has nothing that could act on a terminal, and passes over what is damaged', async () => {
    const path = make({ id: 'g', daysAgo: 1 });
    const text = readFileSync(join(path, 'workflow-state.json'), 'utf8');
    writeFileSync(join(path, 'workflow-state.json'), text.replace('"a goal"', '"a \\u001b[2Jgoal"'));
    expect((await readWorkflow(path))?.goal.text).toBe('a goal');
    writeFileSync(join(path, 'workflow-state.json'), text.replace('"done"', '"\\u001b[2J"'));
    expect(await readWorkflow(path)).toBeNull();
    writeFileSync(join(path, 'workspace-info.json'), '{"id":"../x","text":"","created":""}');
    expect(await workspaceAt(path)).toBeNull();
  });

  it('finds a goal by the path of its workspace, or of a file in it', async () => {
    const path = make({ id: 'g', daysAgo: 1 });
    expect((await workspaceAt(path))?.info.id).toBe('g');
    expect((await workspaceAt(join(path, 'workflow-state.json')))?.info.id).toBe('g');
    expect(await workspaceAt(base)).toBeNull();
    expect(await workspaceAt('/nothing/there')).toBeNull();
  });
});

describe('the clean-up', () => {
  const branchesNow = { branches: ['main'], isMerged: false };
  const plan = (more: { readonly listed?: readonly string[]; readonly git?: typeof branchesNow } = {}) => {
    const { branches, isMerged } = more.git ?? branchesNow;
    const { repository } = fakePorts({ repository: { branches: async () => ok(branches), isMerged: async () => ok(isMerged) } });
    return planCleanup({ base, repository, listed: new Set(more.listed), days: 30, nowMs: NOW });
  };

  it('takes what ended long ago, and nothing that is younger', async () => {
    const old = make({ id: 'old', daysAgo: 31 });
    const young = make({ id: 'young', daysAgo: 29 });
    const worktree = temporaryFolder();
    symlinkSync(worktree, join(old, 'worktrees'));
    writeFileSync(join(worktree, 'kept'), '');
    const entries = await plan();
    expect(entries).toEqual([{ goal: 'old', path: old, text: 'old', kept: null }]);
    expect(existsSync(old)).toBe(true);
    expect(await carryOutCleanup(entries)).toEqual([]);
    expect(existsSync(old)).toBe(false);
    expect(existsSync(join(young, 'workflow-state.json'))).toBe(true);
    expect(existsSync(join(worktree, 'kept'))).toBe(true);
  });

  it.each([
    [
      'is still listed',
      { listed: ['g'] },
      {},
      'it is still listed, until its agents are removed (`orch-tui remove`), or a day after they were seen',
    ],
    ['has not ended', {}, { state: 'running' as const }, 'its goal is running'],
    ['has a worktree', {}, { worktree: process.cwd() }, 'name-a has a worktree'],
    ['has unmerged work', { git: { branches: ['main', 'orch/name-a'], isMerged: false } }, {}, 'orch/name-a is not merged into main'],
    ['is merged', { git: { branches: ['main', 'orch/name-a'], isMerged: true } }, {}, null],
  ])('of a goal that %s', async (_what, world, made, kept) => {
    const path = make({ id: 'g', daysAgo: 99, ...made });
    const entries = await plan(world);
    expect(entries.map((entry) => entry.kept)).toEqual([kept]);
    await carryOutCleanup(entries);
    expect(existsSync(path)).toBe(kept !== null);
  });

  it('keeps what it can not read', async () => {
    const path = make({ id: 'g', daysAgo: 99 });
    writeFileSync(join(path, 'workflow-state.json'), '{"goal":');
    expect((await plan()).map(({ kept }) => kept)).toEqual(['its state can not be read']);
  });

  it('never takes one of another repository', async () => {
    make({ id: 'other', daysAgo: 99, repository: '/other/.git' });
    expect(await plan()).toEqual([]);
  });
});
