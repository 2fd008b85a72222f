// Ages as people read them, and when the next of those shown will read differently: the host sets one timer by it (decision 16).

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds move in steps of ten: a list that counts every second draws the eye, and costs ten times the frames. */
const FIRST_STEP = 10 * SECOND;

/** `now`, `40 s`, `2 m`, `1 h 5 m`, `3 d 4 h`. A time in the future (a clock set back) is `now`. */
export function ageText(ageMs: number): string {
  if (ageMs < FIRST_STEP) return 'now';
  if (ageMs < MINUTE) return `${Math.floor(ageMs / FIRST_STEP) * 10} s`;
  if (ageMs < HOUR) return `${Math.floor(ageMs / MINUTE)} m`;
  if (ageMs < DAY) return pair(Math.floor(ageMs / HOUR), 'h', Math.floor((ageMs % HOUR) / MINUTE), 'm');
  return pair(Math.floor(ageMs / DAY), 'd', Math.floor((ageMs % DAY) / HOUR), 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Age of an ISO 8601 time at `now` (ms since the epoch); an unreadable time is as if it were now. */
export function ageAt(iso: string, now: number): number {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? 0 : Math.max(0, now - at);
}

/** Hours and minutes of the person's clock, `12:41`. */
export function clockText(now: number): string {
  const date = new Date(now);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

export interface Shown {
  /** ISO 8601 starts of the ages on the screen. */
  readonly since: readonly string[];
  /** Other moments (ms since the epoch) at which the screen changes by itself, such as the end of a toast. */
  readonly moments: readonly (number | null)[];
  readonly hasClock: boolean;
}

/** Ms since the epoch of the next change that a person could see, always later than `now`; null when nothing will change by itself. */
export function nextVisibleChange(shown: Shown, now: number): number | null {
  const due: number[] = shown.since.map((iso) => nextAgeAt(ageAt(iso, now), now));
  for (const moment of shown.moments) if (moment !== null) due.push(Math.max(moment, now + 1));
  if (shown.hasClock) due.push(now + MINUTE - (now % MINUTE));
  return due.length === 0 ? null : Math.min(...due);
}

// All ages move together, on the clock's own tens of seconds and minutes: twenty agents that each counted for themselves would draw
// twenty frames where one does, and an age may be that much behind.
function nextAgeAt(ageMs: number, now: number): number {
  const step = ageMs < MINUTE ? FIRST_STEP : ageMs < DAY ? MINUTE : HOUR;
  const grid = ageMs < MINUTE ? FIRST_STEP : MINUTE;
  const due = now + step - (ageMs % step);
  return Math.ceil(due / grid) * grid;
}
