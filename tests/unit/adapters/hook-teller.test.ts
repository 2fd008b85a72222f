// What our own program tells is read by the host's drop, in its order.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHookDrop } from '../../../src/core/adapters/hook-drop.js';
import { createHookTeller } from '../../../src/core/adapters/hook-teller.js';
import type { HookEvent } from '../../../src/core/model/hook-event.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

it('tells events in their order, also the last one before the end', async () => {
  const folder = join(temporaryFolder(), 'hooks');
  const heard: HookEvent[] = [];
  let come: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    come = resolve;
  });
  const drop = await openHookDrop({
    folder,
    onEvent(event) {
      heard.push(event);
      if (heard.length === 20) come();
    },
  });
  const tell = createHookTeller(folder);
  for (let at = 0; at < 20; at += 1) expect(tell('Progress', { at })).toBe(true);
  await all;
  tell('Usage', { at: 20 });
  await drop?.close();
  expect(heard.map(({ payload }) => payload?.at)).toEqual(Array.from({ length: 21 }, (_, at) => at));
  // Its host has ended.
  expect(tell('Progress', {})).toBe(false);
});
