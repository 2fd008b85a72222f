import { describe, expect, test } from 'vitest';
import { LateSync } from '../../../src/core/adapters/late-sync.js';
import { FakeClock } from '../../helpers/fake-clock.js';

class SyncedFile {
  syncs = 0;
  async datasync(): Promise<void> {
    this.syncs += 1;
  }
}

function world() {
  const clock = new FakeClock();
  return { clock, sync: new LateSync(clock), file: new SyncedFile() };
}

/** What was begun has been called. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('what was written goes onto the disk itself', () => {
  test('at once after a rest', async () => {
    const { sync, file } = world();
    sync.written(file);
    await settled();
    expect(file.syncs).toBe(1);
  });

  test('once a second, however much is written', async () => {
    const { clock, sync, file } = world();
    for (let second = 0; second < 3; second++) {
      for (let write = 0; write < 100; write++) sync.written(file);
      await settled();
      expect(file.syncs).toBe(second + 1);
      clock.advance(1000);
    }
  });

  test('and the last of it too, with no timer left where nothing more came', async () => {
    const { clock, sync, file } = world();
    sync.written(file);
    sync.written(file);
    clock.advance(1000);
    await settled();
    expect(file.syncs).toBe(2);
    clock.advance(1000);
    expect(clock.timers).toBe(0);
    await settled();
    expect(file.syncs).toBe(2);
  });

  test('before it is closed', async () => {
    const { clock, sync, file } = world();
    sync.written(file);
    sync.written(file);
    await sync.end();
    expect(file.syncs).toBe(2);
    expect(clock.timers).toBe(0);
  });

  test('but not where it is there no more', async () => {
    const { clock, sync, file } = world();
    sync.written(file);
    sync.written(file);
    sync.forget();
    clock.advance(1000);
    await settled();
    expect(file.syncs).toBe(1);
  });

  test('and a disk that refuses is no end of it', async () => {
    const { clock, sync } = world();
    const file = new SyncedFile();
    const broken = { datasync: () => Promise.reject(new Error('EIO')) };
    sync.written(broken);
    await settled();
    sync.written(file);
    clock.advance(1000);
    await sync.end();
    expect(file.syncs).toBe(1);
  });
});
