// More agents than places: the rest queue, and start in order as places come free.
import { expect, it } from 'vitest';
import { launch } from '../helpers/launch-app.js';

const started = (app: Awaited<ReturnType<typeof launch>>) => app.machine.programs.map(({ spawn }) => String(spawn.cwd).split('/').at(-1));

it('five run, the others start in order as soon as a place is free', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) await app.run(name);
  expect(started(app)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect([6, 7, 8].map((number) => app.agentState(number).state)).toEqual(['queued', 'queued', 'queued']);
  expect(app.me.shows.includes('queued')).toBe(true);

  app.agent(3).exits(1);
  await app.settled();
  expect(started(app).slice(5)).toEqual(['f']);

  app.agent(1).exits(0);
  app.agent(2).exits(0);
  await app.settled();
  expect(started(app).slice(5)).toEqual(['f', 'g', 'h']);
});

it('one that is stopped while it queues never starts', async () => {
  const app = await launch({ cols: 120, rows: 30, config: { agents: { max: 1 } } });
  for (const name of ['a', 'b', 'c']) await app.run(name);
  await app.me.press('2', 'x', 'y');
  expect(app.agentState(2).state).toBe('stopped');
  app.agent(1).exits(0);
  await app.settled();
  expect(started(app)).toEqual(['a', 'c']);
});

it('many tries on one task are agents of their own', async () => {
  const app = await launch({ cols: 120, rows: 30, config: { agents: { max: 2 } } });
  await app.run('fix', { count: 3 });
  expect(started(app)).toEqual(['fix', 'fix-2']);
  expect(app.agentState(3)).toMatchObject({ name: 'fix-3', state: 'queued' });
});
