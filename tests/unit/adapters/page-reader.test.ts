// Pages of the web: public addresses only, by name, by number and by a redirect; bounded; everything else is an error.
import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPageReader, isPublicAddress } from '../../../src/core/adapters/page-reader.js';

let server: Server;
let base: string;
const { signal } = new AbortController();

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/away') return void response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
    if (request.url === '/file') return void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    if (request.url === '/round') return void response.writeHead(302, { location: '/round' }).end();
    if (request.url === '/on') return void response.writeHead(302, { location: '/page' }).end();
    if (request.url === '/image') return void response.writeHead(200, { 'content-type': 'image/png' }).end('x');
    if (request.url === '/missing') return void response.writeHead(404).end();
    if (request.url === '/hangs') return;
    response.writeHead(200, { 'content-type': 'text/plain' });
    if (request.url !== '/endless') return void response.end('a page');
    const pour = () => {
      if (response.destroyed) return;
      if (response.write('x'.repeat(10_000))) setImmediate(pour);
      else response.once('drain', pour);
    };
    pour();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it.each([
  ['8.8.8.8', true],
  ['172.32.0.1', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['localhost', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

it.each([
  ['file:///etc/passwd', 'only http and https'],
  ['ftp://example.org/', 'only http and https'],
  ['no address', 'only http and https'],
  ['http://user:word@example.org/', 'a password'],
  ['http://[::1]/', 'no public address'],
  ['http://2130706433/', 'no public address'],
  ['http://0x7f.1/', 'no public address'],
])('%s is not read', async (url, said) => {
  const read = await createPageReader().read({ url, maxBytes: 1000, signal });
  expect(!read.ok && read.error.said).toContain(said);
});

it('neither this machine by its number, nor by a name that leads to it', async () => {
  const lookup: LookupFunction = (_host, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
  const { port } = server.address() as AddressInfo;
  for (const url of [`${base}/page`, `http://innocent.example:${port}/page`]) {
    const read = await createPageReader({ lookup }).read({ url, maxBytes: 1000, signal });
    expect(!read.ok && read.error.said).toBe('it is no public address');
  }
});

const here = (address: string) => address === '127.0.0.1';

it.each([
  ['/away', 'no public address'],
  ['/file', 'only http and https'],
  ['/round', 'for ever'],
  ['/image', 'it is no text (image/png)'],
  ['/missing', 'status 404'],
])('%s: %s', async (path, said) => {
  const read = await createPageReader({ mayReach: here }).read({ url: base + path, maxBytes: 1000, signal });
  expect(!read.ok && read.error.said).toContain(said);
});

it('follows a redirect, and reads no more than was asked for', async () => {
  const reader = createPageReader({ mayReach: here });
  expect(await reader.read({ url: `${base}/on`, maxBytes: 1000, signal })).toMatchObject({
    ok: true,
    value: { url: `${base}/page`, text: 'a page', isCut: false },
  });
  const read = await reader.read({ url: `${base}/endless`, maxBytes: 1000, signal });
  expect(read.ok && [read.value.text.length, read.value.isCut]).toEqual([1000, true]);
});

it('ends with its time, and with an interrupt', async () => {
  const late = await createPageReader({ mayReach: here, timeoutMs: 50 }).read({ url: `${base}/hangs`, maxBytes: 1000, signal });
  expect(!late.ok && late.error.said).toContain('too long');
  const stop = new AbortController();
  const reading = createPageReader({ mayReach: here }).read({ url: `${base}/hangs`, maxBytes: 1000, signal: stop.signal });
  stop.abort();
  expect((await reading).ok).toBe(false);
});
