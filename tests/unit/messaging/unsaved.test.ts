// What could not be saved when it happened is saved as soon as anything can be: else a message that was taken would be shown again after the next start.
import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/model/error.js';
import { openTestPost, readAll, textsOf } from '../../helpers/post-fixture.js';

const FULL = fail({ kind: 'storage', tried: 'write', said: 'no space left on device', next: 'Free some space' });

async function withUnsaved() {
  const opened = openTestPost();
  const { post, log, send } = opened;
  const [taken, dropped] = [await send('a1', 'a2', 'taken'), await send('a1', 'a2', 'dropped')];
  log.answer = FULL;
  await post.acknowledge([taken.id]);
  await post.drop([dropped.id]);
  await post.flush();
  const next = async () => openTestPost({ kept: (await log.load()).messages }).post;
  expect(textsOf((await next()).list({ party: 'a2', of: 'all', limit: 9 }))).toEqual(['taken', 'dropped']);
  log.answer = ok(undefined);
  return { ...opened, taken, next };
}

describe('what could not be saved', () => {
  test('is, with the next message that is', async () => {
    const { send, post, next, taken } = await withUnsaved();
    await send('a1', 'a3', 'another');
    await post.flush();
    const after = await next();
    expect(after.find(taken.id)?.state).toBe('acknowledged');
    expect(await readAll(after, 'a2')).toEqual([]);
  });

  test('is at the end of the host, where nothing came any more', async () => {
    const { post, next } = await withUnsaved();
    await post.flush();
    expect(await readAll(await next(), 'a2')).toEqual([]);
  });

  test('is tried once at the end, and not for ever', async () => {
    const { post, log, taken } = await withUnsaved();
    log.answer = FULL;
    await post.flush();
    expect(log.stored.get(taken.id)?.state).toBe('queued');
  });
});
