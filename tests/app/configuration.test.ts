// The configuration on the screen: read, changed in place, saved in the person's file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { launch } from '../helpers/launch-app.js';
import { untilFile } from '../helpers/wait-for.js';

async function withConfiguration(written: unknown = null) {
  const app = await launch({ cols: 120, rows: 30 });
  const file = join(app.stateDir, 'config', 'orch-tui', 'config.json');
  if (written !== null) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, JSON.stringify(written));
  }
  const stored = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  // Modules are loaded meanwhile, which the app does not count as work: what is asked later is answered later.
  const answered = async () => {
    await app.ask('configShow', {});
    await app.settled();
  };
  await app.me.press('c');
  await answered();
  return { app, file, stored, answered };
}

it('shows every key, and what the chosen one means', async () => {
  const { app } = await withConfiguration({ agents: { max: 7 } });
  expect(app.me.shows.text()).toMatch(/max +7 +\S+/u);
  expect(app.me.shows.includes('Agents running at once')).toBe(true);
  expect(app.me.shows.includes('The running host has 5')).toBe(true);
  await app.me.press('escape');
  expect(app.me.shows.includes('No agents yet.')).toBe(true);
});

it('a value is typed in its row, checked, and saved beside what the file holds', async () => {
  const { app, file, stored, answered } = await withConfiguration({ trash: { days: 9 } });
  await app.me.press('enter', 'backspace');
  await app.me.type('999');
  expect(app.me.shows.includes('Allowed: a whole number from 1 to 200.')).toBe(true);
  await app.me.press('backspace', 'backspace', 'enter');
  await untilFile(file, (text) => text.includes('agents'));
  await answered();
  await answered();
  expect(stored()).toEqual({ trash: { days: 9 }, agents: { max: 9 } });
  expect(app.me.shows.includes('It holds from now on.')).toBe(true);
  expect(app.me.shows.text()).toMatch(/max +9/u);
});

it('what only the whole configuration can tell is said where it was typed, and nothing is saved', async () => {
  const { app, stored, answered } = await withConfiguration({ trash: { days: 9 } });
  await app.me.press('/');
  await app.me.type('leader');
  await app.me.press('enter', 'enter');
  for (let at = 0; at < 'ctrl-q'.length; at += 1) await app.me.press('backspace');
  await app.me.type('n');
  await app.me.press('enter');
  await answered();
  expect(app.me.shows.includes('is needed for typing')).toBe(true);
  expect(stored()).toEqual({ trash: { days: 9 } });
});

it('a new key is typed with its value; taken out, it leaves the file as it was', async () => {
  const { app, file, stored, answered } = await withConfiguration({ trash: { days: 9 } });
  await app.me.press('a');
  await app.me.type('harnesses.mine.comand mycli');
  await app.me.press('enter');
  await answered();
  expect(app.me.shows.text()).toMatch(/comand/u);
  expect(stored()).toEqual({ trash: { days: 9 } });
  await app.me.press('escape', 'a');
  await app.me.type('harnesses.mine.command mycli {prompt}');
  await app.me.press('enter');
  await untilFile(file, (text) => text.includes('mycli'));
  await answered();
  await answered();
  expect(stored()).toEqual({ trash: { days: 9 }, harnesses: { mine: { command: ['mycli', '{prompt}'] } } });
  expect(app.me.shows.text()).toMatch(/▸ mine\.command/u);
  await app.me.press('D', 'y');
  await untilFile(file, (text) => !text.includes('mycli'));
  await answered();
  await answered();
  expect(stored()).toEqual({ trash: { days: 9 } });
  expect(app.me.shows.text()).not.toMatch(/mine\.command +\[/u);
});
