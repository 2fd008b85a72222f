import { describe, expect, it } from 'vitest';
import { agentRows } from '../../../src/cli/status-text.js';
import type { AgentStatus } from '../../../src/core/model/status.js';

const failed = {
  name: 'try-tests',
  harness: 'command',
  state: 'failed',
  since: '2026-11-21T07:54:04.123Z',
  question: null,
  error: { kind: 'harness', tried: 'run node', said: 'exit code 1:\n  actual: 1\n  expected: 2', next: 'Press r to run it again' },
  result: null,
  branch: 'orch/try-tests',
} as unknown as AgentStatus;

describe('the rows of `status`', () => {
  it('an agent is one line, however many lines its last words had', () => {
    expect(agentRows([failed])).toEqual([
      ['try-tests', 'command', 'failed', '2026-11-21T07:54:04Z', 'exit code 1: actual: 1 expected: 2. Press r to run it again'],
    ]);
  });
});
