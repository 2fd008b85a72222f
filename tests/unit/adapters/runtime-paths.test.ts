import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  configDir,
  MAX_SOCKET_PATH_BYTES,
  prepareSocket,
  prepareStateDir,
  repositoryPaths,
  socketsToTry,
} from '../../../src/core/adapters/runtime-paths.js';

let folder: string;
const uid = process.getuid?.() ?? 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paths-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const place = { env: {}, home: '/home/p', uid: 1000 };
const repository = { name: 'shop', hash: 'abc123' };

describe('where things lie', () => {
  it.each([
    ['nothing is set', {}, '/home/p/.local/state/orch-tui/shop-abc123', ['/tmp/orch-tui-1000/abc123.sock']],
    ['a state home', { XDG_STATE_HOME: '/s' }, '/s/orch-tui/shop-abc123', ['/tmp/orch-tui-1000/abc123.sock']],
    [
      'a runtime folder',
      { XDG_RUNTIME_DIR: '/run/user/1000' },
      '/home/p/.local/state/orch-tui/shop-abc123',
      ['/run/user/1000/orch-tui/abc123.sock', '/tmp/orch-tui-1000/abc123.sock'],
    ],
    [
      'relative paths are ignored, as the XDG specification says',
      { XDG_STATE_HOME: 's', XDG_RUNTIME_DIR: '' },
      '/home/p/.local/state/orch-tui/shop-abc123',
      ['/tmp/orch-tui-1000/abc123.sock'],
    ],
  ])('%s', (_, env, stateDir, sockets) => {
    expect(repositoryPaths({ ...place, env }, repository)).toEqual({ stateDir, sockets });
  });

  it.each([
    ['Café Crème!', 'cafe-creme'],
    ['日本', 'repository'],
    ['../../etc', 'etc'],
    [`${'long'.repeat(20)}`, 'long'.repeat(8)],
  ])('a repository called %s gets a plain folder name', (name, slug) => {
    expect(repositoryPaths(place, { name, hash: 'h' }).stateDir).toBe(`/home/p/.local/state/orch-tui/${slug}-h`);
  });

  it('the configuration is the person’s', () => {
    expect(configDir(place)).toBe('/home/p/.config/orch-tui');
    expect(configDir({ ...place, env: { XDG_CONFIG_HOME: '/c' } })).toBe('/c/orch-tui');
  });
});

describe('the state folder', () => {
  it('is made for its owner alone', () => {
    const path = join(folder, 'a', 'b');
    expect(prepareStateDir(path)).toEqual({ ok: true, value: path });
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('behind a file, or longer than tools could bear, is refused in words', () => {
    writeFileSync(join(folder, 'file'), '');
    const behind = prepareStateDir(join(folder, 'file', 'state'));
    const long = prepareStateDir(join(folder, 'x'.repeat(200), 'x'.repeat(200), 'x'.repeat(200), 'x'.repeat(200), 'x'.repeat(300)));
    expect(behind).toMatchObject({ ok: false, error: { kind: 'storage', said: 'a file is in the way', next: /XDG_STATE_HOME/ } });
    expect(long).toMatchObject({ ok: false, error: { said: expect.stringMatching(/more than 1024 bytes/) } });
  });

  it('that is read-only is refused in words', () => {
    // /proc takes no folders, not even from root.
    expect(prepareStateDir('/proc/orch-tui')).toMatchObject({ ok: false, error: { tried: 'use the state folder /proc/orch-tui' } });
  });
});

describe('the socket', () => {
  it('gets a folder for its owner alone, also where the folder was open before', () => {
    mkdirSync(join(folder, 'open'));
    chmodSync(join(folder, 'open'), 0o755);
    const path = join(folder, 'open', 'h.sock');
    expect(prepareSocket([path], uid)).toEqual({ ok: true, value: path });
    expect(statSync(join(folder, 'open')).mode & 0o777).toBe(0o700);
  });

  it('of exactly the longest path is taken, one byte more falls back to the next', () => {
    const room = MAX_SOCKET_PATH_BYTES - Buffer.byteLength(`${folder}/é/`);
    const longest = join(folder, 'é', 'x'.repeat(room));
    expect(Buffer.byteLength(longest)).toBe(MAX_SOCKET_PATH_BYTES);
    const short = join(folder, 'short', 'h.sock');
    expect(prepareSocket([longest, short], uid)).toEqual({ ok: true, value: longest });
    expect(prepareSocket([`${longest}x`, short], uid)).toEqual({ ok: true, value: short });
    expect(socketsToTry([`${longest}x`, short])).toEqual([short]);
  });

  it('without any usable path is an error that says why for each', () => {
    const long = join(folder, 'x'.repeat(120));
    symlinkSync('/tmp', join(folder, 'link'));
    const linked = join(folder, 'link', 'h.sock');
    const answer = prepareSocket([long, linked], uid);
    expect(answer).toMatchObject({
      ok: false,
      error: {
        said: expect.stringMatching(/takes 107.*link\/h\.sock: its folder is not a folder/),
        next: expect.stringMatching(/XDG_RUNTIME_DIR/),
      },
    });
  });

  it('in a folder of somebody else is refused', () => {
    expect(prepareSocket([join(folder, 'mine', 'h.sock')], uid + 1)).toMatchObject({
      ok: false,
      error: { said: expect.stringMatching(new RegExp(`belongs to user ${uid}`)) },
    });
  });
});
