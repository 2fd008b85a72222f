// Any terminal: tiny, huge, mute, resized again and again, or flooded by an agent. What is seen is what a fresh screen would show.
import { describe, expect, it } from 'vitest';
import { CSI } from '../../src/core/model/sequences.js';
import { type App, launch } from '../helpers/launch-app.js';

/** A line with wide characters, colours and an erase, so that a cell out of place shows. */
const LINE = `${CSI}32m修复${CSI}m ok 🤖 ${CSI}7m inverse ${CSI}m${CSI}K\r\n`;

/** A screen that was never anything else, of the size of the first one. */
async function freshRows(app: App & { readonly me: { readonly shows: { readonly cols: number; rows(): readonly string[] } } }) {
  const { cols } = app.me.shows;
  const fresh = await app.open({ cols, rows: app.me.shows.rows().length, readOnly: true });
  await app.settled();
  const rows = fresh.shows.rows();
  await fresh.leaves();
  return rows.slice(1, -1);
}

describe('a screen', () => {
  it.each([
    [40, 10],
    [59, 14],
    [80, 24],
    [99, 40],
    [100, 20],
    [300, 100],
  ])('of %i x %i shows list or agent, and the agent when zoomed', async (cols, rows) => {
    const app = await launch({ cols, rows });
    await app.run('fix-login');
    app.agent(1).prints('hello from it');
    await app.passes(500);
    expect(app.me.shows.text()).toMatch(/fix-login/u);
    await app.me.press('z');
    await app.passes(500);
    expect(app.me.shows.includes('hello from it')).toBe(true);
    expect(app.agent(1).size.cols).toBe(cols);
  });

  it('resized again and again is as if it had always been so', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('fix-login');
    for (const [cols, rows] of [
      [80, 24],
      [200, 50],
      [41, 11],
      [100, 30],
      [60, 15],
      [119, 29],
    ] as const) {
      app.agent(1).prints(LINE.repeat(3));
      await app.me.resize({ cols, rows });
      await app.passes(500);
      app.agent(1).prints(LINE);
      await app.settled();
      expect(app.me.shows.rows().slice(1, -1)).toEqual(await freshRows(app));
    }
  });

  it('that answers no query works, and closes at once', async () => {
    const app = await launch({ cols: 120, rows: 30, answers: 'mute' });
    await app.run('fix-login');
    app.agent(1).prints(LINE);
    await app.settled();
    expect(app.me.shows.includes('inverse')).toBe(true);
    await app.me.press('q');
    await app.passes(1000);
    expect(app.me.lastWords).toMatchObject({ reason: 'closed' });
  });

  it('that leaves while it is made is forgotten', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('fix-login');
    await app.me.leaves();
    const early = app.open({ cols: 80, rows: 24, leavesAtOnce: true });
    await early;
    app.agent(1).exits(1);
    await app.passes(11_000);
    expect(app.hasEnded).toBe(true);
  });

  it('opened for an agent is attached to it', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('one');
    await app.run('two');
    const other = await app.open({ cols: 80, rows: 24, agent: 'two' });
    await other.type('hi');
    expect([app.agent(1).received(), app.agent(2).received()]).toEqual(['', 'hi']);
  });
});

describe('an agent that floods', () => {
  it('is held back, and not seen whole; the last line is', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('floods');
    const before = app.me.frames.length;
    app.agent(1).prints(`${LINE.repeat(20_000)}the end`);
    expect(app.agent(1).isPaused).toBe(true);
    await app.settled();
    expect(app.agent(1).isPaused).toBe(false);
    expect(app.me.shows.includes('the end')).toBe(true);
    expect(app.me.frames.slice(before).join('').length).toBeLessThan(LINE.length * 400);
  });

  it('does not hold back the echo of another', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('floods');
    await app.run('quiet');
    await app.me.press('2', 'enter');
    app.agent(1).prints(LINE.repeat(20_000));
    const before = app.me.frames.length;
    app.me.sends('x');
    app.agent(2).prints('x');
    expect(app.me.frames.length).toBe(before + 1);
    await app.settled();
  });
});

it('the Linux console gets marks in ASCII: its fonts do not have the others', async () => {
  const app = await launch({ cols: 100, rows: 30, term: 'linux' });
  await app.run('one');
  expect(app.me.shows.row(1)).toMatch(/^\+ Agents -+\+\+ one - /);
  const asked = await launch({ cols: 100, rows: 30, term: 'linux', config: { screen: { ascii: false } } });
  expect(asked.me.shows.row(1)).not.toContain('+ Agents');
});
