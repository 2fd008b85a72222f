// What gemini's debug log tells that its screen does not: that a request failed and is tried again. Seen on 0.61.0, which shows
// `Thinking...` through a rate limit of five minutes. Pure.
import { failureKindIn } from './failure-words.js';
import type { Reading } from './harness.js';

/** `[2026-11-26T13:20:46.000Z] [WARN] Attempt 2 failed with status 429. Retrying with backoff...`, or `: WORDS` of any number of lines. */
const FAILED = /^\[[^\]]{10,40}\] \[WARN\] Attempt \d+ failed(.*)/u;
const GIVES_UP = /\bMax attempts reached/u;

export function readGeminiLog(line: string): Reading | null {
  const words = FAILED.exec(line)?.[1];
  if (words === undefined || GIVES_UP.test(line)) return null;
  const said = words.replace(/\.? Retrying (?:with|after) .*/u, '').replace(/^(?:: *| with )/u, '');
  const failure = { kind: failureKindIn(said) ?? 'network', retries: 'itself', resets: null } as const;
  const evidence = `${said === '' ? 'a request failed' : said}; it tries again by itself`;
  return { state: 'limited', source: 'log', rule: 'gemini.log.retrying', evidence, failure };
}
