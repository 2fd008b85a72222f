// What the dialogs remember across hosts, and what of it is not believed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textEditOf } from '../../../src/core/input/text-edit.js';
import { defaultConfig } from '../../../src/core/model/config.js';
import { newLetter } from '../../../src/core/view/letter-dialog.js';
import { DialogMemory } from '../../../src/host/dialog-memory.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';
import { untilFile } from '../../helpers/wait-for.js';

const base = () => Promise.resolve('main');
const goal = { harness: 'codex', finish: 'merge', verify: 'npm test', approve: ['finish'] } as const;

function memory() {
  const stateDir = temporaryFolder();
  const make = () => new DialogMemory({ stateDir, config: defaultConfig() });
  return { make, file: (name: string) => join(stateDir, name) };
}

it('begins with what is configured, then with what was ordered last, by another host too', async () => {
  const { make, file } = memory();
  const first = make();
  await first.read(base());
  expect(first.world).toMatchObject({ defaults: { base: 'main', finish: 'ask' }, goalDefaults: null, draft: null, goalDraft: null });
  first.remember({ type: 'remember', of: 'goal', defaults: goal });
  expect(first.world.goalDefaults).toEqual(goal);
  await untilFile(file('goal-defaults.json'), (text) => text.includes('codex'));
  const next = make();
  await next.read(base());
  expect(next.world).toMatchObject({ goalDefaults: goal, defaults: { finish: 'ask' } });
});

it.each([
  ['is no JSON', '{'],
  ['is no object', 'null'],
  ['agrees to something unknown', JSON.stringify({ ...goal, approve: ['everything'] })],
  ['does not say where one agrees', JSON.stringify({ ...goal, approve: undefined })],
  ['ends in something unknown', JSON.stringify({ ...goal, finish: 'push' })],
])('a file that %s is as none', async (_, text) => {
  const { make, file } = memory();
  writeFileSync(file('goal-defaults.json'), text);
  const read = make();
  await read.read(base());
  expect(read.world.goalDefaults).toBeNull();
  expect(readFileSync(file('goal-defaults.json'), 'utf8')).toBe(text);
});

it('of a repository without a base keeps the one that was known', async () => {
  const read = memory().make();
  await read.read(base());
  await read.read(Promise.resolve(null));
  expect(read.world.defaults.base).toBe('main');
});

it('keeps what screens left half written, in memory alone, until one takes it', () => {
  const { make } = memory();
  const [one, two] = ['one', 'two'].map((text) => ({ ...newLetter('fix-login'), edit: textEditOf(text) }));
  const other = { ...newLetter('all'), edit: textEditOf('three') };
  if (one === undefined || two === undefined) throw new Error('there are two');
  const kept = make();
  kept.leave({ task: null, goal: null, begun: [one, other] });
  kept.leave({ task: null, goal: null, begun: [two] });
  expect(kept.world.begun).toEqual([one, other, two]);
  kept.taken({ receiver: 'letter fix-login' });
  expect(kept.world.begun).toEqual([one, other]);
  expect(make().world.begun).toEqual([]);
});
