// The radar over a repository by hand: when it looks, what it asks git for, and what it tells.
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ChangedFile, Changes } from '../../../src/core/model/changes.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { Repository } from '../../../src/core/ports/repository.js';
import { anError, newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { bench } from '../../helpers/store-with-fakes.js';

const changes = (...files: readonly ChangedFile[]): Changes => ({
  size: { files: files.length, additions: files.length, deletions: 0 },
  files,
  isCut: false,
});
const at = (path: string, line: number, text = 'x'): ChangedFile => ({
  path,
  isNew: false,
  hunks: [{ start: line, end: line, added: 1, text }],
});

/** Agents a, b, ... at work; `in` what each has changed, `tip` where main is. */
function radarBench(ids: readonly string[], repository: Partial<Repository> = {}) {
  const work = { in: new Map<string, Changes>(), tip: 'c0', main: changes(), git: [] as string[] };
  const world = bench({
    repository: {
      measureChanges: async ({ worktree }) => {
        work.git.push(`measure ${worktree}`);
        return ok(work.in.get(worktree) ?? changes());
      },
      tips: async (bases) => {
        work.git.push(`tips ${bases.join(' ')}`);
        return ok(new Map(bases.map((base) => [base, work.tip])));
      },
      changesBetween: async ({ from, to }) => {
        work.git.push(`${from}..${to}`);
        return ok(work.main);
      },
      ...repository,
    },
  });
  const atWork = ids.map((id) => shows(id, 'working'));
  const begin = [submitted(...ids.map((id) => newAgent(id, { worktree: `/wt/name-${id}`, branch: `orch/name-${id}` }))), ...atWork];
  return { ...world, work, begin };
}
const overlaps = ({ store }: ReturnType<typeof radarBench>) => store.state.overlaps;
/** A turn of it ends. */
const turn = (id: string): readonly EventBody[] => [shows(id, 'idle'), shows(id, 'working')];

test('what two change is told when the turn of one ends, and gone when they no longer do', async () => {
  const radar = radarBench(['a', 'b']);
  await radar.play(...radar.begin);
  radar.work.in.set('/wt/name-a', changes(at('x', 5)));
  radar.work.in.set('/wt/name-b', changes(at('x', 6, 'y')));
  await radar.play(...turn('a'));
  expect(overlaps(radar)).toEqual([{ agents: ['a', 'b'], base: null, files: [{ path: 'x', level: 'lines' }] }]);
  radar.work.in.set('/wt/name-b', changes());
  await radar.play(...turn('b'));
  expect(overlaps(radar)).toBeUndefined();
});

test('each change is one look at one worktree; the others are known', async () => {
  const radar = radarBench(['a', 'b', 'c']);
  await radar.play(...radar.begin);
  radar.work.in.set('/wt/name-a', changes(at('x', 5)));
  await radar.play(...turn('a'));
  radar.work.git.length = 0;
  await radar.play(...turn('a'));
  expect(radar.work.git).toEqual(['tips main', 'measure /wt/name-a']);
});

test('where the bases are is asked while an agent is measured, and again where several wait for one look', async () => {
  let gate = Promise.resolve();
  let open = () => {};
  const radar = radarBench(['a', 'b', 'c'], {
    measureChanges: async ({ worktree }) => {
      radar.work.git.push(`measure ${worktree}`);
      await gate;
      return ok(changes(at('x', 5, worktree)));
    },
  });
  await radar.play(...radar.begin, ...turn('a'));
  radar.work.git.length = 0;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  for (const id of ['b', 'c']) radar.store.dispatch(shows(id, 'idle'));
  await setImmediate();
  expect(radar.work.git).toEqual(['tips main', 'measure /wt/name-b', 'measure /wt/name-c']);
  radar.work.tip = 'c9';
  radar.work.main = changes(at('x', 6, 'of main'));
  open();
  await radar.store.whenSettled();
  expect(overlaps(radar)?.filter(({ base }) => base !== null)).toHaveLength(3);
});

test('nothing is asked while nothing changes', async () => {
  const radar = radarBench(['a', 'b']);
  await radar.play(...radar.begin, ...turn('a'));
  const before = radar.work.git.length;
  await radar.play(shows('a', 'working'), { type: 'agent.seen', agent: 'a' });
  expect(radar.work.git.length).toBe(before);
});

test('several that are measured in a row are one look', async () => {
  const ids = ['a', 'b', 'c', 'd'];
  const radar = radarBench(ids);
  await radar.play(...radar.begin);
  for (const id of ids) radar.work.in.set(`/wt/name-${id}`, changes(at('x', 5, id)));
  for (const id of ids) radar.store.dispatch(shows(id, 'idle'));
  await radar.store.whenSettled();
  expect(overlaps(radar)).toHaveLength(6);
  expect(radar.work.git.filter((call) => call.startsWith('tips')).length).toBeLessThanOrEqual(2);
  expect(radar.store.recentEvents().filter(({ type }) => type === 'overlaps.changed').length).toBeLessThanOrEqual(2);
});

test('what the base has changed since is told, and compared once', async () => {
  const radar = radarBench(['a', 'b']);
  await radar.play(...radar.begin);
  radar.work.in.set('/wt/name-a', changes(at('x', 5)));
  radar.work.tip = 'c9';
  radar.work.main = changes(at('x', 6, 'of main'));
  await radar.play(...turn('a'), ...turn('a'));
  expect(overlaps(radar)).toEqual([{ agents: ['a'], base: 'main', files: [{ path: 'x', level: 'lines' }] }]);
  expect(radar.work.git.filter((call) => call === 'c0..c9')).toHaveLength(1);
});

test('when work is merged the others are compared with what their base is now', async () => {
  const radar = radarBench(['a', 'b']);
  await radar.play(...radar.begin);
  radar.work.in.set('/wt/name-a', changes(at('x', 5)));
  radar.work.in.set('/wt/name-b', changes(at('x', 5, 'y')));
  await radar.play(...turn('b'));
  radar.work.tip = 'm1';
  radar.work.main = changes(at('x', 5));
  await radar.play({ type: 'finish.requested', agent: 'a', kind: 'merge', removeWorktree: true });
  expect(radar.store.state.agents.a).toMatchObject({ state: 'done', worktree: null });
  expect(overlaps(radar)).toEqual([{ agents: ['b'], base: 'main', files: [{ path: 'x', level: 'lines' }] }]);
});

test('a failure of git leaves out whom it concerns, and is asked again', async () => {
  let isBroken = true;
  const radar = radarBench(['a', 'b'], {
    measureChanges: async ({ worktree }) => (isBroken && worktree === '/wt/name-b' ? fail(anError) : ok(changes(at('x', 5, worktree)))),
  });
  await radar.play(...radar.begin, ...turn('a'));
  expect(overlaps(radar)).toBeUndefined();
  isBroken = false;
  await radar.play(...turn('a'));
  expect(overlaps(radar)).toHaveLength(1);
  expect(radar.bugs).toEqual([]);
});

test('a host that ends looks no more', async () => {
  const radar = radarBench(['a', 'b']);
  await radar.play(...radar.begin, { type: 'host.stopping' }, shows('a', 'idle'));
  expect(radar.work.git).toEqual(['measure /wt/name-a']);
});
