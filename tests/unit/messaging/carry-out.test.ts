// What the host of a worker's clone says of an agent, as its owner hears it.
import { expect, it } from 'vitest';
import { fail, ok } from '../../../src/core/model/error.js';
import type { RemoteOrder, WorkerNews } from '../../../src/core/model/remote.js';
import { carryOut } from '../../../src/servers/worker/carry-out.js';
import type { HostLink } from '../../../src/servers/worker/worker-world.js';

it.each<RemoteOrder>([
  { what: 'finish' },
  { what: 'stop' },
])('names it as its owner does, where it can not be done: $what', async (order) => {
  const request = async () =>
    fail({ kind: 'usage', tried: 'end fix-1234-2', said: 'fix-1234-2 has a child', next: '`orch-tui stop fix-1234-2 --children`' });
  const told: WorkerNews[] = [];
  await carryOut(
    { kind: 'order', id: 1, order },
    {
      link: { request } as unknown as HostLink,
      agent: 'fix-1234-2',
      names: { here: 'fix-1234-2', elsewhere: 'fix' },
      tell: (news) => told.push(news),
      save: async () => ok(''),
    },
  );
  const error = { kind: 'usage', tried: 'end fix', said: 'fix has a child', next: '`orch-tui stop fix --children`' };
  expect(told).toEqual([{ kind: 'answered', id: 1, said: null, error }]);
});
