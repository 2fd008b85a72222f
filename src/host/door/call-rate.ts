// How much one agent may ask: calls a minute, and calls at once. A model that runs in a circle must not keep the host from its work.
import { fail, ok, type Result } from '../../core/model/error.js';

const PER_MINUTE = 300;
const AT_ONCE = 16;
const MINUTE_MS = 60_000;

interface Window {
  since: number;
  calls: number;
  underWay: number;
}

export class CallRate {
  readonly #windows = new Map<string, Window>();

  /** A call begins; gives the way to end it. `now` in ms since the epoch. */
  begin(agent: string, now: number): Result<() => void> {
    const window = this.#windows.get(agent) ?? { since: now, calls: 0, underWay: 0 };
    this.#windows.set(agent, window);
    if (now - window.since >= MINUTE_MS) Object.assign(window, { since: now, calls: 0 });
    if (window.underWay >= AT_ONCE) return fail(refused(`${AT_ONCE} of your calls are not answered yet`));
    if (window.calls >= PER_MINUTE) return fail(refused(`you have called ${PER_MINUTE} times within a minute`));
    window.calls += 1;
    window.underWay += 1;
    return ok(() => {
      window.underWay -= 1;
    });
  }
}

function refused(said: string) {
  const next = 'Wait a little; a look into the inbox that waits needs one call only';
  return { kind: 'limit', tried: 'call the host', said, next } as const;
}
