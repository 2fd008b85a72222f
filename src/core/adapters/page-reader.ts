// Pages of the web over http and https: public addresses only, looked up once and connected to as looked up, bounded in size, time and redirects.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { PageReader } from '../agent-ports.js';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 5;
const HEADERS = { 'user-agent': 'orch-tui', accept: 'text/html, text/plain, application/json, */*;q=0.5', 'accept-encoding': 'identity' };

const HIDDEN = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  HIDDEN.addSubnet(net, bits, 'ipv4');

/** Only what the internet routes: of IPv6 the global unicast addresses, without those that hold one of IPv4 or lead into a tunnel. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !HIDDEN.check(address, 'ipv4');
  if (family !== 6) return false;
  return GLOBAL.check(address, 'ipv6') && !TUNNELS.check(address, 'ipv6');
}

const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
const TUNNELS = new BlockList();
TUNNELS.addSubnet('2001::', 23, 'ipv6');
TUNNELS.addSubnet('2001:db8::', 32, 'ipv6');
TUNNELS.addSubnet('2002::', 16, 'ipv6');

export interface PageReaderOrder {
  /** Which addresses are connected to. */
  readonly mayReach?: (address: string) => boolean;
  readonly lookup?: LookupFunction;
  readonly timeoutMs?: number;
}

type Page = Awaited<ReturnType<PageReader['read']>>;

export function createPageReader({ mayReach = isPublicAddress, lookup, timeoutMs = TIMEOUT_MS }: PageReaderOrder = {}): PageReader {
  return {
    async read({ url, maxBytes, signal }) {
      const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      let next = url;
      for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
        const target = URL.canParse(next) ? new URL(next) : null;
        if (target === null || (target.protocol !== 'http:' && target.protocol !== 'https:'))
          return problem(next, 'only http and https addresses are read');
        if (target.username !== '' || target.password !== '') return problem(target.origin, 'an address with a password is not read');
        const answer = await get(target, { mayReach, lookup, maxBytes, signal: ends });
        if (!('redirect' in answer)) return answer;
        next = new URL(answer.redirect, target).href;
      }
      return problem(url, 'it leads from one address to the next for ever');
    },
  };
}

interface GetOrder {
  readonly mayReach: (address: string) => boolean;
  readonly lookup: LookupFunction | undefined;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

async function get(target: URL, order: GetOrder): Promise<Page | { readonly redirect: string }> {
  const host = target.hostname.replace(/^\[|\]$/gu, '');
  if (isIP(host) !== 0 && !order.mayReach(host)) return problem(target.href, NOT_PUBLIC);
  const { request } = target.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const lookup = publicLookup(order, order.lookup ?? (await import('node:dns')).lookup);
  return new Promise((resolve) => {
    const lost = (error: Error) =>
      resolve(problem(target.href, order.signal.aborted ? 'it took too long, or was interrupted' : error.message));
    const asked = request(target, { headers: HEADERS, lookup, signal: order.signal, agent: false }, (response) => {
      const { statusCode = 0, headers } = response;
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && URL.canParse(headers.location, target.href)) {
        response.destroy();
        resolve({ redirect: headers.location });
        return;
      }
      if (statusCode < 200 || statusCode >= 300) {
        response.destroy();
        resolve(problem(target.href, `it answers with status ${statusCode}`));
        return;
      }
      taken(response, order.maxBytes).then(
        ({ bytes, isCut }) => resolve(pageOf(target, { headers, bytes, isCut })),
        (error: Error) => lost(error),
      );
    });
    asked.on('error', lost);
    asked.end();
  });
}

function pageOf(
  target: URL,
  { headers, bytes, isCut }: { readonly headers: IncomingMessage['headers']; readonly bytes: Buffer; readonly isCut: boolean },
): Page {
  const type = headers['content-type'] ?? 'text/plain';
  if (!/^(?:text\/|application\/(?:[\w.+-]*(?:json|xml|javascript)))/iu.test(type))
    return problem(target.href, `it is no text (${plainText(type, 80)})`);
  return ok({ url: plainText(target.href, 300), type, text: bytes.toString('utf8'), isCut });
}

async function taken(response: IncomingMessage, maxBytes: number): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    parts.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return { bytes: Buffer.concat(parts).subarray(0, maxBytes), isCut: length > maxBytes };
}

/** The very address that was checked is connected to: a name that changes its address in between gains nothing. */
function publicLookup({ mayReach }: Pick<GetOrder, 'mayReach'>, lookup: LookupFunction): LookupFunction {
  return (host, options, done) => {
    lookup(host, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      if (error !== null || addresses.every((address) => mayReach(address))) return done(error, found, family);
      done(new Error(NOT_PUBLIC) as NodeJS.ErrnoException, [], 0);
    });
  };
}

const NOT_PUBLIC = 'it is no public address';

function problem(url: string, said: string): Result<never> {
  return fail({ kind: 'internal', tried: `read ${plainText(url, 200)}`, said: plainText(said, 200), next: 'Read another page' });
}
