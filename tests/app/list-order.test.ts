// The list shows first who needs the person, and never moves under a cursor that is being moved.
import { expect, it } from 'vitest';
import { type App, launch } from '../helpers/launch-app.js';

async function three() {
  const app = await launch({ cols: 120, rows: 30 });
  for (const name of ['alpha', 'beta', 'gamma']) await app.run(name);
  for (const number of [1, 2, 3]) app.agent(number).says('working');
  await app.passes(2000);
  return app;
}
const names = (app: App & { readonly me: { readonly shows: { row(index: number): string } } }) =>
  [2, 3, 4, 5].flatMap((row) => /alpha|beta|gamma/u.exec(app.me.shows.row(row).slice(0, 34))?.[0] ?? []);

it('who waits comes first once the selection rests', async () => {
  const app = await three();
  expect(names(app)).toEqual(['alpha', 'beta', 'gamma']);
  app.agent(3).says('blocked');
  await app.passes(2000);
  expect(names(app)).toEqual(['gamma', 'alpha', 'beta']);
  // The policy is asked first, and leaves to a person what no dialog shows.
  await app.passes(3000);
  expect(app.me.shows.row(-2)).toContain('gamma asks');
});

it('while the cursor moves the rows stay, and the key acts on the one that was seen', async () => {
  const app = await three();
  await app.me.press('down');
  app.agent(3).says('blocked');
  await app.passes(500);
  expect(names(app)).toEqual(['alpha', 'beta', 'gamma']);
  await app.me.press('x');
  expect(app.me.shows.includes('Stop beta?')).toBe(true);
});

it('after a second it sorts, and the cursor stays on its agent', async () => {
  const app = await three();
  await app.me.press('down');
  app.agent(3).says('blocked');
  await app.passes(1500);
  expect(names(app)).toEqual(['gamma', 'alpha', 'beta']);
  expect(app.me.shows.row(5)).toMatch(/▸.*beta/u);
});

it('a number names the same agent wherever it stands', async () => {
  const app = await three();
  app.agent(3).says('blocked');
  await app.passes(2000);
  await app.me.press('3', 'x');
  expect(app.me.shows.includes('Stop gamma?')).toBe(true);
});

it('the filter narrows it and Esc brings all back', async () => {
  const app = await three();
  await app.me.press('/');
  await app.me.type('bet');
  await app.me.press('enter');
  expect(names(app)).toEqual(['beta']);
  await app.me.press('escape');
  expect(names(app)).toEqual(['alpha', 'beta', 'gamma']);
});
