// A stream of events over a real loopback connection: the password, what holds at the start, bounds, and a connection that is lost.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { followEvents, freePort } from '../../../src/core/adapters/event-server.js';
import type { HookEvent } from '../../../src/core/model/hook-event.js';
import { FakeClock } from '../../helpers/fake-clock.js';

/** Between two tries. */
const AGAIN_MS = 250;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Resolves with the first `count` of what is told, as one list in its order. */
function follow(port: number, count: number, clock = new FakeClock()): Promise<readonly unknown[]> {
  return new Promise((resolve) => {
    const told: unknown[] = [];
    const tell = (what: unknown) => told.push(what) === count && resolve(told);
    const stop = followEvents({
      port,
      user: 'me',
      password: 'secret',
      events: '/event',
      snapshot: ['/now'],
      clock,
      onSnapshot: (path, answer) => tell([path, answer]),
      onEvent: (event: HookEvent) => tell(event),
      onLost: () => tell('lost'),
    });
    onTestFinished(stop);
  });
}

async function served(answer: Answer): Promise<number> {
  const server = createServer(answer);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

it('follows the events of a server that takes its password, what holds at the start among them', async () => {
  const seen: (string | undefined)[] = [];
  let stream: ServerResponse | null = null;
  const port = await served((request, response) => {
    seen.push(request.headers.authorization);
    if (request.url === '/event') {
      stream = response;
      response.write(': hello\n\n');
      return;
    }
    response.end('{"busy":true}');
    stream?.write('data: {"type":"a","properties":{"n":1}}\n\ndata: {"type":"b","prop');
    stream?.write('erties":[]}\n\ndata: nonsense\n\n');
    stream?.end(`data: {"id":"x","type":"large","properties":{"t":"${'x'.repeat(70_000)}"}}\n\ndata: {"type":"c"}\n\n`);
  });
  const told = await follow(port, 6);
  expect(told.filter((what) => !Array.isArray(what))).toEqual([
    { name: 'a', payload: { n: 1 } },
    { name: 'b', payload: null },
    { name: 'large', payload: null },
    { name: 'c', payload: null },
    'lost',
  ]);
  expect(told).toContainEqual(['/now', { busy: true }]);
  expect(new Set(seen)).toEqual(new Set([`Basic ${Buffer.from('me:secret').toString('base64')}`]));
});

it('tries again while nothing listens yet, and tells nothing of it', async () => {
  const port = (await freePort()) ?? 0;
  const clock = new FakeClock();
  let refused: (() => void) | null = null;
  const isRefused = new Promise<void>((resolve) => {
    refused = resolve;
  });
  const told = follow(
    port,
    1,
    new Proxy(clock, {
      get: (target, name) =>
        name !== 'after'
          ? Reflect.get(target, name).bind(target)
          : (delayMs: number, run: () => void) => {
              if (delayMs === AGAIN_MS) refused?.();
              return target.after(delayMs, run);
            },
    }),
  );
  await isRefused;
  const server = createServer((request, response) => {
    if (request.url === '/event') response.write('data: {"type":"a","properties":{}}\n\n');
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  clock.advance(AGAIN_MS);
  expect(await told).toEqual([{ name: 'a', payload: {} }]);
});

it('puts a request again that is never answered', async () => {
  let asked = 0;
  const clock = new FakeClock();
  const port = await served((request, response) => {
    if (request.url !== '/event') return;
    asked += 1;
    if (asked === 1) {
      // By then its client has let go of it, and waits to try again.
      response.on('close', () => setImmediate(() => clock.advance(AGAIN_MS)));
      clock.advance(3000);
    } else response.write('data: {"type":"a","properties":{}}\n\n');
  });
  expect(await follow(port, 1, clock)).toEqual([{ name: 'a', payload: {} }]);
});

it('gives up a server that is another one', async () => {
  let asked = 0;
  const clock = new FakeClock();
  const answered = new Promise<void>((resolve) => {
    void served((_request, response) => {
      asked += 1;
      response.statusCode = 401;
      response.on('close', resolve);
      response.end();
    }).then((port) => follow(port, 1, clock));
  });
  await answered;
  clock.advance(600_000);
  expect([asked, clock.waits]).toEqual([1, []]);
});
