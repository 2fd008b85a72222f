// $EDITOR over the whole screen: opened by Ctrl-E, gone with its program, and its text in the dialog it was opened from.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { CSI } from '../../src/core/model/sequences.js';
import { launch } from '../helpers/launch-app.js';

async function editing(text = 'first draft') {
  const app = await launch({ cols: 100, rows: 30 });
  await app.run('other');
  await app.me.press('n');
  await app.me.type(text);
  await app.me.press('ctrl-e');
  const editor = app.editor();
  return { app, editor, file: editor.spawn.argv.at(-1) ?? '' };
}

it('has the whole screen, the text and every key', async () => {
  const { app, editor, file } = await editing();
  expect(editor.spawn).toMatchObject({ cols: 100, rows: 30, argv: ['fake-editor', file] });
  expect(readFileSync(file, 'utf8')).toBe('first draft');
  editor.prints(`${CSI}2J${CSI}H~ editor ~${CSI}30;100H$`);
  await app.settled();
  expect(app.me.shows.row(0)).toBe('~ editor ~');
  expect(app.me.shows.row(29).endsWith('$')).toBe(true);
  await app.me.type(':wq\u0011\r');
  expect(editor.received()).toBe(':wq\u0011\r');
  expect(app.agent(1).received()).toBe('');
});

it('what was saved is the text of the task', async () => {
  const { app, editor, file } = await editing();
  writeFileSync(file, 'second draft\nof two lines\n');
  editor.exits(0);
  await app.settled();
  expect(app.me.shows.includes('New task')).toBe(true);
  expect(app.me.shows.includes('of two lines')).toBe(true);
  expect(existsSync(dirname(file))).toBe(false);
  await app.me.press('enter');
  expect(app.agent(2).spawn.argv.at(-1)).toBe('second draft\nof two lines');
});

it('an editor that fails changes nothing', async () => {
  const { app, editor, file } = await editing();
  writeFileSync(file, 'spoilt');
  editor.exits(1);
  await app.settled();
  expect(app.me.shows.includes('first draft')).toBe(true);
  expect(existsSync(dirname(file))).toBe(false);
});

it('one that can not be started is told, and the text stays', async () => {
  const app = await launch({ cols: 100, rows: 30 });
  app.machine.refusal = 'fake-editor is not there';
  await app.me.press('n');
  await app.me.type('my text');
  await app.me.press('ctrl-e');
  expect(app.me.shows.includes('fake-editor is not there')).toBe(true);
  expect(app.me.shows.includes('my text')).toBe(true);
});

it('a disk that takes no file is told, and the text stays', async () => {
  const app = await launch({ cols: 100, rows: 30 });
  writeFileSync(`${app.stateDir}/tmp`, 'in the way');
  await app.me.press('n');
  await app.me.type('my text');
  await app.me.press('ctrl-e');
  expect(app.me.shows.includes('open $EDITOR')).toBe(true);
  expect(app.me.shows.includes('my text')).toBe(true);
});

it('is resized with the window', async () => {
  const { app, editor } = await editing();
  await app.me.resize({ cols: 120, rows: 40 });
  expect(editor.size).toEqual({ cols: 120, rows: 40 });
  editor.prints(`${CSI}40;1Hbottom`);
  await app.settled();
  expect(app.me.shows.row(39)).toBe('bottom');
});

it('keys between its end and the dialog go nowhere, and harm nothing', async () => {
  const { app, editor } = await editing();
  editor.exits(0);
  app.me.sends('x');
  await app.settled();
  expect(app.me.shows.includes('first draft')).toBe(true);
});

it('ends with the screen it was opened on, and leaves no file', async () => {
  const { app, editor, file } = await editing();
  await app.me.leaves();
  expect(editor.isRunning).toBe(false);
  expect(existsSync(dirname(file))).toBe(false);
});

it('a screen that is closed before it has opened gets none', async () => {
  const app = await launch({ cols: 100, rows: 30 });
  await app.me.press('n');
  app.me.sends('\u0005');
  await app.me.leaves();
  expect(app.machine.programs.filter((program) => program.isRunning)).toEqual([]);
});

it('Ctrl-E held down opens one', async () => {
  const app = await launch({ cols: 100, rows: 30 });
  await app.me.press('n');
  await app.me.type('\u0005\u0005\u0005');
  expect(app.machine.programs).toHaveLength(1);
});

it('a redraw it never ends is shown as it stands', async () => {
  const { app, editor } = await editing();
  editor.prints(`${CSI}?2026h${CSI}2J${CSI}Hhalf a redraw`);
  await app.passes(1000);
  expect(app.me.shows.row(0)).toBe('half a redraw');
});
