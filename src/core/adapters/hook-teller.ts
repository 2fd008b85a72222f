// The other end of a hook drop: tells the host of an event, for an agent that is a program of ours. See `hook-drop.ts` for who reads it.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** True when it was told. */
export type TellHook = (name: string, payload: Readonly<Record<string, unknown>>) => boolean;

/** Events are read in the order in which they were told. */
export function createHookTeller(folder: string): TellHook {
  let last = 0n;
  return (name, payload) => {
    const now = BigInt(Date.now()) * 1_000_000n;
    last = now > last ? now : last + 1n;
    const file = `${last}-${process.pid}`;
    const hidden = join(folder, `.${file}`);
    try {
      writeFileSync(hidden, JSON.stringify(payload), { mode: 0o600, flag: 'wx' });
      renameSync(hidden, join(folder, `${file}-${name}`));
      return true;
    } catch {
      // Its host has ended, or has no folder for it: there is nobody to tell.
      rmSync(hidden, { force: true });
      return false;
    }
  };
}
