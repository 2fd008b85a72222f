// Two screens on one host: both see the same agent, its size follows who typed last, and a read-only one changes nothing.
import { expect, it } from 'vitest';
import { launch } from '../helpers/launch-app.js';

async function sharing(readOnly = false) {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('shared');
  await app.me.press('enter');
  const other = await app.open({ cols: 80, rows: 24, readOnly });
  await app.passes(500);
  return { app, other, agent: app.agent(1) };
}

it('both see what it prints, each in its own layout', async () => {
  const { app, other, agent } = await sharing();
  agent.prints('seen by both');
  await app.settled();
  expect(app.me.shows.includes('seen by both')).toBe(true);
  expect(other.shows.includes('seen by both')).toBe(true);
  // Beside the list there, below it here.
  expect(app.me.shows.text()).toMatch(/shared/u);
  expect(app.me.shows.row(2)).toMatch(/orchestrator.*seen by both/u);
  expect(other.shows.row(other.rowOf('seen by both'))).not.toContain('shared');
});

it('looking on leaves the size to the one who is attached', async () => {
  const { app, other, agent } = await sharing();
  expect(agent.size).toEqual({ cols: agent.spawn.cols, rows: agent.spawn.rows });
  await app.me.press('ctrl-q');
  await other.press('enter');
  expect(agent.size.cols).toBe(80);
  await app.me.resize({ cols: 130, rows: 40 });
  await app.passes(500);
  expect(agent.size.cols).toBe(80);
  await other.press('ctrl-q');
  await app.me.resize({ cols: 120, rows: 40 });
  await app.passes(500);
  expect(agent.size.rows).toBeGreaterThan(30);
});

it('the size follows who attached or typed last; the other sees a part and is told the size', async () => {
  const { app, other, agent } = await sharing();
  const mine = agent.size;
  await other.press('enter');
  await other.type('x');
  const theirs = agent.size;
  expect(theirs.cols).toBeLessThan(mine.cols + 1);
  expect(theirs).not.toEqual(mine);
  expect(app.me.shows.text()).toContain(`${theirs.cols}x${theirs.rows}`);
  await app.me.type('y');
  expect(agent.size).toEqual(mine);
  expect(other.shows.text()).toContain(`${mine.cols}x${mine.rows}`);
  expect(agent.received()).toBe('xy');
});

it('a window that is resized resizes the agent it shows', async () => {
  const { app, agent } = await sharing();
  await app.me.resize({ cols: 140, rows: 40 });
  await app.passes(500);
  expect(agent.size.rows).toBeGreaterThan(30);
  agent.prints('after');
  await app.settled();
  expect(app.me.shows.includes('after')).toBe(true);
});

it('passing by does not resize, resting does', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  for (const name of ['a', 'b', 'c']) await app.run(name);
  await app.passes(500);
  const small = await app.open({ cols: 80, rows: 24 });
  await app.passes(500);
  const before = app.agent(2).size;
  await small.press('down', 'down');
  expect(app.agent(2).size).toEqual(before);
  await app.passes(400);
  expect(app.agent(2).size).toEqual(before);
  expect(app.agent(3).size).not.toEqual(before);
});

it('a read-only screen never types, never resizes, and starts and stops nothing', async () => {
  const { app, other, agent } = await sharing(true);
  const { size } = agent;
  await other.press('enter');
  await other.type('rm -rf /\r');
  await other.paste('rm -rf /\r');
  await other.press('n', 'x', 'f', 'Q', 'up', 'down');
  await other.resize({ cols: 100, rows: 50 });
  await app.passes(1000);
  expect(agent.received()).toBe('');
  expect(agent.size).toEqual(size);
  expect(agent.isRunning).toBe(true);
  expect(other.shows.text()).toContain('read-only');
});

it('each has its own selection and its own end', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('one');
  await app.run('two');
  const other = await app.open({ cols: 120, rows: 30 });
  await other.press('2', 'q');
  expect(other.lastWords).toMatchObject({ reason: 'closed', exitCode: 0 });
  app.agent(1).prints('still here');
  await app.settled();
  expect(app.me.shows.includes('still here')).toBe(true);
});
