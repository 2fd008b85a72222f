// A pull request for the work on an issue closes that issue, and no other does.
import { describe, expect, it } from 'vitest';
import { goalPullSubject } from '../../../src/core/effects/goal-texts.js';
import { pullTexts } from '../../../src/core/effects/pull-texts.js';
import type { Goal } from '../../../src/core/model/goal.js';
import { GOAL_ORDER } from '../../helpers/plans.js';

const parts = { subjects: [], diff: null, words: null, template: null, verification: '### Verification' };
const goal = { id: 'g1', text: 'Fixes #3', tasks: [] } as unknown as Goal;

describe('the text of a pull request', () => {
  it.each([
    ['names the issue of its work', { closes: 12 }, true],
    ['names none where there is none', {}, false],
  ])('%s, and none that a task names', (_sentence, plan, isNamed) => {
    const { title, body } = pullTexts(goalPullSubject(goal, { ...GOAL_ORDER, finish: { ...GOAL_ORDER.finish, ...plan } }), parts);
    expect(body.includes('\nCloses #12\n')).toBe(isNamed);
    expect(`${title}\n${body}`).not.toMatch(/fixes #3/iu);
    expect(title).toBe('Fixes (#3)');
  });
});
