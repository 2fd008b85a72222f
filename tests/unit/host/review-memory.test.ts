// Comments that were not sent outlive the host they were written in; a file that says something else costs nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LineComment } from '../../../src/core/model/pull-methods.js';
import { ReviewMemory } from '../../../src/host/review-memory.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const COMMENT: LineComment = { path: 'a.ts', line: 3, side: 'new', code: 'x', text: 'Why?' };
const REVIEW = { seen: { 'b.ts': 'digest' }, comments: [COMMENT] };

function memory() {
  const file = join(temporaryFolder(), 'reviews.json');
  const read = async () => {
    const next = new ReviewMemory(file);
    await next.read();
    return next;
  };
  return { file, read };
}

it('has comments and seen files in the next host', async () => {
  const { read } = memory();
  const first = await read();
  first.keep('a', { ...REVIEW, comments: [] });
  first.keep('a', REVIEW);
  await first.written;
  expect((await read()).reviews).toEqual({ a: REVIEW });
});

it('keeps nothing of a review in which nothing is left, nor of more agents than are looked at', async () => {
  const { read } = memory();
  const first = await read();
  for (let at = 0; at < 300; at += 1) first.keep(`a${at}`, REVIEW);
  first.keep('a299', { seen: {}, comments: [] });
  await first.written;
  const kept = Object.keys((await read()).reviews);
  expect([kept.length, kept.at(-1), kept.includes('a50')]).toEqual([199, 'a298', false]);
});

it.each([
  ['is no JSON', '{', {}],
  ['is a list', '[1]', {}],
  ['holds no reviews', '{"a": 1}', { a: { seen: {}, comments: [] } }],
  [
    'holds comments of another shape',
    JSON.stringify({ a: { seen: { 'b.ts': 1 }, comments: [COMMENT, { ...COMMENT, line: 'x' }, null] } }),
    { a: { seen: {}, comments: [COMMENT] } },
  ],
])('a file that %s costs nothing else', async (_what, text, reviews) => {
  const { file, read } = memory();
  writeFileSync(file, text);
  expect((await read()).reviews).toEqual(reviews);
});
