// What an agent of a worker has had done by others is let go of with it, the deepest first, and never by force.
import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import { letGoBelow } from '../../../src/servers/worker/let-go-below.js';
import type { HostLink } from '../../../src/servers/worker/worker-world.js';

it('those below it go, the deepest first; others and itself stay', async () => {
  const parents = { top: null, part: 'top', detail: 'part', other: null, below: 'other' } as const;
  const removed: unknown[] = [];
  const request: HostLink['request'] = async (method, params) => {
    if (method === 'remove') removed.push(params);
    const agents = Object.entries(parents).map(([name, parent]) => ({ id: `id-${name}`, name, parent: parent && `id-${parent}` }));
    return ok({ host: null, goals: [], agents }) as never;
  };
  await letGoBelow({ request }, { id: 'id-top' });
  expect(removed).toEqual([
    { agent: 'detail', force: false },
    { agent: 'part', force: false },
  ]);
});
