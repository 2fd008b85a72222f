// The host starts also where the service manager that should hold it is there and refuses.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostScopes } from '../../../src/client/host-scope.js';
import { startHost } from '../../../src/client/start-host.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

/** A systemd-run that notes how it was called and then does `body`, beside a manager's socket. */
function manager(body: string) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'systemd'));
  writeFileSync(join(folder, 'systemd', 'private'), '');
  const command = script(folder, 'systemd-run', `echo "$*" >> '${folder}/calls'\n${body}`);
  return { folder, scopes: hostScopes({ XDG_RUNTIME_DIR: folder }, [join(folder, 'none'), command]) };
}

function script(folder: string, name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Starts a host that does `body`; `calls`: with which words systemd-run was called. */
async function start({ folder, scopes }: ReturnType<typeof manager>, body: string) {
  const log = join(folder, 'logs', 'host.log');
  const command = [script(folder, 'host', body)];
  const started = await startHost({ repo: folder, args: [], logFile: log, env: { PATH: process.env.PATH } }, { scopes, command });
  let calls = '';
  try {
    calls = readFileSync(join(folder, 'calls'), 'utf8');
  } catch {
    // It was not called.
  }
  return { started, calls: calls.split('\n').filter(Boolean), log: readFileSync(log, 'utf8') };
}

const AS_SYSTEMD = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"';
const LISTENS = 'echo "$0 $*"; echo \'{"ready":true}\' >&3';

describe('where the host is put', () => {
  it('is a scope that outlives one agent without memory, where a manager runs', async () => {
    const { started, calls, log } = await start(manager(AS_SYSTEMD), LISTENS);
    expect(started).toEqual({ ok: true, value: 'ready' });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(/^--user --scope --quiet --collect --property=OOMPolicy=continue -- .*\/host --repo /);
    expect(log).toMatch(/\/host --repo /);
  });

  it('is a plain scope where the manager is too old for that', async () => {
    const old = `case "$*" in *OOMPolicy*) echo 'Unknown assignment: OOMPolicy=continue' >&2; exit 1 ;; esac\n${AS_SYSTEMD}`;
    const { started, calls, log } = await start(manager(old), LISTENS);
    expect(started).toEqual({ ok: true, value: 'ready' });
    expect(calls).toHaveLength(2);
    expect(log).toMatch(/Unknown assignment/);
  });

  it('is nowhere special where the manager refuses, and the log has what it said', async () => {
    const { started, calls, log } = await start(manager("echo 'Failed to connect to bus' >&2; exit 1"), LISTENS);
    expect(started).toEqual({ ok: true, value: 'ready' });
    expect(calls).toHaveLength(2);
    expect(log).toMatch(/Failed to connect to bus[\s\S]*\/host --repo /);
  });

  it.each([
    ['no manager runs', {}, ['/bin/sh']],
    ['its socket is not there', { XDG_RUNTIME_DIR: '/nowhere' }, ['/bin/sh']],
    ['there is no systemd-run', { XDG_RUNTIME_DIR: '/nowhere' }, []],
  ])('is nowhere special where %s', (_sentence, env, candidates) => {
    expect(hostScopes(env, candidates)).toEqual([[]]);
  });
});

describe('a host that does not start', () => {
  it('is not tried again once it has said why', async () => {
    const error = { kind: 'storage', tried: 'a', said: 'b', next: 'c' };
    const { started, calls } = await start(manager(AS_SYSTEMD), `echo '${JSON.stringify({ error })}' >&3; exit 1`);
    expect(started).toEqual({ ok: false, error });
    expect(calls).toHaveLength(1);
  });

  it('is told of with the place of its log', async () => {
    const { started } = await start(manager(AS_SYSTEMD), 'exit 1');
    expect(started).toMatchObject({ ok: false, error: { said: 'it ended before it listened', next: expect.stringMatching(/host\.log$/) } });
  });

  it('is told of where its program is not there', async () => {
    const folder = temporaryFolder();
    const order = { repo: folder, args: [], logFile: join(folder, 'host.log'), env: {} };
    const started = await startHost(order, { scopes: [[]], command: [join(folder, 'none')] });
    expect(started).toMatchObject({ ok: false, error: { said: expect.stringMatching(/ENOENT/) } });
  });
});
