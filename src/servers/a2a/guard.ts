// Who may come in: only by a name that is ours (a page of the web can point its own name at this machine), and only with the token.
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `host`: the address that is listened on. A number can not be pointed elsewhere, so where all are listened on every number is ours. */
export function isOurHost(header: string | undefined, { host, port }: { readonly host: string; readonly port: number }): boolean {
  const [, name, at] = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/iu.exec(header ?? '') ?? [];
  if (name === undefined || Number(at ?? 80) !== port) return false;
  const asked = name.toLowerCase();
  if (LOOPBACK.has(asked) || asked === bracketed(host.toLowerCase())) return true;
  return (host === '0.0.0.0' || host === '::') && isIP(asked.replace(/^\[|\]$/gu, '')) !== 0;
}

/** Compared by digests: neither its length nor its beginning can be found out by the time it takes. */
export function isOurToken(header: string | undefined, token: string): boolean {
  const [, given] = /^Bearer +(\S+) *$/iu.exec(header ?? '') ?? [];
  return given !== undefined && timingSafeEqual(digestOf(given), digestOf(token));
}

export function onlyOurHost(where: { readonly host: string; readonly port: () => number }): RequestHandler {
  return (request, response, next) => {
    if (isOurHost(request.headers.host, { host: where.host, port: where.port() })) return next();
    response.status(421).json({ error: 'this door has another name: see its agent card' });
  };
}

export function onlyWithToken(token: string): RequestHandler {
  return (request, response, next) => {
    if (isOurToken(request.headers.authorization, token)) return next();
    response.status(401).set('WWW-Authenticate', 'Bearer realm="orch-tui"').json({ error: 'the bearer token is missing or wrong' });
  };
}

export function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
