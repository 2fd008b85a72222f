// Ages as shown, and the moment at which each of them reads differently.
import { describe, expect, it } from 'vitest';
import { ageAt, ageText, clockText, nextVisibleChange } from '../../../src/core/view/age.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('an age', () => {
  it.each([
    ['nothing yet', 0, 'now'],
    ['just before ten seconds', 9999, 'now'],
    ['seconds in steps of ten', 44 * SECOND, '40 s'],
    ['just before a minute', 59_999, '50 s'],
    ['a minute', MINUTE, '1 m'],
    ['just before an hour', HOUR - 1, '59 m'],
    ['a whole hour', HOUR, '1 h'],
    ['hours and minutes', HOUR + 5 * MINUTE, '1 h 5 m'],
    ['a day', 24 * HOUR, '1 d'],
    ['days and hours', 76 * HOUR + 59 * MINUTE, '3 d 4 h'],
    ['a clock that was set back', -5 * MINUTE, 'now'],
  ])('reads for %s', (_, ms, text) => {
    expect(ageText(ms)).toBe(text);
  });

  it('is nothing for a time that can not be read or lies ahead', () => {
    expect(ageAt('yesterday', 1000)).toBe(0);
    expect(ageAt(new Date(5000).toISOString(), 1000)).toBe(0);
  });

  it('shows hours and minutes of the clock', () => {
    expect(clockText(new Date(2026, 0, 1, 7, 5, 59).getTime())).toBe('07:05');
  });
});

describe('the next visible change', () => {
  const now = new Date(2026, 10, 21, 12, 41, 30, 250).getTime();
  const since = (ageMs: number) => new Date(now - ageMs).toISOString();

  it.each([
    0,
    1,
    9999,
    10_000,
    44_321,
    59_999,
    MINUTE,
    61_234,
    HOUR - 1,
    HOUR,
    5 * HOUR + 77_777,
    24 * HOUR,
    76 * HOUR + 1,
  ])('is the first ten seconds or minute of the clock at which an age of %i ms reads differently', (ageMs) => {
    const next = nextVisibleChange({ since: [since(ageMs)], moments: [], hasClock: false }, now) ?? 0;
    const grid = ageMs < MINUTE ? 10 * SECOND : MINUTE;
    expect(next).toBeGreaterThan(now);
    expect(next % grid).toBe(0);
    expect(ageText(ageMs + next - now)).not.toBe(ageText(ageMs));
    // One step of the grid earlier there was nothing to see yet, or it lies behind us.
    if (next - grid > now) expect(ageText(ageMs + next - grid - now)).toBe(ageText(ageMs));
  });

  it('is the same for agents of any age below a minute: one frame for all of them', () => {
    const ages = [1, 2000, 3500, 7777, 12_345, 33_333];
    const times = ages.map((age) => nextVisibleChange({ since: [since(age)], moments: [], hasClock: false }, now));
    expect(new Set(times).size).toBeLessThanOrEqual(2);
  });

  it('is the next minute while a clock is shown', () => {
    expect(nextVisibleChange({ since: [], moments: [], hasClock: true }, now)).toBe(new Date(2026, 10, 21, 12, 42).getTime());
  });

  it('is the earliest of all that is shown', () => {
    expect(nextVisibleChange({ since: [since(2 * HOUR), since(55 * SECOND)], moments: [null, now + 9000], hasClock: true }, now)).toBe(
      new Date(2026, 10, 21, 12, 41, 39, 250).getTime(),
    );
  });

  it('never lies in the past, however late it is asked for', () => {
    expect(nextVisibleChange({ since: [], moments: [now - 60_000], hasClock: false }, now)).toBe(now + 1);
  });

  it('is nothing when nothing changes by itself', () => {
    expect(nextVisibleChange({ since: [], moments: [null], hasClock: false }, now)).toBeNull();
  });
});
