// The goal of the sketch of the normal screen: one task in each state that matters.
import type { Goal } from '../../src/core/model/goal.js';
import { aGoal, aPlan, aTask } from './view-goals.js';

export function sampleGoal(over: Partial<Goal> = {}): Goal {
  const result = { kind: 'artifact', url: null, commit: null, path: 'design.md' } as const;
  const error = { kind: 'verify', tried: 'npm test', said: '2 of 31 tests failed', next: 'Read its output.' } as const;
  return aGoal({
    text: 'Login with tokens 期限\nand refresh them',
    plan: aPlan({ state: 'approved' }),
    tasks: [
      aTask('t1', [], {
        title: 'Design the tokens',
        role: 'designer',
        kind: 'artifact',
        artifact: 'design.md',
        state: 'done',
        agent: 'id-typo',
        result,
      }),
      aTask('t2', ['t1'], {
        title: 'Verify and refresh 期限切れ',
        state: 'running',
        agent: 'id-fix-login',
        text: 'Write src/auth/token.ts: verify(token) and refresh(token). Expired tokens are refreshed once, then refused.\nKeep the old endpoint.',
        done: 'npm test passes and the old endpoint still answers',
        verify: 'npm test',
        estimateMinutes: 20,
      }),
      aTask('t3', ['t1'], { title: 'Schema', state: 'running', agent: 'id-add-tests' }),
      aTask('t4', ['t2', 't3'], { title: 'Tests', role: 'qa' }),
      aTask('t5', ['t3'], { title: 'Docs', role: 'writer', state: 'failed', agent: 'id-flaky-ci', error }),
    ],
    ...over,
  });
}
