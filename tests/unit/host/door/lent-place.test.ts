// A parent that asks for what is not there yet lends its place, whichever call it asks by: else its child would never begin.
import { describe, expect, it } from 'vitest';
import { emptyState } from '../../../../src/core/model/state.js';
import { begun, openTestDoor } from '../../../helpers/door-fixture.js';
import { expectOk } from '../../../helpers/expect-ok.js';
import { delegated } from '../../../helpers/families.js';
import { atWork, created, fold, shows, started } from '../../../helpers/fold-events.js';

const oneAtWork = () => fold([...atWork('p'), delegated('p', 'c')], emptyState(1));

describe('with one place, a child begins', () => {
  it('when its parent asks for its result without waiting, told once however often it asks', async () => {
    const { call, store, events } = openTestDoor(oneAtWork());
    expect(store.state.agents.c?.state).toBe('queued');
    for (let time = 0; time < 3; time += 1)
      expect(expectOk(await call('p', 'agentResult', { agent: 'name-c', waitSeconds: 0 })).result).toBeNull();
    expect(store.state.agents.c?.state).toBe('preparing');
    expect(events.filter(({ type }) => type === 'agent.lacksResult')).toHaveLength(1);
  });

  it('when its parent looks into an inbox in which nothing is', async () => {
    const { call, store } = openTestDoor(oneAtWork());
    expect(expectOk(await call('p', 'agentInbox', {})).messages).toEqual([]);
    expect(store.state.agents.c?.state).toBe('preparing');
  });

  it('when its parent looks at what the others do', async () => {
    const { call, store } = openTestDoor(oneAtWork());
    await call('p', 'agentContacts', {});
    expect(store.state.agents.c?.state).toBe('preparing');
  });

  it('when whoever is at the top waits for its result, which is for another', async () => {
    const { call, store, clock } = openTestDoor(oneAtWork());
    await call('p', 'agentResult', { agent: 'name-c' });
    for (const body of [created('c'), started('c'), shows('c', 'working'), delegated('c', 's')]) store.dispatch(body);
    expect(store.state.agents.s?.state).toBe('queued');
    store.dispatch(shows('c', 'unknown', 'quiet'));
    expect(store.state.agents.s?.state).toBe('preparing');
    const waiting = call('p', 'agentResult', { agent: 'name-s', waitSeconds: 30 });
    await begun();
    expect(store.state.agents.p?.waitsForChildren).toBe(true);
    clock.advance(30_000);
    expect(expectOk(await waiting).result).toBeNull();
    expect(store.state.agents.p?.waitsForChildren).toBeUndefined();
  });
});

it('a place stays lent when the time to wait for a result is over without it', async () => {
  const { call, store, clock } = openTestDoor(oneAtWork());
  const waiting = call('p', 'agentResult', { agent: 'name-c', waitSeconds: 30 });
  await begun();
  clock.advance(30_000);
  expect(expectOk(await waiting).result).toBeNull();
  expect(store.state.agents.p).toMatchObject({ lacksResult: true });
  expect(store.state.agents.p?.waitsForChildren).toBeUndefined();
});

it('one that waits for nobody lends nothing', async () => {
  const { call, store } = openTestDoor(fold(atWork('p'), emptyState(1)));
  await call('p', 'agentInbox', {});
  await call('p', 'agentContacts', {});
  expect(store.state.agents.p?.lacksResult).toBeUndefined();
});
