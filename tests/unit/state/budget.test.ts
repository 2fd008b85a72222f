// What was spent, and what happens where that is all that may be spent.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import type { AppState } from '../../../src/core/model/state.js';
import type { Usage } from '../../../src/core/model/usage.js';
import { type BudgetBounds, breachesOf } from '../../../src/core/state/budget.js';
import { reduce } from '../../../src/core/state/reduce.js';
import { statusOf } from '../../../src/core/state/status.js';
import { atWork, commandsAfter, exited, fold, newAgent, shows, stamp, submitted } from '../../helpers/fold-events.js';

const NONE: BudgetBounds = { dayUsd: null, goalUsd: null, agentUsd: null, dayTokens: null, goalTokens: null, agentTokens: null };
const usd = (costUsd: number, estimated = false): Usage => ({ inputTokens: 100, outputTokens: 10, costUsd, estimated });
const spends = (costUsd: number, estimated = false): EventBody => ({
  type: 'agent.usageChanged',
  agent: 'a',
  usage: usd(costUsd, estimated),
});
const called = (costUsd: number, savedTokens = 0): EventBody => ({
  type: 'model.called',
  use: 'manager',
  about: { goal: 'g1', agent: 'a' },
  model: 'm',
  usage: usd(costUsd),
  savedTokens,
});
const hit = (about: { goal: string | null; agent: string | null }): EventBody => ({ type: 'budget.hit', about, said: '$1.00 of $1.00' });
const ofAgent = { goal: 'g1', agent: 'a' };
const said = (state: AppState, bounds: Partial<BudgetBounds>) => breachesOf(state, { ...NONE, ...bounds }).map((breach) => breach.said);

describe('spending', () => {
  it('is counted by use, by goal and by day', () => {
    const state = fold([...atWork('a'), called(0.5, 1000), called(0.25, 10), spends(2), spends(3)]);
    expect(state.spending?.byUse.manager).toEqual({ calls: 2, inputTokens: 200, outputTokens: 20, costUsd: 0.75 });
    expect(state.spending?.savedTokens).toBe(1010);
    expect(state.spending?.day).toMatchObject({ usd: 3.75, isEstimated: false });
    expect(state.goals.g1?.modelUsage?.costUsd).toBe(0.75);
    expect(statusOf(state, null, 5)).toMatchObject({
      manager: { calls: 2, costUsd: 0.75, savedTokens: 1010 },
      budget: { dayUsd: 3.75, limitUsd: 5 },
    });
  });

  it('of a run that counts from nothing again is added whole', () => {
    const anew: EventBody = { type: 'agent.usageChanged', agent: 'a', usage: { ...usd(1), inputTokens: 5 } };
    expect(fold([...atWork('a'), spends(2), anew]).spending?.day.usd).toBe(3);
  });

  it('begins anew with the day', () => {
    const before = fold([...atWork('a'), called(1)]);
    const next = reduce(before, stamp(called(0.5), before.seq + 1, Date.parse('2026-11-23T12:00:00Z')));
    expect(next.spending?.day.usd).toBe(0.5);
    expect(next.spending?.byUse.manager?.costUsd).toBe(1.5);
  });

  it('of one who is not there changes nothing', () => {
    expect(fold([spends(2)]).spending).toBeUndefined();
  });
});

describe('a budget', () => {
  const state = fold([...atWork('a'), called(0.5), spends(1)]);
  const rows: readonly (readonly [string, Partial<BudgetBounds>, readonly string[]])[] = [
    ['that nobody set is never reached', {}, []],
    ['of an agent counts its own calls', { agentUsd: 1 }, ['$1.00 of $1.00 for this agent are spent']],
    ['of an agent does not count the manager', { agentUsd: 1.2 }, []],
    ['of a goal counts both', { goalUsd: 1.5 }, ['$1.50 of $1.50 for its goal are spent']],
    ['of a day counts all', { dayUsd: 1.5 }, ['$1.50 of $1.50 for this day are spent']],
    ['may be one of tokens', { goalTokens: 220 }, ['220 of 220 tokens for its goal are used']],
    ['that is not reached yet', { goalUsd: 2, dayTokens: 1000 }, []],
  ];
  it.each(rows)('%s', (_sentence, bounds, expected) => {
    expect(said(state, bounds)).toEqual(expected);
  });

  it('counts what is only estimated, and says so', () => {
    expect(said(fold([...atWork('a'), spends(1, true)]), { agentUsd: 1 })).toEqual(['$1.00 (estimated) of $1.00 for this agent are spent']);
  });

  it('of a goal may be its own', () => {
    const own: EventBody = {
      type: 'goal.submitted',
      goal: 'g2',
      text: 't',
      agents: [newAgent('b')],
      budget: { usd: 0.5, tokens: null, turns: null },
    };
    const bodies: readonly EventBody[] = [own, { type: 'agent.usageChanged', agent: 'b', usage: usd(0.6) }];
    expect(said(fold(bodies), { goalUsd: 10 })).toEqual(['$0.60 of $0.50 for its goal are spent']);
  });

  it('that is reached ends its agents, who wait for a person', () => {
    const bodies = [...atWork('a'), spends(1), hit(ofAgent)];
    expect(fold(bodies).agents.a).toMatchObject({
      state: 'waiting',
      error: { kind: 'limit', said: 'its budget is reached: $1.00 of $1.00' },
    });
    expect(commandsAfter(bodies)).toContainEqual({ type: 'agent.stop', agent: 'a' });
    expect(fold([...bodies, shows('a', 'working'), exited('a', 143)]).agents.a).toMatchObject({ state: 'waiting', process: null });
  });

  it('lets as much again be spent once a person lets it go on', () => {
    const resume: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: null };
    const on = fold([...atWork('a'), spends(1), hit(ofAgent), exited('a', 143), resume]);
    expect(on.agents.a).toMatchObject({ state: 'starting', error: null });
    expect(said(on, { agentUsd: 1 })).toEqual([]);
    expect(said(fold([spends(2)], on), { agentUsd: 1 })).toEqual(['$2.00 of $2.00 for this agent are spent']);
  });

  it('that is held is reached by whoever begins', () => {
    const held = fold([...atWork('a'), spends(1), hit({ goal: null, agent: null })]);
    expect(said(held, { dayUsd: 1 })).toEqual([]);
    const more = fold([{ ...submitted(newAgent('b')), goal: 'g2' } as EventBody], held);
    expect(said(more, { dayUsd: 1 })).toEqual(['$1.00 of $1.00 for this day are spent']);
    expect(fold([hit({ goal: null, agent: null })], more).spending?.reached).toMatchObject({
      'day:2026-11-21': { times: 1, isHeld: true },
    });
  });

  it('is no question for the manager', () => {
    const bodies = [...atWork('a', { manager: { state: 'ready', decisions: [], askedSeq: 0 } }), hit(ofAgent)];
    expect(commandsAfter(bodies).map(({ type }) => type)).not.toContain('manager.consult');
  });
});
