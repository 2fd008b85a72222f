import { describe, expect, it } from 'vitest';
import { configuredAddress, exposed, redisAddress, withoutSecrets } from '../../../src/core/adapters/redis/redis-address.js';

describe('the address of Redis', () => {
  it('is taken apart, and shown without its password', () => {
    const address = redisAddress('rediss://ann:s%40fe@redis.example:7000/2', {});
    expect(address.ok && address.value).toEqual({
      host: 'redis.example',
      port: 7000,
      db: 2,
      tls: true,
      username: 'ann',
      password: 's@fe',
      shown: 'rediss://redis.example:7000/2',
    });
  });

  it('takes the password of the environment where it has none', () => {
    const address = redisAddress('redis://localhost', { REDIS_PASSWORD: 'safe' });
    expect(address.ok && [address.value.password, address.value.shown]).toEqual(['safe', 'redis://localhost:6379']);
  });

  it.each([
    ['http://x', 'it begins with http:'],
    ['nothing', 'it is no address'],
    ['redis://h/first', 'behind the port stands what is no number of a database'],
    ['redis://:%zz@h', 'its user or password is not encoded'],
  ])('%s is refused, and not repeated', (text, said) => {
    const refused = redisAddress(text, {});
    expect(refused).toMatchObject({ ok: false, error: { kind: 'config', tried: 'read the address of Redis', said } });
  });

  it('is that of REDIS_HOST and REDIS_PORT where none is configured', () => {
    expect(configuredAddress(null, {})).toBeNull();
    expect(configuredAddress(null, { REDIS_HOST: 'h', REDIS_PORT: '7' })).toBe('redis://h:7');
    expect(configuredAddress(null, { REDIS_HOST: '::1' })).toBe('redis://[::1]:6379');
    expect(configuredAddress('redis://a', { REDIS_HOST: 'h' })).toBe('redis://a');
  });

  it('and its secrets are parted for a process that is started with it', () => {
    expect(withoutSecrets('redis://ann:safe@h:1')).toEqual({
      url: 'redis://h:1',
      env: { REDIS_USERNAME: 'ann', REDIS_PASSWORD: 'safe' },
    });
  });
});

describe('a Redis on another machine', () => {
  const said = (url: string, env: Readonly<Record<string, string>>, secret?: string) => {
    const address = redisAddress(url, env);
    return address.ok ? (exposed(address.value, secret)?.said ?? null) : 'no address';
  };

  it.each([
    ['redis://127.0.0.1', null],
    ['redis://localhost', null],
    ['redis://[::1]', null],
    ['redis://127.0.0.1.example.org', 'it is on another machine and not encrypted'],
    ['redis://10.0.0.1', 'it is on another machine and not encrypted'],
    ['rediss://10.0.0.1', 'it is on another machine and no password is given'],
    ['rediss://:safe@10.0.0.1', 'it is on another machine, and there is no shared secret to sign tasks with'],
  ])('%s without a secret: %s', (url, words) => {
    expect(said(url, {})).toBe(words);
  });

  it('is used with TLS, a password and a secret', () => {
    expect(said('rediss://10.0.0.1', { REDIS_PASSWORD: 'safe' }, 'of us')).toBeNull();
  });
});
