// A slow line gets fewer frames and the stacked layout, and never slows anybody else.
import { expect, it } from 'vitest';
import { launch } from '../helpers/launch-app.js';

/** The agent prints ten lines a second for `seconds`. */
async function prints(app: Awaited<ReturnType<typeof launch>>, seconds: number, first = 0) {
  for (let line = 0; line < seconds * 10; line += 1) {
    app.agent(1).prints(`line ${first + line}\r\n`);
    await app.passes(100);
  }
}

it('is noticed by its round trip: stacked layout, said in the header, fewer frames; the fast one keeps its own', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('busy');
  const slow = await app.open({ cols: 120, rows: 30, lineMs: 400 });
  await prints(app, 3);
  await app.passes(1000);
  expect(slow.shows.row(0)).toContain('slow');
  expect(app.me.shows.row(0)).not.toContain('slow');
  // Beside the list on the fast line, at full width below it on the slow one.
  expect(app.me.shows.row(1)).toMatch(/Agents.*busy/);
  expect(slow.shows.row(1)).not.toContain('busy ·');

  app.me.frames.length = 0;
  slow.frames.length = 0;
  const from = app.clock.now();
  await prints(app, 3, 30);
  await app.passes(1000);
  expect(app.me.frames.length).toBeGreaterThan(25);
  // One for each round trip at most.
  expect(slow.frames.length).toBeLessThanOrEqual(Math.ceil((app.clock.now() - from) / 400));
  expect(app.me.shows.includes('line 59')).toBe(true);
  expect(slow.shows.includes('line 59')).toBe(true);
});

it('is fast again when the line is', async () => {
  const app = await launch({ cols: 120, rows: 30, lineMs: 400 });
  await app.run('busy');
  await prints(app, 2);
  expect(app.me.shows.row(0)).toContain('slow');
  app.me.lineMs = 0;
  await prints(app, 2, 20);
  await app.passes(1000);
  expect(app.me.shows.row(0)).not.toContain('slow');
  expect(app.me.shows.row(1)).toMatch(/Agents.*busy/);
});

it('a stopped terminal holds back one frame and nothing else; when it goes on it sees the newest', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('busy');
  const stopped = await app.open({ cols: 120, rows: 30 });
  stopped.isStalled = true;
  stopped.frames.length = 0;
  await prints(app, 3);
  expect(stopped.frames).toHaveLength(1);
  expect(app.me.shows.includes('line 29')).toBe(true);
  expect(app.agent(1).isPaused).toBe(false);
  await stopped.goesOn();
  expect(stopped.shows.includes('line 29')).toBe(true);
});

it('keys still work: they choose, and reach the agent at once, which is seen one round trip later', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('busy');
  await app.run('other');
  await app.me.press('1');
  const slow = await app.open({ cols: 120, rows: 30, lineMs: 400 });
  await slow.press('1');
  await prints(app, 3);
  await app.passes(1000);
  expect(slow.shows.row(0)).toContain('slow');

  await slow.press('2', 'enter');
  await slow.type('hi');
  // The line slows what it shows, not what it asks for, and nobody else's agent.
  expect([app.agent(1).received(), app.agent(2).received()]).toEqual(['', 'hi']);
  app.agent(2).prints('you typed hi');
  await app.passes(1000);
  expect(slow.shows.includes('you typed hi')).toBe(true);
  expect(app.agent(1).isPaused).toBe(false);
  expect(app.me.shows.includes('line 29')).toBe(true);

  await slow.press('ctrl-q', '1');
  await app.passes(1000);
  expect(slow.shows.includes('line 29')).toBe(true);
  expect(slow.shows.row(-1)).toContain('n new');
});
