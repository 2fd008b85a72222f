// The configuration when nothing is configured, written out: a start without any file or variable then loads no schema. A test compares the two.
import type { Config } from './config.js';

export const DEFAULT_CONFIG: Config = {
  agents: { max: 5, default: null, scrollback: 1000 },
  harnesses: {},
  finish: { kind: null, verify: null, attempts: 3, verifyTimeoutSeconds: 1800, hooks: false },
  limits: { onLimit: 'wait', retries: 3, chain: [], stuckMinutes: 15, ownRetrySeconds: 300 },
  policy: [],
  logs: { maxMegabytes: 10 },
  notify: { via: 'auto', command: null },
  keys: {},
  screen: { fps: 30, leader: 'ctrl-q', ascii: null },
  trash: { days: 30 },
  security: { sandbox_mode: false },
};
