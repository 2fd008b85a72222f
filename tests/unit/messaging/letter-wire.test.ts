// Messages between machines are read one by one: bounded, plain, and without what an agent or a worker may not bring.
import { describe, expect, it } from 'vitest';
import { fitting, MOST_LETTER_BYTES, MOST_LETTERS } from '../../../src/core/messaging/letter-wire.js';
import { readOwnerNews, readRemoteResult, readWorkerNews } from '../../../src/core/messaging/remote-wire.js';
import type { HomeLetter } from '../../../src/core/model/home-party.js';

const letter = (id: string, text = 'hello'): HomeLetter => ({
  fromName: 'fix',
  message: {
    id,
    type: 'message',
    from_agent: 'a-there',
    to_agent: 'home:parent',
    timestamp: '2026-01-01T00:00:00.000Z',
    payload: { text },
    retry_count: 0,
  },
});
const news = (letters: readonly unknown[]) => ({ kind: 'letters', letters, taken: [], kept: [] });

describe('what a worker tells of messages', () => {
  it('is read as it is', () => {
    const told = { ...news([letter('m1')]), taken: [{ id: 'm2', error: null }], kept: ['m3'] };
    expect(readWorkerNews(told)).toEqual(told);
  });

  it('one that is none is left out, and the others are heard', () => {
    const bad = [null, {}, { ...letter('m1'), message: { ...letter('m1').message, id: '../x' } }, letter('m2')];
    expect(readWorkerNews(news(bad))).toMatchObject({ letters: [{ message: { id: 'm2' } }] });
  });

  it('its words are plain', () => {
    expect(readWorkerNews(news([letter('m1', 'a\u001b[31mb')]))).toMatchObject({ letters: [{ message: { payload: { text: 'ab' } } }] });
  });

  it('more than may come at once is not read at all', () => {
    expect(readWorkerNews(news(Array.from({ length: MOST_LETTERS + 1 }, (_, at) => letter(`m${at}`))))).toBeNull();
    expect(readWorkerNews({ ...news([]), kept: ['a b'] })).toBeNull();
  });
});

describe('what an owner tells of messages', () => {
  it('is read as it is, and who is there', () => {
    const told = { kind: 'letters', letters: [letter('m1')], taken: [] };
    expect(readOwnerNews(told)).toEqual(told);
    const circle = [{ name: 'boss', role: 'coordinator', harness: 'claude', task: 'Make a shop', isParent: true }];
    expect(readOwnerNews({ kind: 'circle', circle })).toEqual({ kind: 'circle', circle });
    expect(readOwnerNews({ kind: 'circle', circle: [{ ...circle[0], name: 'person' + '\n' }] })).toBeNull();
  });
});

it('an end of a run may bring the last of them, and one of an older version brings none', () => {
  const end = { fence: 2, state: 'done', work: null, tail: '', error: null, usage: null };
  expect(readRemoteResult(end)).toMatchObject({ state: 'done' });
  expect(readRemoteResult({ ...end, post: { letters: [letter('m1')], taken: [] } })).toMatchObject({
    post: { letters: [{ message: { id: 'm1' } }] },
  });
});

describe('what is told at once', () => {
  it('has so many messages, and so many bytes, but at least one', () => {
    const many = Array.from({ length: 30 }, (_, at) => letter(`m${at}`));
    expect(fitting(many)).toHaveLength(MOST_LETTERS);
    const large = Array.from({ length: 10 }, (_, at) => letter(`m${at}`, 'x'.repeat(60_000)));
    expect(fitting(large).length).toBe(Math.floor(MOST_LETTER_BYTES / 60_300));
    expect(fitting([letter('m1', 'x'.repeat(MOST_LETTER_BYTES + 1))])).toHaveLength(1);
    expect(fitting([])).toEqual([]);
  });
});
