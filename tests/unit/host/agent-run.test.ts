// What the end of a CLI is told as, where it says itself how it ended.
import { expect, it } from 'vitest';
import { builtinHarness } from '../../../src/core/harness/builtin.js';
import { claude } from '../../../src/core/harness/claude.js';
import type { Agent } from '../../../src/core/model/agent.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { exitEvents } from '../../../src/host/agent-run.js';

const builtin = builtinHarness({ script: '/b', config: DEFAULT_CONFIG });
const agent = { id: 'a', conversation: 'c' } as Agent;

it.each([
  ['done while a person looks on', builtin, 0, true, { exitCode: 0, attended: false, canResume: true }],
  ['left by a person', builtin, 130, true, { exitCode: 0, attended: true, canResume: true }],
  [
    'failed for good: it is not started again as after a crash',
    builtin,
    1,
    false,
    { exitCode: 1, attended: false, canResume: true, gaveUp: 'failed' },
  ],
  ['a limit', builtin, 5, false, { exitCode: 5, attended: false, canResume: true, gaveUp: 'limit' }],
  ['broken off', builtin, 137, false, { exitCode: 137, attended: false, canResume: true }],
  ['a CLI that does not say', claude, 0, true, { exitCode: 0, attended: true, canResume: true }],
] as const)('%s', (_what, harness, exitCode, attended, event) => {
  const [exited] = exitEvents({ agent, harness, exit: { exitCode, signal: null }, attended, inShell: false }, 'bye');
  expect(exited).toEqual({ type: 'agent.exited', agent: 'a', signal: null, tail: 'bye', ...event });
});
