// When a limit ends, in the words of CLIs.
import { expect, it } from 'vitest';
import { resetTime } from '../../../src/core/harness/reset-time.js';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');

it.each([
  ['3pm (UTC)', '2026-11-21T15:00:00.000Z'],
  ['3:30pm (Europe/Berlin)', '2026-11-21T14:30:00.000Z'],
  ['11am (UTC)', '2026-11-22T11:00:00.000Z'],
  ['12am (UTC)', '2026-11-22T00:00:00.000Z'],
  ['12:15 PM (UTC)', '2026-11-21T12:15:00.000Z'],
  ['17:45 (UTC)', '2026-11-21T17:45:00.000Z'],
  ['Nov 24, 3pm (UTC)', '2026-11-24T15:00:00.000Z'],
  ['Nov 24th, 2026 5:31 PM (UTC)', '2026-11-24T17:31:00.000Z'],
  ['2 hours 5 minutes', '2026-11-21T14:05:00.000Z'],
  ['in 3 days', '2026-11-24T12:00:00.000Z'],
  ['1h 30m', '2026-11-21T13:30:00.000Z'],
  ['later', null],
  ['', null],
  ['3pm (Nowhere/At-All)', null],
  ['Jan 5, 3pm (UTC)', null],
  ['900 days', null],
])('%s', (words, expected) => {
  expect(resetTime(words, NOW)).toBe(expected);
});

it('a time without a zone is one of this machine', () => {
  const local = new Date(NOW + 3 * 3_600_000);
  const words = `${local.getHours()}:${String(local.getMinutes()).padStart(2, '0')}`;
  expect(resetTime(words, NOW)).toBe(local.toISOString());
});

it('a day of January, said in December, is one of the next year', () => {
  expect(resetTime('Jan 2, 3pm (UTC)', Date.parse('2026-12-30T12:00:00.000Z'))).toBe('2027-01-02T15:00:00.000Z');
});
