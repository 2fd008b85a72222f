// Events of hooks through a real folder: dropped by the very command that CLIs run, taken in their order, whatever else lies there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openHookDrop } from '../../../src/core/adapters/hook-drop.js';
import { HOOKS_VARIABLE, hookCommand } from '../../../src/core/harness/hook-command.js';
import type { HookEvent } from '../../../src/core/model/hook-event.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

async function drop() {
  const folder = join(temporaryFolder(), 'hooks', 'a');
  const events: HookEvent[] = [];
  let resolve: (() => void) | null = null;
  let wanted = 0;
  const opened = await openHookDrop({
    folder,
    onEvent: (event) => {
      events.push(event);
      if (events.length >= wanted) resolve?.();
    },
  });
  if (opened === null) throw new Error('the folder can not be watched');
  onTestFinished(() => opened.close());
  const has = (count: number) =>
    new Promise<void>((done) => {
      wanted = count;
      resolve = done;
      if (events.length >= count) done();
    });
  return { opened, folder, events, has };
}

function fire(folder: string, name: string, input: string): string {
  const env = { PATH: '/usr/bin:/bin', [HOOKS_VARIABLE]: folder };
  return execFileSync('sh', ['-c', hookCommand(name)], { env, input, encoding: 'utf8' });
}

it('tells what hooks drop, in their order, and leaves nothing', async () => {
  const { folder, events, has } = await drop();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(fire(folder, 'PreToolUse', '{"tool_name":"Bash"}')).toBe('');
  fire(folder, 'Stop', '{"n":2}');
  await has(2);
  expect(events).toEqual([
    { name: 'PreToolUse', payload: { tool_name: 'Bash' } },
    { name: 'Stop', payload: { n: 2 } },
  ]);
  expect(readdirSync(folder)).toEqual([]);
});

it('sorts what is there at once by time', async () => {
  const { folder, events, has } = await drop();
  for (const n of [3, 1, 2]) writeFileSync(join(folder, `.${n}`), `{"n":${n}}`);
  for (const n of [3, 1, 2]) renameSync(join(folder, `.${n}`), join(folder, `170000000000000000${n}-7-Stop`));
  await has(3);
  expect(events.map(({ payload }) => payload?.n)).toEqual([1, 2, 3]);
});

it('tells the name alone of what is too large, no object, or no file', async () => {
  const { folder, events, has } = await drop();
  fire(folder, 'Large', `{"text":"${'x'.repeat(70_000)}"}`);
  fire(folder, 'Broken', '{"text":');
  fire(folder, 'List', '[1]');
  mkdirSync(join(folder, '1900000000000000000-1-Folder'));
  symlinkSync('/etc/passwd', join(folder, '1900000000000000001-1-Link'));
  execFileSync('mkfifo', [join(folder, '1900000000000000002-1-Pipe')]);
  await has(6);
  expect(events.map(({ name, payload }) => [name, payload])).toEqual(
    ['Large', 'Broken', 'List', 'Folder', 'Link', 'Pipe'].map((name) => [name, null]),
  );
  expect(existsSync('/etc/passwd')).toBe(true);
});

it('takes no notice of other names', async () => {
  const { folder, events, has } = await drop();
  writeFileSync(join(folder, 'Stop'), '{}');
  writeFileSync(join(folder, '1-1-../x'.replace('/', '_')), '{}');
  fire(folder, 'Stop', '{}');
  await has(1);
  expect(events).toEqual([{ name: 'Stop', payload: {} }]);
});

it('is gone with the agent; a late hook succeeds and says nothing', async () => {
  const { opened, folder, events } = await drop();
  await opened.close();
  await opened.close();
  expect(existsSync(folder)).toBe(false);
  expect(fire(folder, 'Stop', '{}')).toBe('');
  expect(fire('', 'Stop', '{}')).toBe('');
  expect(events).toEqual([]);
});

it('is null where no folder can be made', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await openHookDrop({ folder: join(file, 'hooks'), onEvent: () => undefined })).toBeNull();
});
