// Real files: what is written, in how many goes, what is kept, and what a reader gets of it.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followLog, readLogSize, readLogTail } from '../../../src/core/adapters/agent-log.js';
import { type AgentLog, createAgentLog } from '../../../src/core/adapters/agent-log-writer.js';
import type { OrchError } from '../../../src/core/model/error.js';
import { FakeClock } from '../../helpers/fake-clock.js';

let folder: string;
let path: string;
let clock: FakeClock;
let errors: OrchError[];
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  path = join(folder, `agent-${count++}.log`);
  clock = new FakeClock();
  errors = [];
});

const MEGABYTE = 1024 * 1024;
const newLog = (maxBytes = MEGABYTE): AgentLog => createAgentLog({ path, maxBytes, clock, onError: (error) => errors.push(error) });
const written = () => (existsSync(path) ? readFileSync(path, 'latin1') : null);

describe('the size of the terminal', () => {
  it('is kept beside the log, the last one', async () => {
    expect(await readLogSize(path)).toBeNull();
    const log = newLog();
    log.sized({ cols: 97, rows: 35 });
    log.sized({ cols: 80, rows: 14 });
    await log.close();
    log.sized({ cols: 1, rows: 1 });
    expect(await readLogSize(path)).toEqual({ cols: 80, rows: 14 });
  });

  it.each(['', 'nonsense', '12345x1', '-1x5', '80x24x3'])('is not taken from %j', async (text) => {
    writeFileSync(`${path}.size`, text);
    expect(await readLogSize(path)).toBeNull();
  });
});

describe('writing', () => {
  it('waits 250 ms after the first byte, sets no timer while silent, and adds to what is there', async () => {
    writeFileSync(path, 'before ');
    const log = newLog();
    expect(clock.timers).toBe(0);
    log.append(Buffer.from('one '));
    log.append(Buffer.from('two'));
    expect(clock.timers).toBe(1);
    clock.advance(249);
    expect(written()).toBe('before ');
    clock.advance(1);
    expect(clock.timers).toBe(0);
    await log.flush();
    expect(written()).toBe('before one two');
    await log.close();
  });

  it('does not wait for a full block', async () => {
    const log = newLog();
    log.append(Buffer.alloc(64 * 1024, 'x'));
    expect(clock.timers).toBe(0);
    await log.flush();
    expect(written()?.length).toBe(64 * 1024);
    await log.close();
  });

  it('keeps the last half to the whole of its limit over two files, in order', async () => {
    const log = newLog(100_000);
    for (let round = 0; round < 30; round++) {
      log.append(Buffer.alloc(10_000, String.fromCharCode(65 + round)));
      await log.flush();
    }
    await log.close();
    expect(statSync(path).size).toBeLessThanOrEqual(50_000);
    expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(50_000);
    const kept = readFileSync(`${path}.1`, 'latin1') + readFileSync(path, 'latin1');
    const all = Array.from({ length: 30 }, (_, round) => String.fromCharCode(65 + round).repeat(10_000)).join('');
    expect(kept.length).toBeGreaterThan(50_000);
    expect(all.endsWith(kept)).toBe(true);
  });

  it('drops what a slow disk can not take and says how much, instead of growing', async () => {
    const log = newLog(100 * MEGABYTE);
    // Nothing is written before the event loop turns: to the log this is a disk that stands still.
    for (let round = 0; round < 50; round++) log.append(Buffer.alloc(MEGABYTE, 'x'));
    await log.flush();
    log.append(Buffer.from('after'));
    await log.close();
    const text = written() ?? '';
    const kept = text.split('x').length - 1;
    const dropped = Number(/\[orch-tui: (\d+) bytes/.exec(text)?.[1]);
    expect(kept).toBeLessThanOrEqual(5 * MEGABYTE);
    expect(kept + dropped).toBe(50 * MEGABYTE);
    expect(text.endsWith('after')).toBe(true);
  });

  it('tells a write error once and goes on taking output', async () => {
    symlinkSync('/dev/full', path);
    const log = newLog();
    for (let round = 0; round < 3; round++) {
      log.append(Buffer.from('output'));
      await log.flush();
    }
    await log.close();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ kind: 'storage', tried: `write ${path}`, said: expect.stringMatching(/ENOSPC/) });
  });

  it('takes nothing after it is closed, which may be done twice', async () => {
    const log = newLog();
    log.append(Buffer.from('kept'));
    await log.close();
    log.append(Buffer.from('lost'));
    await log.close();
    clock.advance(1000);
    expect(written()).toBe('kept');
    expect(errors).toEqual([]);
  });
});

describe('the tail', () => {
  it.each([
    ['of a log that is not there is empty', null, null, 10, ''],
    ['is all of a short log', null, 'short', 10, 'short'],
    ['is the end of a long one', 'older', '0123456789', 4, '6789'],
    ['reaches into the older half', 'older', 'new', 5, 'ernew'],
    ['is the older half alone right after a rotation', 'older', null, 3, 'der'],
  ])('%s', async (_, older, newer, bytes, expected) => {
    if (older !== null) writeFileSync(`${path}.1`, older);
    if (newer !== null) writeFileSync(path, newer);
    const tail = await readLogTail(path, bytes);
    expect(tail.ok && Buffer.from(tail.value).toString()).toBe(expected);
  });

  it('of what can not be read is an error value', async () => {
    expect(await readLogTail(folder, 10)).toMatchObject({ ok: false, error: { kind: 'storage', tried: `read ${folder}` } });
  });
});

describe('following', () => {
  /** Follows the log and waits for texts as they come. */
  function follow(tailBytes: number) {
    const abort = new AbortController();
    let text = '';
    let wake = () => {};
    const done = followLog(
      path,
      (chunk) => {
        text += Buffer.from(chunk).toString();
        wake();
      },
      { tailBytes, signal: abort.signal },
    );
    return {
      text: () => text,
      async until(wanted: string) {
        while (!text.includes(wanted)) await new Promise<void>((resolve) => (wake = resolve));
      },
      stop() {
        abort.abort();
        return done;
      },
    };
  }

  it('gives the tail and then what is appended', async () => {
    writeFileSync(`${path}.1`, 'old');
    writeFileSync(path, 'there ');
    const following = follow(8);
    await following.until('there');
    appendFileSync(path, 'comes');
    await following.until('comes');
    expect(following.text()).toBe('ldthere comes');
    expect(await following.stop()).toEqual({ ok: true, value: undefined });
  });

  it('gives what was appended before it was told to stop, whoever was quicker', async () => {
    writeFileSync(path, 'there ');
    const following = follow(8);
    await following.until('there');
    appendFileSync(path, 'last words');
    await following.stop();
    expect(following.text()).toBe('there last words');
  });

  it('waits for a log that is not there yet', async () => {
    // With a tail, for the follower may look for the first time before or after the log is born.
    const following = follow(100);
    writeFileSync(path, 'born');
    await following.until('born');
    await following.stop();
    expect(following.text()).toBe('born');
  });

  it('loses nothing that is appended at any moment while it opens a new log', async () => {
    // Each round later by one turn of the event loop: some of them come while it looks whether the log was rotated again.
    for (let turns = 0; turns < 60; turns++) {
      path = join(folder, `born-${turns}.log`);
      const following = follow(100);
      writeFileSync(path, 'first');
      await following.until('first');
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      appendFileSync(path, ' second');
      await following.until('second');
      await following.stop();
    }
  });

  it('loses nothing in a rotation, also with bytes written right before and after it', async () => {
    writeFileSync(path, 'a');
    const following = follow(1);
    await following.until('a');
    appendFileSync(path, 'b');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'c');
    await following.until('c');
    appendFileSync(path, 'd');
    await following.until('d');
    await following.stop();
    expect(following.text()).toBe('abcd');
  });

  it('reads the older half whole when two rotations went by unseen', async () => {
    writeFileSync(path, 'a');
    const following = follow(1);
    await following.until('a');
    for (const next of ['b', 'c']) {
      renameSync(path, `${path}.1`);
      writeFileSync(path, next);
    }
    await following.until('c');
    await following.stop();
    expect(following.text()).toBe('abc');
  });

  it('follows what a log writes through many rotations', async () => {
    const log = newLog(400_000);
    writeFileSync(path, '');
    const following = follow(MEGABYTE);
    for (let round = 0; round < 20; round++) {
      log.append(Buffer.from(`${String(round).padStart(6, '0')}\n`.repeat(10_000)));
      await log.flush();
      await following.until(`${String(round).padStart(6, '0')}\n`);
    }
    await log.close();
    log.append(Buffer.from('x'));
    const lines = () => following.text().split('\n').length - 1;
    appendFileSync(path, 'end');
    await following.until('end');
    await following.stop();
    expect(lines()).toBe(200_000);
  });

  it('in a folder that is not there is an error value', async () => {
    expect(await followLog('/no/such/folder/agent.log', () => {})).toMatchObject({ ok: false, error: { kind: 'storage' } });
  });

  it('tells what is there also where whoever is followed was over before it began', async () => {
    writeFileSync(path, 'all that it said\n');
    let text = '';
    const followed = await followLog(path, (chunk) => (text += Buffer.from(chunk).toString()), {
      tailBytes: 1024,
      signal: AbortSignal.abort(),
    });
    expect([followed, text]).toEqual([{ ok: true, value: undefined }, 'all that it said\n']);
  });
});
