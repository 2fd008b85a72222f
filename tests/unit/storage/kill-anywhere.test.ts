// A host that is killed at any moment leaves files cut at any byte: what was whole before is never lost, and loading never throws.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileStorage } from '../../../src/core/adapters/storage/file-storage.js';
import { eventLine, parseJournal } from '../../../src/core/adapters/storage/journal-text.js';
import { parseState } from '../../../src/core/adapters/storage/state-document.js';
import { readStoredState } from '../../../src/core/adapters/storage/stored-status.js';
import { emptyState } from '../../../src/core/model/state.js';
import { replay } from '../../../src/core/state/reduce.js';
import { created, exited, newAgent, shows, stamp, started, submitted } from '../../helpers/fold-events.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const events = [submitted(newAgent('a', { text: 'ü 🤖' })), created('a'), started('a'), shows('a', 'working'), exited('a', 0)].map(
  (body, at) => stamp(body, at + 1),
);
const stateAfter = (count: number) => replay(emptyState(5), events.slice(0, count)).state;
const open = (folder: string) => createFileStorage({ folder, now: () => 0 });

async function loaded(folder: string) {
  const { snapshot, events: later } = await open(folder).load();
  return replay(snapshot ?? emptyState(5), later).state;
}

/** Every byte is tried on the text; on a real disk each boundary and a sample in between. */
const onDisk = (whole: Buffer) => [...whole.keys(), whole.length].filter((at) => at % 61 === 0 || whole[at] === 10 || whole[at - 1] === 10);

describe('cut at every byte', () => {
  it('the text of the journal gives exactly its whole lines', () => {
    const whole = Buffer.from(events.map(eventLine).join(''));
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const part = whole.subarray(0, cut);
      const { events: read, damaged } = parseJournal(part.toString('utf8'), 0);
      expect([read, damaged]).toEqual([events.slice(0, part.filter((byte) => byte === 10).length), []]);
    }
  });

  it('the text of the state is whole or known to be damaged', () => {
    const whole = Buffer.from(JSON.stringify(stateAfter(5)));
    for (let cut = 0; cut < whole.length; cut += 1) expect(parseState(whole.toString('utf8', 0, cut)).kind).toBe('damaged');
    expect(parseState(whole.toString('utf8'))).toEqual({ kind: 'state', state: stateAfter(5) });
  });

  it('events.jsonl gives every event whose line is whole, and takes the next one', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'events.jsonl');
    for (const event of events) open(folder).append(event, false);
    const whole = readFileSync(path);
    for (const cut of onDisk(whole)) {
      writeFileSync(path, whole.subarray(0, cut));
      const lines = whole.subarray(0, cut).filter((byte) => byte === 10).length;
      expect(await loaded(folder)).toEqual(stateAfter(lines));
      if (lines === events.length) continue;
      open(folder).append(events[lines]!, false);
      expect(await loaded(folder)).toEqual(stateAfter(lines + 1));
    }
  });

  it('state.json gives the same state by its previous copy and the events', async () => {
    const folder = temporaryFolder();
    const storage = open(folder);
    for (const event of events) storage.append(event, false);
    await storage.save(stateAfter(2));
    await storage.save(stateAfter(4));
    const path = join(folder, 'state.json');
    const whole = readFileSync(path);
    for (const cut of onDisk(whole)) {
      writeFileSync(path, whole.subarray(0, cut));
      expect((await readStoredState(folder)).agents.a?.state).toBe('interrupted');
      expect(await loaded(folder)).toEqual(stateAfter(5));
    }
  });

  it('both copies of the state lost still give it from the events', async () => {
    const folder = temporaryFolder();
    for (const event of events) open(folder).append(event, false);
    for (const name of ['state.json', 'state.json.prev']) writeFileSync(join(folder, name), '{"ver');
    expect(await loaded(folder)).toEqual(stateAfter(5));
  });
});
