// What an agent prints is seen in its pane, and nothing of it acts on the person's terminal.
import { expect, it } from 'vitest';
import { BEL, CSI, OSC } from '../../src/core/model/sequences.js';
import { launch } from '../helpers/launch-app.js';

it('appears in the pane of the chosen agent', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  app.agent(1).prints('Reading src/login.ts\r\n');
  await app.settled();
  expect(app.me.shows.includes('Reading src/login.ts')).toBe(true);
  expect(app.me.shows.row(1)).toContain('fix-login · claude · orch/fix-login');
});

it('of another agent is not seen until that one is chosen, and then as it stands', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('one');
  await app.run('two');
  app.agent(1).prints('words of one');
  app.agent(2).prints('words of two');
  await app.settled();
  expect(app.me.shows.includes('words of one')).toBe(true);
  expect(app.me.shows.includes('words of two')).toBe(false);
  await app.me.press('2');
  expect(app.me.shows.includes('words of one')).toBe(false);
  expect(app.me.shows.includes('words of two')).toBe(true);
});

it('keeps its colours and wide characters, however it was cut', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  for (const byte of Buffer.from(`${CSI}31mrot${CSI}m ❤️ 修复|\r\n`)) app.agent(1).prints(Uint8Array.of(byte));
  await app.settled();
  const row = app.me.rowOf('rot');
  const col = app.me.shows.row(row).indexOf('rot');
  expect(app.me.shows.cell(row, col)).toMatchObject({ text: 'r', foreground: 1 });
  // `rot `, a heart of two cells, a blank, and two letters of two cells each.
  expect(app.me.shows.cell(row, col + 7)).toMatchObject({ text: '修', width: 2 });
  expect(app.me.shows.cell(row, col + 11)).toMatchObject({ text: '|' });
});

it('copies nothing, retitles nothing and leaves no mode on', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('evil');
  app.me.frames.length = 0;
  app.agent(1).prints(`${OSC}52;c;aGk=${BEL}${OSC}0;gotcha${BEL}${CSI}?1003h${CSI}?1049h${CSI}2J${CSI}Hhere`);
  await app.settled();
  expect(app.me.shows.includes('here')).toBe(true);
  const sent = app.me.frames.join('');
  for (const acting of [`${OSC}52`, `${OSC}0`, '1003', '1049']) expect(sent).not.toContain(acting);
});

it('stays to be read when the agent has ended', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  app.agent(1).prints('npm ERR! no such script\r\n');
  app.agent(1).exits(1);
  await app.settled();
  expect(app.agentState(1)).toMatchObject({ state: 'failed', process: null });
  expect(app.me.shows.includes('npm ERR! no such script')).toBe(true);
  expect(app.me.shows.row(-2)).toContain('fix-login failed: exit code 1');
});

it('is told whole where the agent ends with it: a word that its terminal wrapped is one word', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  await app.settled();
  const { cols } = app.agent(1).size;
  const path = `/srv/app/${'x'.repeat(cols)}/credentials.json`;
  app.agent(1).prints(`cannot read ${path}\r\nlog in first\r\n`);
  app.agent(1).exits(1);
  await app.settled();
  expect(app.agentState(1).error?.said).toContain(`cannot read ${path}\nlog in first`);
});
