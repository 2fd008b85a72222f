// The dated folder of a goal: week, day and time as they are here, also where a year ends in another one's week.
import { describe, expect, it } from 'vitest';
import { timeOfDay, workspacePath } from '../../../src/core/model/workspace.js';

/** A moment by the clock of this machine, whatever its time zone. */
const here = (year: number, month: number, day: number, hour = 14, minute = 30, second = 22) =>
  new Date(year, month - 1, day, hour, minute, second).getTime();

describe('the folder of a goal', () => {
  it.each([
    ['a day in the middle of a year', here(2024, 11, 23), 'week-47/2024-11-23/fix-login-143022'],
    ['the first day of a year that is in the last week of the one before', here(2027, 1, 1), 'week-53/2027-01-01/fix-login-143022'],
    ['the last day of a year that is in the first week of the next', here(2024, 12, 31), 'week-01/2024-12-31/fix-login-143022'],
    ['a Sunday, the last day of its week', here(2026, 1, 4), 'week-01/2026-01-04/fix-login-143022'],
    ['the Monday after it', here(2026, 1, 5), 'week-02/2026-01-05/fix-login-143022'],
    ['the last second of a day', here(2026, 3, 1, 23, 59, 59), 'week-09/2026-03-01/fix-login-235959'],
    ['its first second', here(2026, 3, 2, 0, 0, 0), 'week-10/2026-03-02/fix-login-000000'],
    ['a leap day', here(2028, 2, 29), 'week-09/2028-02-29/fix-login-143022'],
    ['a year of 53 weeks', here(2020, 12, 31), 'week-53/2020-12-31/fix-login-143022'],
  ])('%s', (_what, at, path) => {
    expect(workspacePath(at, 'fix-login')).toBe(path);
  });

  it('has the time without signs', () => {
    expect(timeOfDay(here(2026, 1, 1, 1, 2, 3))).toBe('010203');
  });
});
