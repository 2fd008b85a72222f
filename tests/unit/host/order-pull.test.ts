// What becomes of a pull request once it is open: as it was ordered, else as configured, and nothing where it is not followed.
import { expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { followed } from '../../../src/host/answers/order-finish.js';

const config = (pulls: Partial<typeof DEFAULT_CONFIG.pulls>) => ({ ...DEFAULT_CONFIG, pulls: { ...DEFAULT_CONFIG.pulls, ...pulls } });

it.each([
  [
    'as configured',
    {},
    { rounds: 5, merge: 'auto', approvals: 2 },
    { rounds: 5, merge: 'auto', method: 'merge', approvals: 2, deleteBranch: true },
  ],
  [
    'as ordered',
    { merge: 'ask', mergeMethod: 'squash' },
    { merge: 'auto' },
    { rounds: 3, merge: 'ask', method: 'squash', approvals: 0, deleteBranch: true },
  ],
] as const)('%s', (_sentence, params, pulls, pull) => {
  expect(followed(params, config(pulls))).toEqual({ pull });
});

it('nothing where it is not followed', () => {
  expect(followed({ merge: 'auto' }, config({ follow: false }))).toEqual({});
});
