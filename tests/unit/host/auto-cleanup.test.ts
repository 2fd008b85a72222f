// The clean-up at the start of a host: old workspaces of ended goals go and that is told; what the state lists stays.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { emptyState } from '../../../src/core/model/state.js';
import { workspacePath } from '../../../src/core/model/workspace.js';
import { autoCleanup } from '../../../src/host/auto-cleanup.js';
import { fakePorts } from '../../helpers/fake-effect-ports.js';
import { atWork, fold } from '../../helpers/fold-events.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

it('takes old workspaces of ended goals, says so once, and leaves what is listed', async () => {
  const base = temporaryFolder();
  const state = fold(atWork('a'));
  const created = state.goals.g1?.createdAt ?? '';
  const path = join(base, workspacePath(Date.parse(created), 'old'));
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'workspace-info.json'), JSON.stringify({ version: 1, id: 'g1', text: 'x', created, repository: '/r/.git' }));
  const goal = { ...state.goals.g1, state: 'done' };
  writeFileSync(join(path, 'workflow-state.json'), JSON.stringify({ version: 1, seq: 1, goal, agents: [] }));
  const { repository } = fakePorts({ repository: { branches: async () => ok(['main']) } });
  const told: EventBody[] = [];
  const nowMs = Date.parse(created) + 31 * 86_400_000;
  const clean = (now: typeof state) =>
    autoCleanup({ base, repository, days: 30, nowMs, store: { state: now, dispatch: (event) => told.push(event) } });
  await clean(state);
  expect([existsSync(path), told]).toEqual([true, []]);
  await clean(emptyState(5));
  await clean(emptyState(5));
  expect(existsSync(path)).toBe(false);
  expect(told).toEqual([{ type: 'notice.raised', text: '1 workspace of ended goals cleaned up (workspace.auto_cleanup)' }]);
});
