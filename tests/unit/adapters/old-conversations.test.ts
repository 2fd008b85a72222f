// Conversations of the built-in agent that are cleaned up, and those that stay.
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeOldConversations } from '../../../src/core/adapters/old-conversations.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000);

it('goes when it is old, and no listed agent has it', async () => {
  const folder = temporaryFolder();
  const files = { 'old.jsonl': 40, 'listed.jsonl': 40, 'new.jsonl': 2, 'notes.txt': 40 };
  for (const [name, days] of Object.entries(files)) {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), daysAgo(days), daysAgo(days));
  }
  const order = { folder, kept: new Set(['listed']), olderThanDays: 30, now: NOW };
  expect(await removeOldConversations(order)).toEqual(['old.jsonl']);
  expect(readdirSync(folder).sort()).toEqual(['listed.jsonl', 'new.jsonl', 'notes.txt']);
  expect(await removeOldConversations({ ...order, folder: join(folder, 'nowhere') })).toEqual([]);
});
