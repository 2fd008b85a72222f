// A pull request for the work on an issue closes that issue, and no other does.
import { describe, expect, it } from 'vitest';
import { pullRequestBody } from '../../../src/core/effects/finish-texts.js';
import { goalPullRequest } from '../../../src/core/effects/goal-texts.js';
import type { Goal } from '../../../src/core/model/goal.js';
import { fold, newAgent, submitted } from '../../helpers/fold-events.js';

const facts = { subjects: [], diff: null };

describe('the text of a pull request', () => {
  it.each([
    ['names the issue of its agent', { closes: 12 }, true],
    ['names none where there is none', {}, false],
  ])('%s', (_sentence, plan, isNamed) => {
    const agent = fold([submitted(newAgent('a1', { plan }))]).agents.a1!;
    expect(pullRequestBody(agent, facts).includes('\nCloses #12\n')).toBe(isNamed);
  });

  it('of a planned goal names its issue', () => {
    const { finish } = newAgent('a1', { plan: { closes: 12 } });
    const order = { finish } as Goal['order'];
    const goal = { id: 'g1', text: 'x', tasks: [], ...(order === undefined ? {} : { order }) } as unknown as Goal;
    expect(goalPullRequest(goal, facts, null).body).toContain('\nCloses #12\n');
  });
});
