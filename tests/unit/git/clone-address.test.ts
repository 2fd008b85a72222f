// Addresses that are given to git, and those that are not.
import { describe, expect, it } from 'vitest';
import { cloneAddress, isSameAddress } from '../../../src/core/adapters/git/clone-address.js';

describe('an address of a repository', () => {
  it.each([
    ['https://github.com/ada/shop', 'shop'],
    ['https://github.com/ada/shop.git/', 'shop'],
    ['http://127.0.0.1:8080/ada/shop.git', 'shop'],
    ['git@github.com:ada/shop.git', 'shop'],
    ['ssh://git@host:22/ada/shop', 'shop'],
    ['git@host:shop', 'shop'],
    ['file:///srv/shop.git', 'shop'],
    ['/srv/shop.git', 'shop'],
    ['../shop', 'shop'],
    [' https://github.com/ada/my.shop_2 ', 'my.shop_2'],
  ])('%s is cloned into %s', (text, name) => {
    expect(cloneAddress(text)).toEqual({ ok: true, value: { url: text.trim(), name } });
  });

  it.each([
    ['', /no address/],
    ['--upload-pack=touch /tmp/x', /no address/],
    ['ext::sh -c id', /no address/],
    ['transport::address', /no address/],
    ['https://host/a b', /no address/],
    ['https://host/a\u001b[2J', /no address/],
    ['ftp://host/shop', /ftp is no way to clone/],
    ['https://ghp_secret@github.com/ada/shop', /a name or a password in it/],
    ['https://x:ghp_secret@github.com/ada/shop', /a name or a password in it/],
    ['ssh://git:ghp_secret@host/shop', /a name or a password in it/],
    ['https://github.com/..', /no name of a folder/],
    ['https://github.com/ada/-x', /no name of a folder/],
  ])('%s is refused', (text, said) => {
    const refused = cloneAddress(text);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringMatching(said) } });
    expect(JSON.stringify(refused)).not.toContain('ghp_secret');
  });

  it('is the same however it is written', () => {
    expect(isSameAddress('https://github.com/ada/shop.git\n', 'https://github.com/ada/shop/')).toBe(true);
    expect(isSameAddress('https://github.com/ada/shop', 'https://github.com/ada/shop2')).toBe(false);
  });
});
