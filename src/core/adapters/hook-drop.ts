// The private folder of one agent into which its CLI's hooks drop their events: watched, read in their order, and gone with the agent.
// What lies there may come from the agent itself: links, pipes and folders are not followed, and what is too large is not read.
import { constants, type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HookEvent } from '../model/hook-event.js';

/** Of one event: a tool's input and answer may hold whole files. */
const MAX_BYTES = 64 * 1024;
/** `NANOSECONDS-PID-EVENT`, as `hookCommand` names them; where `date` knows no nanoseconds they end in `N`. */
const NAME = /^(\d{10,20}N?)-\d{1,10}-([A-Za-z]{1,40})$/;

export interface HookDrop {
  readonly folder: string;
  /** What lies there is told, then nothing any more, and the folder is gone. Idempotent. */
  close(): Promise<void>;
}

/** Null where the folder can not be made or watched: then the agent has no hooks. What an earlier run left in it is gone. */
export async function openHookDrop(order: {
  readonly folder: string;
  readonly onEvent: (event: HookEvent) => void;
}): Promise<HookDrop | null> {
  const { folder, onEvent } = order;
  let isClosed = false;
  let reading: Promise<void> | null = null;
  let isStale = false;

  async function takeAll(): Promise<void> {
    for (const { file, name } of await dropped(folder)) {
      const payload = await readPayload(join(folder, file));
      await rm(join(folder, file), { recursive: true, force: true }).catch(() => undefined);
      if (!isClosed) onEvent({ name, payload });
    }
  }

  /** One pass at a time; what comes meanwhile is taken by another. */
  function look(): void {
    isStale = true;
    reading ??= (async () => {
      while (isStale && !isClosed) {
        isStale = false;
        await takeAll();
      }
    })().finally(() => {
      reading = null;
    });
  }

  let watcher: FSWatcher;
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    watcher = watch(folder, { persistent: false }, look);
  } catch {
    return null;
  }
  // The folder was removed under it: nothing comes any more.
  watcher.on('error', () => watcher.close());
  return {
    folder,
    async close() {
      watcher.close();
      await reading;
      // What was told last, just before the end, such as what all of it has cost.
      if (!isClosed) await takeAll();
      isClosed = true;
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** Oldest first. */
async function dropped(folder: string): Promise<readonly { readonly file: string; readonly name: string }[]> {
  const files = await readdir(folder).catch(() => []);
  const found = files.flatMap((file) => {
    const [, at, name] = NAME.exec(file) ?? [];
    return at === undefined || name === undefined ? [] : [{ file, name, at }];
  });
  return found.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}

async function readPayload(path: string): Promise<HookEvent['payload']> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    if (!(await file.stat()).isFile()) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES + 1), 0, MAX_BYTES + 1, 0);
    return bytesRead > MAX_BYTES ? null : objectIn(buffer.toString('utf8', 0, bytesRead));
  } catch {
    return null;
  } finally {
    await file.close().catch(() => undefined);
  }
}

function objectIn(text: string): HookEvent['payload'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as HookEvent['payload']) : null;
  } catch {
    return null;
  }
}
