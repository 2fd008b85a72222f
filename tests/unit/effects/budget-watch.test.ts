// Budgets over a store: what was spent ends agents, and where nobody is to be asked, goals.
import { describe, expect, it } from 'vitest';
import { watchBudgets } from '../../../src/core/effects/budget-watch.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { atWork, exited } from '../../helpers/fold-events.js';
import { bench } from '../../helpers/store-with-fakes.js';

const BOUNDS = { dayUsd: null, goalUsd: null, agentUsd: 1, dayTokens: null, goalTokens: null, agentTokens: null };
const spends = (costUsd: number): EventBody => ({
  type: 'agent.usageChanged',
  agent: 'a',
  usage: { inputTokens: 1, outputTokens: 1, costUsd, estimated: false },
});

function setUp() {
  const made = bench();
  watchBudgets({ store: made.store, bounds: BOUNDS });
  return { ...made, types: () => made.store.recentEvents().map(({ type }) => type) };
}

describe('a budget', () => {
  it('is looked at when something was spent, and reached once', async () => {
    const { play, types, ports } = setUp();
    await play(...atWork('a'), spends(0.5), spends(1), spends(1.1));
    expect(types().filter((type) => type === 'budget.hit')).toHaveLength(1);
    expect(ports.calls).toContain('stop(a)');
    expect(types()).not.toContain('goal.limitHit');
  });

  it('ends the goal where nobody is to be asked', async () => {
    const { play, store } = setUp();
    await play(...atWork('a', { plan: { unattended: true, whenStuck: 'fail' } }), spends(1), exited('a', 143));
    expect(store.state.agents.a?.state).toBe('stopped');
    expect(store.state.goals.g1).toMatchObject({ state: 'stopped', limit: 'budget' });
  });
});
