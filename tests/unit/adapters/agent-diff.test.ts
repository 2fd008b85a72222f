// Which diff an agent has: that of its worktree, else of what became of its work.
import { expect, it } from 'vitest';
import { agentDiff } from '../../../src/core/adapters/agent-diff.js';
import type { Agent } from '../../../src/core/model/agent.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { Repository } from '../../../src/core/ports/repository.js';
import { fakePorts, refusal } from '../../helpers/fake-effect-ports.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const shown = (diff: string) => async () => ok({ diff, truncated: false });
const MERGED: Partial<Agent> = { worktree: null, result: { kind: 'merge', url: null, commit: 'm1', path: null } };
const GONE = fail({ kind: 'not-found', tried: 'show', said: 'is not a worktree', next: 'Look.' });

function diffOf(over: Partial<Agent>, repository: Partial<Repository>) {
  const ports = fakePorts({ repository: { diff: shown('worktree'), deliveredDiff: shown('delivered'), ...repository } });
  return agentDiff(ports.repository, anAgent({ name: 'fix', ...over }), { litter: [], maxBytes: 1000 });
}

it('is that of its worktree, while there is one', async () => {
  expect(await diffOf({}, {})).toMatchObject({ value: { diff: 'worktree' } });
});

it('is what was merged, once the worktree is gone', async () => {
  const orders: unknown[] = [];
  const deliveredDiff: Repository['deliveredDiff'] = async (order) => {
    orders.push(order);
    return ok({ diff: 'delivered', truncated: false });
  };
  expect(await diffOf(MERGED, { deliveredDiff })).toMatchObject({ value: { diff: 'delivered' } });
  expect(orders).toEqual([{ branch: 'orch/fix', baseCommit: 'abc123', delivered: 'm1', maxBytes: 1000 }]);
});

it('is what was merged, also when the folder was deleted by hand', async () => {
  expect(await diffOf({ ...MERGED, worktree: '/gone' }, { diff: async () => GONE })).toMatchObject({ value: { diff: 'delivered' } });
});

it('is an error that names the worktree, when nothing else is known either', async () => {
  const diff = await diffOf({}, { diff: async () => GONE, deliveredDiff: async () => refusal('no branch') });
  expect(diff).toMatchObject({ error: { tried: 'show what fix changed', said: 'is not a worktree' } });
});

it('is none before it had a worktree', async () => {
  expect(await diffOf({ baseCommit: null }, {})).toMatchObject({ error: { said: 'it has no worktree yet' } });
});
