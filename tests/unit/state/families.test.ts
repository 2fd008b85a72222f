// Parents and children as state: a parent rests for its children, takes no place meanwhile, and is told once of each end.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import { restsForChildren } from '../../../src/core/state/family.js';
import { timelineOf } from '../../../src/core/state/timeline.js';
import { childAtWork, delegated, reported, taken } from '../../helpers/families.js';
import { atWork, commandsAfter, created, exited, fold, newAgent, shows, stamp, started, submitted } from '../../helpers/fold-events.js';
import { carriedOut, plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';

const unattended = { plan: { unattended: true } } as const;
const states = (state: AppState) => Object.fromEntries(Object.values(state.agents).map((agent) => [agent.id, agent.state]));
const parentAtWork: readonly EventBody[] = [...atWork('p', unattended), ...childAtWork('p', 'c1'), ...childAtWork('p', 'c2')];
const done = (agent: string): EventBody => ({ type: 'finish.done', agent, result: null, notes: [] });
const end = (agent: string): readonly EventBody[] => [shows(agent, 'idle'), done(agent), exited(agent, 0)];
const resumed = (agent: string): EventBody => ({ type: 'agent.resumeRequested', agent, fresh: false, text: null });
const hostStarted: EventBody = { type: 'host.started', pid: 2, version: '1', bootId: null };

describe('a parent at the end of its turn', () => {
  it('rests for its children instead of being finished, and says for how many', () => {
    const state = fold([...parentAtWork, shows('p', 'idle')]);
    expect(state.agents.p).toMatchObject({ state: 'idle', why: { rule: 'children.wait', evidence: 'waits for 2 children' } });
    const one = fold([...end('c1'), reported('p', 'c1'), taken('p', 'c1')], state);
    expect(one.agents.p).toMatchObject({ state: 'idle', why: { evidence: 'waits for 1 child' } });
  });

  it('rests as well while a result was told and not read', () => {
    const state = fold([
      ...parentAtWork,
      ...end('c1'),
      reported('p', 'c1'),
      taken('p', 'c1'),
      ...end('c2'),
      reported('p', 'c2'),
      shows('p', 'idle'),
    ]);
    expect(state.agents.p).toMatchObject({ state: 'idle', why: { rule: 'children.wait' } });
  });

  it('is finished once it has all results and has worked on', () => {
    const all = ['c1', 'c2'].flatMap((id) => [...end(id), reported('p', id), taken('p', id)]);
    const state = fold([...parentAtWork, shows('p', 'idle'), ...all, shows('p', 'working'), shows('p', 'idle')]);
    expect(state.agents.p?.state).toBe('finishing');
  });

  it('rests where its CLI ends, too, and is woken when all have ended', () => {
    const resting = [...parentAtWork, exited('p', 0)];
    expect(fold(resting).agents.p).toMatchObject({ state: 'idle', process: null, why: { rule: 'children.wait' } });
    const first = [...resting, ...end('c1'), reported('p', 'c1')];
    expect(commandsAfter(first)).not.toContainEqual({ type: 'parent.wake', agent: 'p' });
    const all = [...first, ...end('c2'), reported('p', 'c2')];
    expect(commandsAfter(all)).toContainEqual({ type: 'parent.wake', agent: 'p' });
    expect(fold([...all, { type: 'agent.resumeRequested', agent: 'p', fresh: false, text: 'results', by: 'host' }]).agents.p).toMatchObject(
      {
        state: 'starting',
        run: { mode: 'resume', text: 'results' },
      },
    );
  });

  it('is woken also where its CLI ends only after all results are there', () => {
    const all = ['c1', 'c2'].flatMap((id) => [...end(id), reported('p', id)]);
    expect(commandsAfter([...parentAtWork, shows('p', 'idle'), ...all, exited('p', 0)])).toContainEqual({
      type: 'parent.wake',
      agent: 'p',
    });
  });

  it('is not finished by its manager either, which is not asked about its rest', () => {
    const managed = atWork('p', { ...unattended, manager: { state: 'ready', decisions: [], askedSeq: 0 } });
    const state = fold([...managed, ...childAtWork('p', 'c1'), shows('p', 'idle')]);
    expect(state.agents.p).toMatchObject({ state: 'idle', manager: { state: 'ready' } });
  });

  it('fails like every other where its CLI fails', () => {
    expect(fold([...parentAtWork, exited('p', 1)]).agents.p?.state).toBe('failed');
  });
});

describe('places', () => {
  it('are not held by parents that rest or wait in a call: three levels go through two places', () => {
    const top = atWork('p', unattended);
    const workers = [delegated('p', 'w1'), delegated('p', 'w2')];
    const waits = (agent: string): EventBody => ({ type: 'agent.waitsForChildren', agent, waits: true });
    let state = fold([...top, ...workers, waits('p')], emptyState(2));
    expect(states(state)).toEqual({ p: 'working', w1: 'preparing', w2: 'preparing' });
    const begun = ['w1', 'w2'].flatMap((id) => [created(id), started(id), shows(id, 'working')]);
    state = fold([...begun, delegated('w1', 's1'), delegated('w2', 's2')], state);
    expect(states(state)).toMatchObject({ s1: 'queued', s2: 'queued' });
    state = fold([waits('w1'), shows('w2', 'idle')], state);
    expect(states(state)).toEqual({ p: 'working', w1: 'working', w2: 'idle', s1: 'preparing', s2: 'preparing' });
    expect(restsForChildren(state.agents.w1!)).toBe(true);
  });

  it('are held again by one that works on', () => {
    const state = fold([...atWork('p', unattended), delegated('p', 'c1'), delegated('p', 'c2')], emptyState(1));
    expect(states(state)).toEqual({ p: 'working', c1: 'queued', c2: 'queued' });
    expect(states(fold([shows('p', 'idle')], state))).toEqual({ p: 'idle', c1: 'preparing', c2: 'queued' });
    expect(states(fold([shows('p', 'idle'), shows('p', 'working'), ...['c1'].flatMap(end)], state))).toMatchObject({ c2: 'queued' });
  });
});

describe('the end of a child', () => {
  it('is told, however it came about', () => {
    const report = { type: 'child.report', agent: 'c1' };
    expect(commandsAfter([...parentAtWork, ...end('c1').slice(0, 2)])).toContainEqual(report);
    expect(commandsAfter([...parentAtWork, exited('c1', 1)])).toContainEqual(report);
    expect(commandsAfter([...parentAtWork, { type: 'agent.stopRequested', agent: 'c1' }, exited('c1', null)])).toContainEqual(report);
    expect(commandsAfter([...parentAtWork, shows('c1', 'failed')])).toContainEqual(report);
  });

  it('is told once: not again by the next host, where it was told', () => {
    const over = [...parentAtWork, ...end('c1')];
    const report = { type: 'child.report', agent: 'c1' };
    expect(commandsAfter([...over, hostStarted])).toContainEqual(report);
    expect(commandsAfter([...over, reported('p', 'c1'), hostStarted])).not.toContainEqual(report);
  });

  it('is no end where it was only interrupted, or stopped with its host', () => {
    expect(commandsAfter([...parentAtWork, hostStarted]).filter(({ type }) => type === 'child.report')).toEqual([]);
    const stopping: readonly EventBody[] = [{ type: 'host.stopping' }, { type: 'agent.stopRequested', agent: 'c1' }, exited('c1', null)];
    expect(commandsAfter([...parentAtWork, ...stopping]).filter(({ type }) => type === 'child.report')).toEqual([]);
  });

  it('is awaited and told anew where it was resumed after it', () => {
    const again = fold([...parentAtWork, exited('c1', 1), reported('p', 'c1'), taken('p', 'c1'), resumed('c1')]);
    expect(again.agents.p).toMatchObject({ awaits: ['c2', 'c1'], toldChildren: [] });
    expect(commandsAfter([created('c1'), started('c1'), exited('c1', 1)], again)).toContainEqual({ type: 'child.report', agent: 'c1' });
  });

  it('is awaited no more where it was removed', () => {
    const removed: EventBody = { type: 'agent.removed', agent: 'c1', rescueRef: null, trash: null, restore: null };
    expect(fold([...parentAtWork, removed]).agents.p?.awaits).toEqual(['c2']);
  });
});

describe('a parent that waits', () => {
  const stuck: EventBody = {
    type: 'agent.stateChanged',
    agent: 'p',
    state: 'limited',
    why: { source: 'quiet', rule: 'stuck', evidence: 'nothing has changed', at: '' },
    question: null,
    failure: { kind: 'stuck', resetAt: null, retries: 'not' },
  };
  const waits: EventBody = { type: 'agent.waitsForChildren', agent: 'p', waits: true };

  it('is neither stuck nor stale', () => {
    const state = fold([...parentAtWork, waits, stuck, { type: 'agent.staleFound', agent: 'p', lastSeen: '', found: 'alive' }]);
    expect(state.agents.p?.state).toBe('working');
    expect(state.agents.p?.staleSince).toBeUndefined();
    expect(fold([...parentAtWork, stuck]).agents.p?.state).not.toBe('working');
  });

  it('waits no more once its CLI or its host is gone', () => {
    expect(fold([...parentAtWork, waits, exited('p', 0)]).agents.p?.waitsForChildren).toBeUndefined();
    expect(fold([...parentAtWork, waits, hostStarted]).agents.p?.waitsForChildren).toBeUndefined();
  });
});

describe('the goal', () => {
  it('runs while a child runs, and ends as those that were ordered end', () => {
    const rooted = [...parentAtWork, exited('c1', 1), reported('p', 'c1'), taken('p', 'c1')];
    expect(fold(rooted).goals.g1?.state).toBe('running');
    const all = [...rooted, ...end('c2'), reported('p', 'c2'), taken('p', 'c2'), ...end('p')];
    const over = fold(all);
    expect(states(over)).toEqual({ p: 'done', c1: 'failed', c2: 'done' });
    expect(over.goals.g1?.state).toBe('done');
  });

  it('goes on while a child goes on without its parent', () => {
    const state = fold([...parentAtWork, exited('p', 1)]);
    expect(state.goals.g1?.state).toBe('running');
    expect(fold([exited('c1', 1), exited('c2', 1)], state).goals.g1?.state).toBe('failed');
  });

  it('waits where a child waits for a person and its parents rest for it', () => {
    const asks = [...atWork('p', unattended), ...childAtWork('p', 'c1'), shows('p', 'idle'), shows('c1', 'waiting')];
    expect(fold(asks).goals.g1?.state).toBe('waiting');
  });
});

describe('an agent below another', () => {
  it('belongs to the goal of its parent, behind those that are there', () => {
    const state = fold([submitted(newAgent('p')), delegated('p', 'c1')]);
    expect(state.agents.c1).toMatchObject({ goal: 'g1', parent: 'p', number: 2, state: 'preparing' });
    expect(fold([delegated('gone', 'c1')]).agents).toEqual({});
  });

  it('is failed, and not waiting for somebody, where its CLI says that it failed', () => {
    expect(fold([...parentAtWork, shows('c1', 'failed')]).agents.c1?.state).toBe('failed');
    expect(fold([...parentAtWork, shows('p', 'failed')]).agents.p?.state).toBe('waiting');
  });
});

describe('a planned goal whose task was split', () => {
  const split = [plannedGoal(), proposed(plannedTask('t')), ...carriedOut('t').slice(0, 4), ...childAtWork('t', 'c1')];

  it('runs while the agent of the task rests, and waits where what it waits for waits for a person', () => {
    const state = fold([...split, shows('t', 'idle')]);
    expect(state.goals.g1).toMatchObject({ state: 'running', tasks: [{ id: 't', state: 'running' }] });
    expect(fold([shows('c1', 'waiting')], state).goals.g1?.state).toBe('waiting');
  });

  it('does not fail by a child that failed', () => {
    const bodies = [...split, exited('c1', 1), reported('t', 'c1'), taken('t', 'c1'), shows('t', 'working'), ...end('t')];
    expect(fold(bodies).goals.g1).toMatchObject({ state: 'running', tasks: [{ state: 'done' }], finish: { state: 'running' } });
  });
});

describe('the timeline', () => {
  it('tells of delegation with the name of the child, and of its end with its words', () => {
    const bodies = [...atWork('p', unattended), delegated('p', 'c1'), reported('p', 'c1')];
    const events = bodies.map((body, at) => stamp(body, at + 1));
    const told = timelineOf(events, fold(bodies), { agent: 'p', limit: 2 });
    expect(told.map(({ agent, text }) => `${agent}: ${text}`)).toEqual([
      'name-p: delegated to name-c1: task of c1',
      'name-p: told that a child is done: it is there',
    ]);
  });

  it('of a child begins with its delegation', () => {
    const bodies = [...atWork('p', unattended), delegated('p', 'c1')];
    const events = bodies.map((body, at) => stamp(body, at + 1));
    expect(timelineOf(events, fold(bodies), { agent: 'c1', limit: 9 })[0]?.text).toBe('delegated to name-c1: task of c1');
  });
});
