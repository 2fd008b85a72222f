// What the address of a remote says, and where a token may go. Pure: no repository needed.
import { describe, expect, test } from 'vitest';
import { mayCarryToken } from '../../../src/core/adapters/git/askpass.js';
import { parseRemote } from '../../../src/core/adapters/git/forge-remote.js';

describe('addresses', () => {
  const rows: readonly (readonly [string, string | null])[] = [
    ['https://github.com/o/r.git', 'github.com o r'],
    ['https://github.com/o/r/', 'github.com o r'],
    ['https://me:secret@GitHub.com/o/r.js.git', 'github.com o r.js'],
    ['git@github.com:o/r.git', 'github.com o r'],
    ['github.com:o/r', 'github.com o r'],
    ['ssh://git@ssh.github.com:443/o/r.git', 'github.com o r'],
    ['https://forge.example:8443/o/r', 'forge.example:8443 o r'],
    ['https://github.com@evil.example/o/r', 'evil.example o r'],
    ['https://github.com%2f@evil.example/o/r', 'evil.example o r'],
    ['https://evil.example%2f@x@github.com/o/r', null],
    ['https://github.com/o/r/more', null],
    ['https://github.com/o', null],
    ['https://github.com/../r', null],
    ['/srv/git/o/r.git', null],
    ['./o/r:x', null],
    ['file:///srv/o/r.git', null],
    ['ext::sh -c evil% github.com:o/r', null],
    ['', null],
  ];
  test.each(rows)('%s is %s', (url, expected) => {
    const address = parseRemote(url);
    expect(address === null ? null : `${address.host} ${address.owner} ${address.repo}`).toBe(expected);
    expect(JSON.stringify(address)).not.toContain('secret');
  });

  const tokens: readonly (readonly [string, boolean])[] = [
    ['https://github.com/o/r', true],
    ['http://127.0.0.1:80/o/r', true],
    ['http://github.com/o/r', false],
    ['http://127.0.0.1.evil.example/o/r', false],
    ['git@github.com:o/r', false],
  ];
  test.each(tokens)('%s may carry a token: %s', (url, expected) => {
    const address = parseRemote(url);
    expect(address !== null && mayCarryToken(address)).toBe(expected);
  });
});
