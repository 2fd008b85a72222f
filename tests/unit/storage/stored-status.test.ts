// What commands tell while no host runs, read from the files a host left.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileStorage } from '../../../src/core/adapters/storage/file-storage.js';
import { openStoredStatus } from '../../../src/core/adapters/storage/stored-status.js';
import { emptyState } from '../../../src/core/model/state.js';
import { replay } from '../../../src/core/state/reduce.js';
import { atWork, exited, newAgent, shows, stamp, submitted } from '../../helpers/fold-events.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const bodies = [
  ...atWork('a'),
  shows('a', 'waiting'),
  submitted(newAgent('b')),
  { type: 'worktree.failed', agent: 'b', error: { kind: 'git', tried: '', said: 'no', next: '' } } as const,
];
const events = bodies.map((body, at) => stamp(body, at + 1));

async function killedHost(): Promise<string> {
  const folder = temporaryFolder();
  const storage = createFileStorage({ folder, now: () => 0 });
  for (const event of events.slice(0, 3)) storage.append(event, false);
  await storage.save(replay(emptyState(5), events.slice(0, 3)).state);
  for (const event of events.slice(3)) storage.append(event, false);
  return folder;
}

describe('without a host', () => {
  it('nothing is said to run that does not', async () => {
    const folder = await killedHost();
    const status = await openStoredStatus(folder).status();
    expect(status).toMatchObject({
      ok: true,
      value: {
        host: null,
        goals: [{ state: 'failed' }],
        agents: [
          { name: 'name-a', state: 'interrupted', pid: null, since: '2026-11-21T12:00:07.000Z' },
          { name: 'name-b', state: 'failed', error: { said: 'no' } },
        ],
      },
    });
  });

  it('looking writes nothing', async () => {
    const folder = await killedHost();
    const before = readdirSync(folder).sort();
    const stored = openStoredStatus(folder);
    await Promise.all([stored.status(), stored.why('name-a'), stored.timeline({ agent: null, limit: 5 })]);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it('why tells the reason and how it came to it', async () => {
    const why = await openStoredStatus(await killedHost()).why('name-a');
    expect(why).toMatchObject({ ok: true, value: { agent: 'name-a', state: 'interrupted', why: { rule: 'host.lost' } } });
    expect(why.ok && why.value.history.map((entry) => entry.text)).toEqual([
      'goal: a goal → name-a',
      'worktree on orch/name-a at /wt/name-a',
      'started (pid 100)',
      'working ← rule evidence',
      'waiting ← rule evidence',
    ]);
  });

  it('an unknown agent and one without a worktree are errors that say so', async () => {
    const stored = openStoredStatus(await killedHost());
    expect(await stored.why('zz')).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(await stored.diff('name-b', { repo: process.cwd(), litterOf: () => [] })).toMatchObject({
      error: { said: 'it has no worktree yet' },
    });
  });

  it('a folder that was never made is a repository without agents', async () => {
    const stored = openStoredStatus(join(temporaryFolder(), 'none'));
    expect(await stored.status()).toMatchObject({ ok: true, value: { agents: [], goals: [] } });
    expect(await stored.timeline({ agent: null, limit: 5 })).toEqual({ ok: true, value: { entries: [] } });
  });

  it('the end of an agent that was written last is known', async () => {
    const folder = await killedHost();
    const next = stamp(exited('a', 3), 8);
    createFileStorage({ folder, now: () => 0 }).append(next, true);
    expect(await openStoredStatus(folder).agent('name-a')).toMatchObject({
      value: { state: 'failed', error: { said: 'exit code 3, without a word' } },
    });
  });
});
