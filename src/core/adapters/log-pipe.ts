// A named pipe that an agent CLI takes for its log file: its lines are read as they come, and nothing of them is ever on a disk.
import { constants, openSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';

/** Of one line: the rest of it is left out. */
const MAX_LINE = 4096;
const MKFIFO_MS = 5000;

export interface LogPipe {
  readonly path: string;
  /** Nothing is told any more, and the pipe is gone. Idempotent. */
  close(): Promise<void>;
}

/** Null where there are no named pipes: then nothing is heard of that log. `folder` is private to this agent; what is left in it is gone. */
export async function openLogPipe(order: { readonly folder: string; readonly onLine: (line: string) => void }): Promise<LogPipe | null> {
  const { folder, onLine } = order;
  const path = join(folder, 'log');
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await execa('mkfifo', ['-m', '600', path], { timeout: MKFIFO_MS });
    // For writing as well: else it would be at its end whenever nobody writes to it.
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    // The socket has the descriptor from here on, and closes it.
    const socket = new Socket({ fd, readable: true, writable: false });
    const lines = boundedLines(onLine);
    socket.setEncoding('utf8');
    socket.on('data', lines);
    socket.on('error', () => socket.destroy());
    socket.unref();
    return {
      path,
      async close() {
        socket.destroy();
        await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      },
    };
  } catch {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    return null;
  }
}

function boundedLines(onLine: (line: string) => void): (text: string) => void {
  let line = '';
  return (text) => {
    const parts = text.split('\n');
    parts.forEach((part, at) => {
      if (line.length < MAX_LINE) line += part.slice(0, MAX_LINE - line.length);
      if (at === parts.length - 1) return;
      onLine(line);
      line = '';
    });
  };
}
