// The time at which a limit ends, from the words of a CLI: `3pm (Europe/Berlin)`, `Mar 5th, 2026 3:30 PM`, `in 2 hours 5 minutes`, ISO 8601. Pure.

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;
const DAY_MS = UNIT_MS.d;
/** No CLI names a time further away; what reads so was misread. */
const FURTHEST_MS = 40 * DAY_MS;

/** ISO 8601; null where the words name no time that lies ahead. `now` in ms since the epoch. */
export function resetTime(words: string, now: number): string | null {
  const at = instantIn(words) ?? durationIn(words, now) ?? clockTimeIn(words, now);
  return at === null || at <= now || at - now > FURTHEST_MS ? null : new Date(at).toISOString();
}

function instantIn(words: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]{5,}(?:Z|[+-]\d{2}:\d{2})$/u.test(words) ? Date.parse(words) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function durationIn(words: string, now: number): number | null {
  const parts = [...words.matchAll(/(\d+)\s*(days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b/giu)];
  if (parts.length === 0) return null;
  return parts.reduce((at, [, count, unit]) => at + Number(count) * UNIT_MS[unit!.charAt(0).toLowerCase() as keyof typeof UNIT_MS], now);
}

function clockTimeIn(words: string, now: number): number | null {
  const time = /\b(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b/iu.exec(words) ?? /\b(\d{1,2}):(\d{2})\b/u.exec(words);
  if (time === null) return null;
  const [, hours, minutes, half] = time;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const zone = /\(([\w+-]+(?:\/[\w+-]+)*)\)/u.exec(words)?.[1] ?? null;
  const date = /\b([A-Z][a-z]{2})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?\b(?:,? (\d{4}))?/u.exec(words);
  const month = MONTHS.indexOf(date?.[1]?.toLowerCase() ?? '');
  const today = wallClock(now, zone);
  if (today === null) return null;
  const clock = { hour, minute: Number(minutes ?? 0) };
  if (date !== null && month >= 0) {
    const year = date[3] === undefined ? today.year : Number(date[3]);
    const at = instantOf({ year, month, day: Number(date[2]), ...clock }, zone);
    // In December a day of January is one of the next year.
    return at > now || date[3] !== undefined ? at : instantOf({ year: year + 1, month, day: Number(date[2]), ...clock }, zone);
  }
  const at = instantOf({ ...today, ...clock }, zone);
  return at > now ? at : instantOf({ ...today, day: today.day + 1, ...clock }, zone);
}

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** What a clock there shows; null for a zone nobody knows. `zone` null: this machine's. */
function wallClock(at: number, zone: string | null): WallClock | null {
  const date = new Date(at);
  if (zone === null) {
    return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), hour: date.getHours(), minute: date.getMinutes() };
  }
  try {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...numeric }).formatToParts(date);
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return { year: of('year'), month: of('month') - 1, day: of('day'), hour: of('hour'), minute: of('minute') };
  } catch {
    return null; // A word in brackets that is no time zone.
  }
}

function instantOf({ year, month, day, hour, minute }: WallClock, zone: string | null): number {
  if (zone === null) return new Date(year, month, day, hour, minute).getTime();
  const asUtc = Date.UTC(year, month, day, hour, minute);
  const shown = wallClock(asUtc, zone);
  // The zone was told from the same words before.
  if (shown === null) return asUtc;
  return asUtc - (Date.UTC(shown.year, shown.month, shown.day, shown.hour, shown.minute) - asUtc);
}
