// Keys reach the attached agent alone, and the leader key is a wall: nothing behind it gets through.
import { expect, it } from 'vitest';
import { CSI, ESC, SS3, sequences } from '../../src/core/model/sequences.js';
import { type App, launch } from '../helpers/launch-app.js';

async function twoAgents() {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('one');
  await app.run('two');
  await app.me.press('1');
  return app;
}
const received = (app: App) => [app.agent(1).received(), app.agent(2).received()];

it('typing reaches only the attached agent', async () => {
  const app = await twoAgents();
  await app.me.press('z', 'z', 'down', 'up');
  expect(received(app)).toEqual(['', '']);
  await app.me.press('enter');
  expect(app.me.shows.row(-1)).toContain('Ctrl-Q leaves');
  await app.me.type('ls -la ');
  await app.me.press('q', 'enter');
  expect(received(app)).toEqual(['ls -la q\r', '']);
});

it('nothing leaks when the leader is pressed, though all came in one piece', async () => {
  const app = await twoAgents();
  await app.me.press('enter');
  await app.me.type('abc\u0011kkk');
  expect(received(app)).toEqual(['abc', '']);
  expect(app.me.shows.row(-1)).toContain('n new');
});

it('the leader pressed twice goes through to the agent', async () => {
  const app = await twoAgents();
  await app.me.press('enter');
  await app.me.type('\u0011\u0011x');
  expect(received(app)).toEqual(['\u0011x', '']);
});

it('an escape sequence cut anywhere stays one key', async () => {
  const app = await twoAgents();
  await app.me.press('enter');
  app.agent(1).prints(`${CSI}?1h`);
  await app.me.type(ESC);
  expect(received(app)).toEqual([ESC, '']);
  app.me.sends(ESC);
  app.me.sends('[');
  await app.me.type('A');
  expect(received(app)).toEqual([`${SS3}A`, '']);
});

it('a paste of lines is one paste where the agent takes pastes, and never ends itself', async () => {
  const app = await twoAgents();
  await app.me.press('enter');
  app.agent(1).prints(`${CSI}?2004h`);
  await app.me.paste('one\ntwo');
  expect(received(app)).toEqual([`${sequences.pasteBegin}one\rtwo${sequences.pasteEnd}`, '']);
});

it('when the agent ends, keys that were meant for it do nothing, here or to the next agent', async () => {
  const app = await twoAgents();
  await app.me.press('enter');
  app.agent(1).exits(1);
  await app.settled();
  expect(app.me.shows.text()).toContain('one has ended: failed.');
  await app.me.type('exit\r\u0003');
  expect(app.agent(2).received()).toBe('');
  expect(app.me.lastWords).toBeNull();
  expect(app.me.shows.text()).toContain('one has ended: failed.');
  await app.passes(1000);
  await app.me.press('?');
  expect(app.me.shows.includes('Here and now')).toBe(true);
});
