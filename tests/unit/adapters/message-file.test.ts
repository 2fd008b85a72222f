import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MessageFile, readStoredMessages } from '../../../src/core/adapters/message-file.js';
import type { KeptMessage } from '../../../src/core/model/message.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

function message(id: string, text = 'hello', changes: Partial<KeptMessage> = {}): KeptMessage {
  return {
    message: {
      id,
      type: 'message',
      from_agent: 'person',
      to_agent: 'a1',
      timestamp: '2026-11-21T12:00:00.000Z',
      payload: { text },
      retry_count: 0,
    },
    state: 'queued',
    fromName: 'person',
    toName: 'one',
    via: null,
    at: '2026-11-21T12:00:00.000Z',
    error: null,
    retryAt: null,
    ...changes,
  };
}

const idsOf = (all: readonly KeptMessage[]) => all.map(({ message: { id } }) => id);
const fresh = () => join(temporaryFolder(), 'state', 'messages.jsonl');
const load = async (path: string) => (await new MessageFile(path).load()).messages;

describe('messages on disk', () => {
  test('are there again in order of sending, each in its newest state', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await Promise.all([file.append(message('m1')), file.append(message('m2')), file.append(message('m3'))]);
    const dead = message('m2', 'hello', { state: 'dead', error: { kind: 'harness', tried: 't', said: 's', next: 'n' } });
    await file.append({ ...dead, message: { ...dead.message, retry_count: 4 } });
    await file.append(message('m1', 'hello', { state: 'acknowledged', via: 'terminal' }));
    await file.drop(['m3']);
    // Nothing is closed: so it would be after kill -9.
    expect(await load(path)).toEqual([
      message('m1', 'hello', { state: 'acknowledged', via: 'terminal' }),
      { ...dead, message: { ...dead.message, retry_count: 4 } },
    ]);
    expect(await readStoredMessages(path)).toEqual(await load(path));
    await file.close();
  });

  test('one that goes to somebody else is so after a crash as well, with its new words', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await Promise.all([file.append(message('m1')), file.append(message('m2'))]);
    const own = message('m1', 'hello (nobody was there)', { toName: 'you' });
    const away = { ...own, message: { ...own.message, to_agent: 'person' } };
    await file.append(away);
    await file.append({ ...away, state: 'acknowledged' });
    expect(await load(path)).toEqual([{ ...away, state: 'acknowledged' }, message('m2')]);
    await file.close();
  });

  test('a text is written once, however often its state changes', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await file.append(message('m1', 'only once'));
    await file.append(message('m1', 'only once', { state: 'acknowledged' }));
    await file.close();
    const next = new MessageFile(path);
    await next.load();
    await next.append(message('m1', 'only once', { state: 'acknowledged' }));
    await next.close();
    expect(readFileSync(path, 'utf8').split('only once')).toHaveLength(2);
    expect((await load(path))[0]?.state).toBe('acknowledged');
  });

  test('states that follow each other before anything is written are one line, and all are told that it is there', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await file.append(message('m1'));
    await file.append(message('m2'));
    const states = ['queued', 'dead', 'acknowledged'] as const;
    const told = states.flatMap((state) => ['m1', 'm2'].map((id) => file.append(message(id, 'hello', { state }))));
    expect((await Promise.all(told)).every(({ ok }) => ok)).toBe(true);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(4);
    expect((await load(path)).map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged']);
    await file.close();
  });

  test('one that was dropped and comes again at once is there again', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await file.append(message('m1'));
    const last = message('m1', 'hello', { state: 'acknowledged' });
    const told = [file.append(message('m1')), file.drop(['m1']), file.append(message('m1')), file.append(last)];
    await Promise.all(told);
    expect(await load(path)).toEqual([last]);
    await file.close();
  });

  test('a line torn by a crash is dropped, and the next one is not glued to it', async () => {
    const path = fresh();
    const before = new MessageFile(path);
    await before.append(message('m1'));
    await before.close();
    appendFileSync(path, '{"kept":{"message":{"id":"m2"');
    const after = new MessageFile(path);
    expect(idsOf((await after.load()).messages)).toEqual(['m1']);
    await after.append(message('m3'));
    await after.close();
    expect(idsOf(await load(path))).toEqual(['m1', 'm3']);
  });

  test('a damaged line is passed over and told', async () => {
    const path = fresh();
    const before = new MessageFile(path);
    await before.append(message('m1'));
    await before.close();
    appendFileSync(path, 'what is this\n{"kept":{"message":{}}}\n');
    const { messages, notices } = await new MessageFile(path).load();
    expect(idsOf(messages)).toEqual(['m1']);
    expect(notices).toEqual([`${path} has 2 damaged lines, the first is: what is this`]);
  });

  test('no file is no messages; one that can not be read is told, and nothing of it is overwritten', async () => {
    const path = fresh();
    expect(await new MessageFile(path).load()).toEqual({ messages: [], notices: [] });
    mkdirSync(path, { recursive: true });
    const file = new MessageFile(path);
    expect((await file.load()).notices[0]).toContain('messages could not be read');
    expect(await file.append(message('m1'))).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(existsSync(path)).toBe(true);
  });

  test('what can not be written is an error, and works again when the place is there', async () => {
    const path = fresh();
    writeFileSync(join(path, '..', '..', 'state'), 'a file where the folder should be');
    const file = new MessageFile(path);
    expect(await file.append(message('m1'))).toMatchObject({ ok: false, error: { kind: 'storage' } });
    rmSync(join(path, '..', '..', 'state'));
    expect(await file.append(message('m1', 'hello', { state: 'acknowledged' }))).toEqual({ ok: true, value: undefined });
    await file.close();
    expect(await load(path)).toEqual([message('m1', 'hello', { state: 'acknowledged' })]);
  });
});

describe('writing anew', () => {
  test('a file that has grown is large, and holds only what is told of afterwards', async () => {
    const path = fresh();
    const file = new MessageFile(path, { smallBytes: 2000 });
    for (let at = 0; at < 10; at++) await file.append(message(`m${at}`, 'x'.repeat(200)));
    expect(file.isLarge).toBe(true);
    const kept = [message('m8', 'x'.repeat(200)), message('m9', 'x'.repeat(200))];
    expect(await file.compact(kept)).toEqual({ ok: true, value: undefined });
    expect(file.isLarge).toBe(false);
    expect(await load(path)).toEqual(kept);
    expect(existsSync(`${path}.tmp`)).toBe(false);
    await file.close();
  });

  test('what comes while it is written is in the new file too', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await file.append(message('m1'));
    await file.append(message('m2'));
    const anew = file.compact([message('m2')]);
    const during = [file.append(message('m3')), file.append(message('m2', 'hello', { state: 'acknowledged' }))];
    await anew;
    await Promise.all(during);
    await file.append(message('m3', 'hello', { state: 'acknowledged' }));
    await file.close();
    expect((await load(path)).map(({ message: { id }, state }) => [id, state])).toEqual([
      ['m2', 'acknowledged'],
      ['m3', 'acknowledged'],
    ]);
  });

  test('where there is no place for the new file the old one goes on', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await file.append(message('m1'));
    mkdirSync(`${path}.tmp`);
    expect(await file.compact([message('m1')])).toMatchObject({ ok: false });
    rmSync(`${path}.tmp`, { recursive: true, force: true });
    await file.append(message('m2'));
    await file.close();
    expect(idsOf(await load(path))).toEqual(['m1', 'm2']);
  });

  test('what can not be is not tried again with each message, but when the file has grown as much once more', async () => {
    const path = fresh();
    const file = new MessageFile(path, { smallBytes: 2000 });
    const text = 'x'.repeat(2000);
    await file.append(message('m1', text));
    mkdirSync(`${path}.tmp`);
    expect(file.isLarge).toBe(true);
    expect(await file.compact([message('m1', text)])).toMatchObject({ ok: false });
    await file.append(message('m1', text, { state: 'acknowledged' }));
    expect(file.isLarge).toBe(false);
    await file.append(message('m2', text));
    expect(file.isLarge).toBe(true);
    await file.close();
  });
});

/** A disk with room for so many bytes more: a write beyond that gets as far as it can. */
function smallDisk() {
  const disk = {
    room: Number.POSITIVE_INFINITY,
    mayCut: true,
    onAppend: (_path: string): void => undefined,
    async open(path: string, flags: string, mode: number): Promise<FileHandle> {
      const file = await open(path, flags, mode);
      const { appendFile, truncate } = file;
      file.appendFile = async (text) => {
        disk.onAppend(path);
        const bytes = Buffer.from(text as string);
        await appendFile.call(file, bytes.subarray(0, disk.room));
        const isFull = bytes.length > disk.room;
        disk.room = Math.max(0, disk.room - bytes.length);
        if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      file.truncate = async (length) => {
        if (!disk.mayCut) throw Object.assign(new Error('EIO: i/o error, ftruncate'), { code: 'EIO' });
        await truncate.call(file, length);
      };
      return file;
    },
  };
  return disk;
}

describe('a disk that is full in the middle of a write', () => {
  test('keeps nothing of the messages that were refused, also where whole lines of them had reached it', async () => {
    const path = fresh();
    const disk = smallDisk();
    const file = new MessageFile(path, { openFile: disk.open });
    await file.append(message('m1'));
    const { size } = statSync(path);
    disk.room = size + 20;
    const answers = await Promise.all([file.append(message('m2')), file.append(message('m3'))]);
    expect(answers.map(({ ok }) => ok)).toEqual([false, false]);
    // Nothing is written after it: so it would be after kill -9.
    expect(statSync(path).size).toBe(size);
    expect(idsOf(await load(path))).toEqual(['m1']);
    disk.room = Number.POSITIVE_INFINITY;
    expect(await file.append(message('m4'))).toMatchObject({ ok: true });
    expect(idsOf(await load(path))).toEqual(['m1', 'm4']);
    await file.close();
  });

  test('loses them with the next write where they could not be cut off at once', async () => {
    const path = fresh();
    const disk = smallDisk();
    const file = new MessageFile(path, { openFile: disk.open });
    await file.append(message('m1'));
    Object.assign(disk, { room: statSync(path).size + 20, mayCut: false });
    await Promise.all([file.append(message('m2')), file.append(message('m3'))]);
    Object.assign(disk, { room: Number.POSITIVE_INFINITY, mayCut: true });
    await file.append(message('m4'));
    expect(idsOf(await load(path))).toEqual(['m1', 'm4']);
    await file.close();
  });

  test('cuts off no more and no less where a line came while the file was put in the place of the old one', async () => {
    const path = fresh();
    const disk = smallDisk();
    const file = new MessageFile(path, { openFile: disk.open });
    await file.append(message('m1'));
    const late: Promise<unknown>[] = [];
    disk.onAppend = (written) => {
      if (written.endsWith('.tmp') && late.length === 0) late.push(file.append(message('m2')));
    };
    expect(await file.compact([message('m1')])).toMatchObject({ ok: true });
    expect(late).toHaveLength(1);
    await Promise.all(late);
    const { size } = statSync(path);
    disk.room = 20;
    expect(await file.append(message('m3'))).toMatchObject({ ok: false });
    expect(statSync(path).size).toBe(size);
    expect(idsOf(await load(path))).toEqual(['m1', 'm2']);
    await file.close();
  });

  test('is written anew before it is closed: a late one would take away what the next host has written', async () => {
    const path = fresh();
    const file = new MessageFile(path);
    await file.append(message('m1'));
    const anew = file.compact([message('m1')]);
    let isOver = false;
    void anew.then(() => {
      isOver = true;
    });
    await file.close();
    expect(isOver).toBe(true);
  });
});
