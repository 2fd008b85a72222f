// A person who looks elsewhere is called; who looks is not.
import { expect, it } from 'vitest';
import { BEL, sequences } from '../../src/core/model/sequences.js';
import { launch } from '../helpers/launch-app.js';

async function two() {
  const app = await launch({ cols: 120, rows: 30 });
  for (const name of ['alpha', 'beta']) await app.run(name);
  for (const number of [1, 2]) app.agent(number).says('working');
  await app.passes(2000);
  await app.me.press('1');
  await app.passes(2000);
  return app;
}
const bells = (frames: readonly string[]) => frames.filter((frame) => frame.startsWith(BEL)).length;

it('rings for an agent that nobody looks at', async () => {
  const app = await two();
  const before = app.me.frames.length;
  app.agent(2).says('blocked');
  await app.passes(5000);
  expect(bells(app.me.frames.slice(before))).toBe(1);
});

it('does not ring for the agent that is looked at, unless the terminal has lost the focus', async () => {
  const app = await two();
  const before = app.me.frames.length;
  app.agent(1).says('blocked');
  await app.passes(5000);
  expect(bells(app.me.frames.slice(before))).toBe(0);
  app.agent(1).says('working');
  await app.passes(2000);
  await app.me.type(sequences.focusLost);
  app.agent(1).says('blocked');
  await app.passes(5000);
  expect(bells(app.me.frames.slice(before))).toBe(1);
});
