// A unix socket that only its owner can open, in the place of one that a dead host has left.
import { chmodSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';

/** Listens on `path`; the caller holds the lock, so nobody else does. `close` of the server takes the file away again. */
export function listenPrivately(path: string, serve: (socket: Socket) => void): Promise<Result<Server>> {
  const server = createServer(serve);
  return new Promise((resolve) => {
    const refuse = (error: Error) => resolve(fail(cannotListen(path, error)));
    try {
      unlinkSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return refuse(error as Error);
    }
    // umask before listening: with 022 the socket would be 0755 for a moment (decision 7).
    const mask = process.umask(0o077);
    server.once('error', refuse);
    server.listen(path, () => {
      server.off('error', refuse);
      // Accept errors (out of descriptors) pass; the listening socket stays.
      server.on('error', () => undefined);
      chmodSync(path, 0o600);
      resolve(ok(server));
    });
    process.umask(mask);
  });
}

function cannotListen(path: string, error: Error): OrchError {
  return { kind: 'storage', tried: `listen on ${path}`, said: error.message, next: 'Set XDG_RUNTIME_DIR to a folder that is writable' };
}
