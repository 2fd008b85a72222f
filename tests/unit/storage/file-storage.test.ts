// The state on a real disk: what is written comes back, what is damaged is kept aside, what fails is a value.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileStorage } from '../../../src/core/adapters/storage/file-storage.js';
import type { OrchEvent } from '../../../src/core/model/event.js';
import { emptyState } from '../../../src/core/model/state.js';
import { replay } from '../../../src/core/state/reduce.js';
import { atWork, exited, fold, stamp } from '../../helpers/fold-events.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const open = (folder: string) => createFileStorage({ folder, now: () => NOW });
const events: readonly OrchEvent[] = [...atWork('a'), exited('a', 1)].map((body, at) => stamp(body, at + 1));
const stateAt = (count: number) => replay(emptyState(5), events.slice(0, count)).state;

describe('a folder that was never used', () => {
  it('loads as nothing, and is not made by looking', async () => {
    const folder = join(temporaryFolder(), 'state');
    expect(await open(folder).load()).toEqual({ snapshot: null, events: [], notices: [] });
    expect(existsSync(folder)).toBe(false);
  });

  it('is made for its owner alone', () => {
    const folder = join(temporaryFolder(), 'deep', 'state');
    expect(open(folder).append(events[0]!, true)).toEqual({ ok: true, value: undefined });
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'events.jsonl')).mode & 0o777]).toEqual([0o700, 0o600]);
  });
});

describe('what was stored', () => {
  it('comes back as the snapshot and the events since', async () => {
    const folder = temporaryFolder();
    const storage = open(folder);
    for (const event of events.slice(0, 3)) storage.append(event, false);
    expect(await storage.save(stateAt(3))).toEqual({ ok: true, value: undefined });
    for (const event of events.slice(3)) storage.append(event, true);
    await storage.close();
    expect(await open(folder).load()).toEqual({ snapshot: stateAt(3), events: events.slice(3), notices: [] });
  });

  it('can be gone on with after closing', async () => {
    const folder = temporaryFolder();
    const storage = open(folder);
    storage.append(events[0]!, true);
    await storage.close();
    storage.append(events[1]!, true);
    expect((await open(folder).load()).events).toEqual(events.slice(0, 2));
  });

  it('keeps the previous good copy beside the newest', async () => {
    const folder = temporaryFolder();
    const storage = open(folder);
    await storage.save(stateAt(1));
    await storage.save(stateAt(2));
    const seqOf = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')).seq;
    expect([seqOf('state.json'), seqOf('state.json.prev')]).toEqual([2, 1]);
    expect(readdirSync(folder).sort()).toEqual(['state.json', 'state.json.prev']);
  });
});

describe('a document that can not be used', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['cut off', '{"version":1,"seq":', 'damaged'],
    ['empty', '', 'damaged'],
    ['another document', '[1,2]', 'damaged'],
    ['without its parts', '{"version":1,"seq":3}', 'damaged'],
    [
      'with an agent of another shape',
      JSON.stringify({ ...stateAt(5), agents: { a: { id: 'a', name: 'x', state: 'flying' } } }),
      'damaged',
    ],
    ['of a newer program', '{"version":999,"seq":3,"better":true}', 'newer'],
  ];
  it.each(
    cases,
  )('%s is set aside whole, and the previous copy with the events since gives the same state', async (_sentence, text, why) => {
    const folder = temporaryFolder();
    const storage = open(folder);
    for (const event of events) storage.append(event, false);
    await storage.save(stateAt(2));
    await storage.save(stateAt(5));
    writeFileSync(join(folder, 'state.json'), text);
    const loaded = await open(folder).load();
    expect(replay(loaded.snapshot!, loaded.events).state).toEqual(stateAt(5));
    const aside = `state.json.${why}-2026-11-21T12-00-00.000`;
    expect(readFileSync(join(folder, aside), 'utf8')).toBe(text);
    expect(loaded.notices[0]).toContain(`is ${why}`);
    expect(loaded.notices[0]).toContain(aside);
  });

  it('leaves the events when no copy is left', async () => {
    const folder = temporaryFolder();
    const storage = open(folder);
    for (const event of events) storage.append(event, false);
    writeFileSync(join(folder, 'state.json'), 'x');
    writeFileSync(join(folder, 'state.json.prev'), 'y');
    const loaded = await storage.load();
    expect(loaded).toMatchObject({ snapshot: null, events });
    expect(loaded.notices).toHaveLength(3);
  });

  it('is never overwritten where it can not be set aside', async () => {
    const folder = temporaryFolder();
    // A folder in the place of the file: it can not be read as one, and its new name is taken by something that is no folder.
    mkdirSync(join(folder, 'state.json'));
    writeFileSync(join(folder, 'state.json.unreadable-2026-11-21T12-00-00.000'), '');
    const storage = open(folder);
    expect((await storage.load()).notices[0]).toContain('could not be set aside');
    expect(await storage.save(stateAt(1))).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(statSync(join(folder, 'state.json')).isDirectory()).toBe(true);
  });
});

describe('the journal', () => {
  const write = (folder: string, lines: readonly string[]) => writeFileSync(join(folder, 'events.jsonl'), lines.join(''));
  const line = (at: number) => `${JSON.stringify(events[at])}\n`;

  it('drops a torn last line, and the next event does not stick to it', async () => {
    const folder = temporaryFolder();
    write(folder, [line(0), line(1).slice(0, 20)]);
    const storage = open(folder);
    expect((await storage.load()).events).toEqual([events[0]]);
    storage.append(events[1]!, false);
    expect(readFileSync(join(folder, 'events.jsonl'), 'utf8')).toBe(line(0) + line(1));
  });

  it('drops a torn line that is longer than a read', async () => {
    const folder = temporaryFolder();
    write(folder, [line(0), `{"seq":2,"text":"${'x'.repeat(200_000)}`]);
    const storage = open(folder);
    storage.append(events[1]!, false);
    expect((await storage.load()).events).toEqual(events.slice(0, 2));
  });

  it('tells of damaged lines in the middle and of events that are missing, and goes on', async () => {
    const folder = temporaryFolder();
    write(folder, [line(0), '\u0000\u0000garbage\n', line(2), line(4)]);
    const loaded = await open(folder).load();
    expect(loaded.events).toEqual([events[0], events[2], events[4]]);
    expect(loaded.notices).toEqual([
      'events.jsonl has 1 damaged lines, the first is: garbage',
      'Events 2, 4 are missing: what they told is lost',
    ]);
  });

  it('says nothing of damage that the snapshot is past', async () => {
    const folder = temporaryFolder();
    const storage = open(folder);
    await storage.save(stateAt(2));
    write(folder, [line(0), 'garbage\n', line(1), line(2)]);
    expect(await storage.load()).toMatchObject({ events: [events[2]], notices: [] });
  });

  it('takes an event written twice once', async () => {
    const folder = temporaryFolder();
    write(folder, [line(0), line(1), line(1), line(2)]);
    expect(await open(folder).load()).toMatchObject({ events: events.slice(0, 3), notices: [] });
  });
});

describe('a disk that refuses', () => {
  it('says that it is full, and what helps', () => {
    const folder = temporaryFolder();
    symlinkSync('/dev/full', join(folder, 'events.jsonl'));
    const answer = open(folder).append(events[0]!, false);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'storage', said: expect.stringContaining('ENOSPC') } });
    expect(answer.ok ? '' : answer.error.next).toContain('Free some space');
  });

  it('answers with a value where a folder is a file, and works again once it is not', async () => {
    const folder = join(temporaryFolder(), 'state');
    writeFileSync(folder, '');
    const storage = open(folder);
    expect(storage.append(events[0]!, false)).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(await storage.save(stateAt(1))).toMatchObject({ ok: false, error: { kind: 'storage' } });
    rmSync(folder);
    expect(storage.append(events[0]!, false).ok).toBe(true);
    expect((await storage.save(stateAt(1))).ok).toBe(true);
  });

  it('leaves no half document behind', async () => {
    const folder = temporaryFolder();
    const storage = open(folder);
    await storage.save(stateAt(1));
    mkdirSync(join(folder, 'state.json.prev.tmp'));
    expect((await storage.save(stateAt(2))).ok).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['state.json', 'state.json.prev.tmp']);
    expect(await open(folder).load()).toMatchObject({ snapshot: stateAt(1) });
  });
});

it('keeps what a stored agent was told byte for byte', async () => {
  const folder = temporaryFolder();
  const text = 'zwölf 🤖 \u2028 "\\ \u0000 \ud800';
  const event = stamp({ type: 'message.sent', agent: 'a', text }, 1);
  const storage = open(folder);
  storage.append(event, false);
  await storage.save(fold([{ type: 'notice.raised', text }]));
  expect((await open(folder).load()).snapshot?.seq).toBe(1);
  storage.append({ ...event, seq: 2 }, false);
  expect((await open(folder).load()).events).toEqual([{ ...event, seq: 2 }]);
});
