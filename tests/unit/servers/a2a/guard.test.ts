// Who comes in: by which names, with which token.
import { describe, expect, it } from 'vitest';
import { isOurHost, isOurToken } from '../../../../src/servers/a2a/guard.js';

describe('isOurHost', () => {
  const local = { host: '127.0.0.1', port: 8000 };

  it.each(['127.0.0.1:8000', 'localhost:8000', 'LOCALHOST:8000', '[::1]:8000'])('takes %s', (name) => {
    expect(isOurHost(name, local)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example:8000',
    '127.0.0.1:8001',
    '127.0.0.1',
    'localhost.evil.example:8000',
    '192.168.1.5:8000',
    'a:b:c',
  ])('refuses %s', (name) => {
    expect(isOurHost(name, local)).toBe(false);
  });

  it('takes the address that is configured, and any number where all are listened on', () => {
    expect(isOurHost('10.0.0.7:8000', { host: '10.0.0.7', port: 8000 })).toBe(true);
    expect(isOurHost('10.0.0.7:8000', { host: '0.0.0.0', port: 8000 })).toBe(true);
    expect(isOurHost('evil.example:8000', { host: '0.0.0.0', port: 8000 })).toBe(false);
  });
});

describe('isOurToken', () => {
  it('takes the token and nothing like it', () => {
    expect(isOurToken('Bearer secret-secret', 'secret-secret')).toBe(true);
    expect(isOurToken('bearer secret-secret', 'secret-secret')).toBe(true);
    for (const header of [undefined, '', 'Bearer', 'Bearer secret', 'Bearer secret-secret2', 'Basic secret-secret', 'secret-secret']) {
      expect(isOurToken(header, 'secret-secret')).toBe(false);
    }
  });
});
