// Places that parents lend: however they wait for what they have delegated, the queue moves on and every tree comes to its end.
import { describe, expect, it } from 'vitest';
import type { AgentState } from '../../../src/core/model/agent.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import { delegated, reported, taken } from '../../helpers/families.js';
import { atWork, created, exited, fold, newAgent, shows, started, submitted } from '../../helpers/fold-events.js';

const unattended = { plan: { unattended: true } } as const;
const states = (state: AppState) => Object.fromEntries(Object.values(state.agents).map((agent) => [agent.id, agent.state]));
const lacks = (agent: string): EventBody => ({ type: 'agent.lacksResult', agent });
const done = (agent: string): EventBody => ({ type: 'finish.done', agent, result: null, notes: [] });
const end = (agent: string): readonly EventBody[] => [shows(agent, 'idle'), done(agent), exited(agent, 0)];
const oneAtWork = fold([...atWork('p', unattended), delegated('p', 'c')], emptyState(1));

describe('the only place', () => {
  it('is kept by a parent that works on beside what it has delegated', () => {
    expect(states(oneAtWork)).toEqual({ p: 'working', c: 'queued' });
  });

  it.each<[string, EventBody]>([
    ['has asked for a result that is not there', lacks('p')],
    ['of which nobody knows what it does', shows('p', 'unknown', 'quiet')],
    ['asks a person something', shows('p', 'waiting')],
  ])('is lent by one that %s', (_, event) => {
    expect(fold([event], oneAtWork).agents.c?.state).toBe('preparing');
  });

  it('is lent by one that asks a person by its tool', () => {
    const inquiry = { id: 'm1', text: 'Which?', options: [], with: 'person', at: '' } as const;
    expect(fold([{ type: 'agent.inquired', agent: 'p', inquiry }], oneAtWork).agents.c?.state).toBe('preparing');
  });

  it('is held by one of which nobody knows what it does once nothing below it runs any more', () => {
    const over = fold([shows('p', 'unknown', 'quiet'), created('c'), started('c'), exited('c', 1), submitted(newAgent('z'))], oneAtWork);
    expect(states(over)).toEqual({ p: 'unknown', c: 'failed', z: 'queued' });
  });

  it('is held again by one that has got a result, until it asks for the next', () => {
    const two = fold([delegated('p', 'd'), lacks('p'), created('c'), started('c'), shows('c', 'working')], oneAtWork);
    expect(states(two)).toEqual({ p: 'working', c: 'working', d: 'queued' });
    const one = fold([lacks('p'), shows('c', 'idle'), reported('p', 'c'), taken('p', 'c'), done('c')], two);
    expect(states(one)).toEqual({ p: 'working', c: 'done', d: 'queued' });
    expect(one.agents.p?.lacksResult).toBeUndefined();
    expect(fold([lacks('p')], one).agents.d?.state).toBe('preparing');
  });

  it.each<[string, EventBody]>([
    ['its CLI has ended', exited('p', 0)],
    ['its host is gone', { type: 'host.started', pid: 2, version: '1', bootId: null }],
  ])('is asked for by nothing any more when %s', (_, event) => {
    expect(fold([lacks('p')], oneAtWork).agents.p?.lacksResult).toBe(true);
    expect(fold([lacks('p'), event], oneAtWork).agents.p?.lacksResult).toBeUndefined();
  });

  it('brings a coordinator, its worker and its specialist to their end, who all ask again and again', () => {
    let state = fold([lacks('p'), created('c'), started('c'), shows('c', 'working'), delegated('c', 's'), lacks('p')], oneAtWork);
    expect(states(state)).toEqual({ p: 'working', c: 'working', s: 'queued' });
    state = fold([lacks('c'), created('s'), started('s'), shows('s', 'working'), ...end('s'), reported('c', 's'), taken('c', 's')], state);
    state = fold([...end('c'), reported('p', 'c'), taken('p', 'c'), ...end('p')], state);
    expect(states(state)).toEqual({ p: 'done', c: 'done', s: 'done' });
  });
});

const WAYS = ['call', 'short calls', 'poll', 'rest', 'unknown', 'asks', 'ends'] as const;
type Way = (typeof WAYS)[number];

interface Tree {
  readonly id: string;
  readonly way: Way;
  readonly children: readonly Tree[];
}

describe('trees of any shape, whose parents wait in any way', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('come to their end: %i', (seed) => {
    const random = randomOf(seed + 1);
    const roots = Array.from({ length: 1 + (seed % 3) }, (_, at) => treeOf(`r${at}`, 3, random));
    const max = 1 + (Math.floor(seed / 3) % 3);
    const orders = roots.map(({ id }) => newAgent(id, unattended));
    let state = fold([submitted(...orders)], emptyState(max));
    for (let step = 0; step < 20_000; step += 1) {
      const acts = roots.flatMap((root) => actsOf(root, null, state));
      if (acts.length === 0) break;
      const act = acts[Math.floor(random() * acts.length)];
      state = fold(act ?? [], state);
    }
    const open = Object.values(state.agents).filter((agent) => agent.state !== 'done');
    expect(open.map(({ id, state: at, why }) => `${id} ${at} ${why.evidence}`)).toEqual([]);
  });
});

function treeOf(id: string, levels: number, random: () => number): Tree {
  const count = levels === 1 ? 0 : Math.floor(random() * 4);
  const children = Array.from({ length: count }, (_, at) => treeOf(`${id}.${at}`, levels - 1, random));
  return { id, way: WAYS[Math.floor(random() * WAYS.length)] ?? 'rest', children };
}

/** All that may happen next, each as the events of it. */
function actsOf(tree: Tree, parent: Tree | null, state: AppState): readonly (readonly EventBody[])[] {
  const { id, children, way } = tree;
  const agent = state.agents[id];
  if (agent === undefined) return [];
  const below = children.flatMap((child) => actsOf(child, tree, state));
  const isAwaited = parent !== null && state.agents[parent.id]?.awaits?.includes(id) === true;
  const first = children.find((child) => state.agents[child.id] === undefined);
  switch (agent.state) {
    case 'preparing':
      return [[created(id), started(id), shows(id, 'working')]];
    case 'starting':
      return [[started(id), shows(id, 'working')]];
    case 'finishing':
      return [[done(id), exited(id, 0)]];
    case 'done':
      return isAwaited && parent !== null ? [...below, toldTo(parent, id, state)].filter((act) => act.length > 0) : below;
    case 'working':
      if (first !== undefined) return [...below, [delegated(id, first.id)]];
      if (agent.awaits === undefined) return [...below, [shows(id, 'idle')]];
      return [...below, ...waitsBy(way, id, agent.waitsForChildren === true, agent.lacksResult === true)];
    default:
      return below;
  }
}

function waitsBy(way: Way, id: string, isCalling: boolean, hasAsked: boolean): readonly (readonly EventBody[])[] {
  const call = (waits: boolean): EventBody => ({ type: 'agent.waitsForChildren', agent: id, waits });
  const shown = (state: AgentState): readonly (readonly EventBody[])[] => [
    [shows(id, state, state === 'unknown' ? 'quiet' : 'structured')],
  ];
  switch (way) {
    case 'call':
      return isCalling ? [] : [[call(true)]];
    case 'short calls':
      return isCalling ? [[lacks(id), call(false)]] : hasAsked ? [] : [[call(true)]];
    case 'poll':
      return hasAsked ? [] : [[lacks(id)]];
    case 'rest':
      return shown('idle');
    case 'unknown':
      return shown('unknown');
    case 'asks':
      return shown('waiting');
    case 'ends':
      return [[exited(id, 0)]];
  }
}

/** Its parent has the result, and works on with it; one whose CLI has ended goes on once it has all. */
function toldTo({ id: parent }: Tree, child: string, state: AppState): readonly EventBody[] {
  const agent = state.agents[parent];
  if (agent === undefined) return [];
  const told = agent.toldChildren?.includes(child) === true ? [] : [reported(parent, child)];
  if (agent.state === 'queued' || agent.state === 'preparing' || agent.state === 'starting') return [];
  if (agent.process !== null) {
    const ends: readonly EventBody[] = agent.waitsForChildren ? [{ type: 'agent.waitsForChildren', agent: parent, waits: false }] : [];
    return [...told, taken(parent, child), ...ends, shows(parent, 'working')];
  }
  const all = (agent.awaits ?? []).every((id) => id === child || agent.toldChildren?.includes(id));
  if (!all) return told;
  const resumed: EventBody = { type: 'agent.resumeRequested', agent: parent, fresh: false, text: 'results', by: 'host' };
  return [...told, resumed, ...(agent.awaits ?? []).map((id) => taken(parent, id))];
}

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
