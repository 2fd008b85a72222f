// The way of a worker to the host of its clone: when the worker ends, nothing of it is left open, also what was just being opened.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeJson } from '../../../src/client/framing.js';
import type { Place } from '../../../src/client/place.js';
import { FrameType, PROTOCOL } from '../../../src/core/model/protocol.js';
import { cloneHost } from '../../../src/servers/worker/clone-host.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clone-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a connection that comes after that is closed, and what was to be asked is not', async () => {
  const path = join(folder, 'host.sock');
  const server = createServer().listen(path);
  await once(server, 'listening');
  const link = cloneHost({ sockets: [path] } as unknown as Place);
  const asked = link.request('status', {});
  const [socket] = (await once(server, 'connection')) as [Socket];
  const got: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => got.push(chunk));
  await once(socket, 'data');
  const greeting = Buffer.concat(got).length;
  link.close();
  socket.write(encodeJson(FrameType.hello, { protocol: PROTOCOL, version: '1', pid: 1, agents: 0, configFile: null }));
  await once(socket, 'close');
  expect(await asked).toMatchObject({ ok: false });
  expect(Buffer.concat(got)).toHaveLength(greeting);
  expect(await link.request('status', {})).toMatchObject({ ok: false, error: { kind: 'interrupted' } });
  server.close();
});
