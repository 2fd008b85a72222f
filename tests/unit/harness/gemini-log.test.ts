// What the lines of gemini's debug log say, as 0.61.0 wrote them, and how long that is believed beside its title.
import { describe, expect, it } from 'vitest';
import { gemini } from '../../../src/core/harness/gemini.js';
import { readGeminiLog } from '../../../src/core/harness/gemini-log.js';
import { trackState } from '../../../src/core/harness/state-tracker.js';

const AT = '[2026-11-26T13:36:10.313Z]';
const RATE = `${AT} [WARN] Attempt 2 failed with status 429. Retrying with backoff... _ApiError: {"error":{"code":429,"message":"Rate limit"}}`;
const THINKS = '> ratelimit\n\n ⠸ Thinking... (esc to cancel, 5s)\n▄▄▄▄▄▄▄▄▄▄▄▄\n >   Type your message\n▀▀▀▀▀▀▀▀▀▀▀▀';

describe('a line of the debug log of gemini', () => {
  it.each([
    [RATE, 'rate-limit', 'status 429; it tries again by itself'],
    [
      `${AT} [WARN] Attempt 1 failed with 429 error (no Retry-After header). Retrying with backoff... Error`,
      'rate-limit',
      '429 error (no Retry-After header); it tries again by itself',
    ],
    [`${AT} [WARN] Attempt 1 failed with status 503. Retrying with backoff...`, 'network', 'status 503; it tries again by itself'],
    [
      `${AT} [WARN] Attempt 1 failed. Retrying with backoff... TypeError: fetch failed`,
      'network',
      'a request failed; it tries again by itself',
    ],
    [
      `${AT} [WARN] Attempt 3 failed: You exceeded your quota. Retrying after 5123ms...`,
      'rate-limit',
      'You exceeded your quota; it tries again by itself',
    ],
  ] as const)('%s', (line, kind, evidence) => {
    expect(readGeminiLog(line)).toEqual({
      state: 'limited',
      source: 'log',
      rule: 'gemini.log.retrying',
      evidence,
      failure: { kind, retries: 'itself', resets: null },
    });
  });

  it.each([
    `${AT} [WARN] Attempt 10 failed: You exceeded your quota. Max attempts reached`,
    `${AT} [DEBUG] Attempt 1 failed with status 429. Retrying with backoff...`,
    `    at Attempt 1 failed with status 429. Retrying with backoff...`,
    `${AT} [WARN] Ripgrep is not available. Falling back to GrepTool.`,
    '',
  ])('says nothing: %s', (line) => {
    expect(readGeminiLog(line)).toBeNull();
  });
});

describe('a retry that only the log tells of', () => {
  function limited() {
    const tracker = trackState({ harness: gemini, expects: 'work', now: 0 });
    tracker.feed({ kind: 'title', text: '✦ Working… (repo)' }, 100);
    tracker.feed({ kind: 'screen', text: THINKS }, 200);
    const verdict = tracker.take(readGeminiLog(RATE)!, 300);
    return { tracker, verdict, look: (text: string, now: number) => tracker.feed({ kind: 'screen', text }, now) };
  }

  it('holds while nothing but its clock changes on the screen, and is no news at the next try', () => {
    const { tracker, verdict, look } = limited();
    expect(verdict).toMatchObject({ state: 'limited', why: { source: 'log' }, failure: { kind: 'rate-limit', retries: 'itself' } });
    for (const second of [6, 7, 40]) expect(look(THINKS.replace('5s', `${second}s`).replace('⠸', '⠴'), second * 1000)).toBeNull();
    expect(tracker.take(readGeminiLog(RATE)!, 41_000)).toBeNull();
    expect(look(THINKS, 42_000)).toBeNull();
  });

  it('is over when it writes, and its title holds again', () => {
    const { look } = limited();
    look(THINKS, 1000);
    expect(look(`✦ Understood.\n${THINKS}`, 9000)).toMatchObject({ state: 'working', why: { rule: 'gemini.title.working' } });
  });

  it('is over when its title rests or asks', () => {
    for (const [title, state] of [
      ['✋ Action Required (repo)', 'waiting'],
      ['◇ Ready (repo)', 'idle'],
    ] as const) {
      const { tracker } = limited();
      const told = tracker.feed({ kind: 'title', text: title }, 2000) ?? tracker.check(9000);
      expect(told?.state).toBe(state);
    }
  });

  it('counts for nothing while it rests or asks: it was another request', () => {
    for (const title of ['◇ Ready (repo)', '✋ Action Required (repo)']) {
      const tracker = trackState({ harness: gemini, expects: 'nothing', now: 0 });
      tracker.feed({ kind: 'title', text: title }, 100);
      tracker.check(9000);
      expect(tracker.take(readGeminiLog(RATE)!, 10_000)).toBeNull();
    }
  });
});
