// Waits on files by the kernel's own notices: no polling, no sleeps, and a deadline that says what was waited for.
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

export const DEADLINE_MS = 45_000;

/**
 * Looks now and at every change inside `folder` (not in folders below it) until `look` gives something other than null.
 * Rejects at the deadline with `what`. `folder` must exist.
 */
export function untilChange<T>(folder: string, what: string, look: () => T | null, deadlineMs: number = DEADLINE_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    // Watching begins before the first look, so that nothing can happen in between.
    const watcher = watch(folder);
    const end = (settle: () => void) => {
      clearTimeout(deadline);
      watcher.close();
      settle();
    };
    const deadline = setTimeout(() => {
      const names = readdirSync(folder).join(', ');
      end(() => reject(new Error(`Waited ${deadlineMs} ms in vain until ${what}. ${folder} holds: ${names || 'nothing'}`)));
    }, deadlineMs);
    const check = () => {
      try {
        const found = look();
        if (found !== null) end(() => resolve(found));
      } catch (error) {
        end(() => reject(error));
      }
    };
    watcher.on('change', check);
    watcher.on('error', (error) => end(() => reject(error)));
    check();
  });
}

/** Resolves with the text of `path` as soon as it exists and `isRight`. Its folder must exist. */
export function untilFile(path: string, isRight: (text: string) => boolean = () => true): Promise<string> {
  return untilChange(dirname(path), `${basename(path)} is as expected`, () => {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : null;
    return text !== null && isRight(text) ? text : null;
  });
}

/** Resolves as soon as `folder` holds at least `count` entries. */
export function untilEntries(folder: string, count: number, deadlineMs: number = DEADLINE_MS): Promise<readonly string[]> {
  const look = () => {
    const names = readdirSync(folder);
    return names.length >= count ? names : null;
  };
  return untilChange(folder, `it holds ${count} entries`, look, deadlineMs);
}
