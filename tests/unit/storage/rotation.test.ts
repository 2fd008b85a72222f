// The journal begins a new file at a snapshot, and finds its way back through the old ones when a snapshot is lost.
import { readdirSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EventJournal } from '../../../src/core/adapters/storage/event-journal.js';
import { readJournal, readRecentEvents } from '../../../src/core/adapters/storage/journal-read.js';
import { stamp } from '../../helpers/fold-events.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const note = (seq: number) => stamp({ type: 'notice.raised', text: `note ${seq}` }, seq);
const seqs = async (folder: string, after: number) => (await readJournal(folder, after)).events.map((event) => event.seq);

function filled(folder: string, count: number): EventJournal {
  // Every snapshot finds the file large enough.
  const journal = new EventJournal(folder, 1);
  for (let seq = 1; seq <= count; seq += 1) {
    journal.append(note(seq), false);
    if (seq % 2 === 0) journal.rotate(seq);
  }
  return journal;
}

describe('rotation', () => {
  it('keeps three files and no more', () => {
    const folder = temporaryFolder();
    filled(folder, 11);
    expect(readdirSync(folder).sort()).toEqual(['events.1.jsonl', 'events.2.jsonl', 'events.jsonl']);
  });

  it('waits while events are newer than the snapshot, and while the file is small', () => {
    const folder = temporaryFolder();
    const journal = new EventJournal(folder, 1);
    journal.append(note(1), false);
    journal.append(note(2), false);
    journal.rotate(1);
    const small = new EventJournal(folder, 100_000);
    small.append(note(3), false);
    small.rotate(3);
    expect(readdirSync(folder)).toEqual(['events.jsonl']);
  });

  const rows: readonly (readonly [string, number, readonly number[]])[] = [
    ['the newest file is enough', 10, [11]],
    ['an older snapshot needs an older file', 8, [9, 10, 11]],
    ['a lost snapshot takes all there is', 0, [7, 8, 9, 10, 11]],
  ];
  it.each(rows)('%s', async (_sentence, after, expected) => {
    const folder = temporaryFolder();
    filled(folder, 11);
    expect(await seqs(folder, after)).toEqual(expected);
  });

  it('is followed also when it was cut short before the new file was there', async () => {
    const folder = temporaryFolder();
    filled(folder, 4);
    expect(readdirSync(folder)).not.toContain('events.jsonl');
    expect(await seqs(folder, 2)).toEqual([3, 4]);
  });

  it('tells what is missing when even the oldest file is too new', async () => {
    const folder = temporaryFolder();
    filled(folder, 11);
    rmSync(`${folder}/events.2.jsonl`);
    expect((await readJournal(folder, 0)).notices).toEqual(['Events 1 to 8 are missing: what they told is lost']);
  });
});

describe('the recent past', () => {
  it('is the end of the newest file', async () => {
    const folder = temporaryFolder();
    const journal = new EventJournal(folder);
    for (let seq = 1; seq <= 30; seq += 1) journal.append(stamp({ type: 'notice.raised', text: 'x'.repeat(100_000) }, seq), false);
    expect((await readRecentEvents(folder, 3)).map((event) => event.seq)).toEqual([28, 29, 30]);
    expect((await readRecentEvents(folder, 1000)).length).toBeLessThan(12);
  });

  it('is empty where there is none', async () => {
    expect(await readRecentEvents(temporaryFolder(), 10)).toEqual([]);
  });
});
