// Budgets over a store: what was spent ends agents, and where nobody is to be asked, goals.
import { describe, expect, it } from 'vitest';
import { watchBudgets } from '../../../src/core/effects/budget-watch.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { childAtWork } from '../../helpers/families.js';
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

  it('of a child alone ends that child: its parent goes on, and is told', async () => {
    const { play, store, types } = setUp();
    const spent: EventBody = { ...spends(1), agent: 'c' } as EventBody;
    await play(...atWork('a', { plan: { unattended: true, whenStuck: 'fail' } }), ...childAtWork('a', 'c'), spent);
    expect(store.state.agents.c).toMatchObject({ state: 'failed', error: { kind: 'limit' } });
    expect(store.state.agents.a).toMatchObject({ state: 'working', toldChildren: ['c'] });
    expect(types()).not.toContain('goal.limitHit');
  });

  it('of a goal holds the children of an agent that a person may let go on, and ends those of one that nobody watches', async () => {
    const bounds = { ...BOUNDS, agentUsd: null, goalUsd: 1 };
    const attended = bench();
    watchBudgets({ store: attended.store, bounds });
    await attended.play(...atWork('a'), ...childAtWork('a', 'c'), spends(1));
    expect(Object.values(attended.store.state.agents).map(({ state, why }) => [state, why.rule])).toEqual([
      ['waiting', 'budget.hit'],
      ['waiting', 'budget.hit'],
    ]);
    const alone = bench();
    watchBudgets({ store: alone.store, bounds });
    await alone.play(...atWork('a', { plan: { unattended: true, whenStuck: 'fail' } }), ...childAtWork('a', 'c'), spends(1));
    await alone.play(exited('a', 143), exited('c', 143));
    expect(alone.store.state.goals.g1).toMatchObject({ state: 'stopped', limit: 'budget' });
  });
});
