// A client over a socket: nothing it says before its screen is ready is lost, not even that it went.
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FrameType } from '../../../src/core/model/protocol.js';
import { type ClientListener, SocketLink } from '../../../src/host/client-link.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const SCREEN = { size: { cols: 80, rows: 24 }, term: 'xterm', colorTerm: '', readOnly: false, noColor: false, utf8: true, agent: null };

/** Both ends of a connection. */
async function connected(): Promise<{ readonly ours: Socket; readonly theirs: Socket }> {
  const path = join(temporaryFolder(), 'socket');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const theirs = createConnection(path);
  const ours = await accepted;
  ours.resume();
  onTestFinished(() => {
    ours.destroy();
    theirs.destroy();
    server.close();
  });
  return { ours, theirs };
}

function recorder(): { readonly said: string[]; readonly listener: ClientListener } {
  const said: string[] = [];
  return {
    said,
    listener: {
      bytes: (chunk) => said.push(`bytes ${chunk.toString()}`),
      // Only a frame less; what was said is the same.
      read: () => undefined,
      ack: () => said.push('ack'),
      size: ({ cols, rows }) => said.push(`size ${cols}x${rows}`),
      closed: () => said.push('closed'),
    },
  };
}

describe('what a client says before somebody listens', () => {
  it('comes in its order, once the listener is in place', async () => {
    const { ours } = await connected();
    const link = new SocketLink(ours, SCREEN);
    link.take(FrameType.bytes, Buffer.from('n'));
    link.take(FrameType.size, Buffer.from('{"cols":100,"rows":30}'));
    const { said, listener } = recorder();
    link.listen(listener);
    // Whoever listens has not come to its own next line yet.
    expect(said).toEqual([]);
    await Promise.resolve();
    link.take(FrameType.bytes, Buffer.from('x'));
    expect(said).toEqual(['bytes n', 'size 100x30', 'bytes x']);
  });

  it('is told to be over when the client went meanwhile', async () => {
    const { ours, theirs } = await connected();
    const link = new SocketLink(ours, SCREEN);
    const closed = new Promise((resolve) => ours.once('close', resolve));
    theirs.destroy();
    await closed;
    const { said, listener } = recorder();
    link.listen(listener);
    await Promise.resolve();
    expect(said).toEqual(['closed']);
  });
});
