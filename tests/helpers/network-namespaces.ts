// Machines of their own network on this one: a namespace each, a cable to here that can be pulled, and a Redis with TLS that all of them reach.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ip = (...words: readonly string[]): void => void execFileSync('ip', [...words], { stdio: 'ignore' });

/** Why there are none here; null where there are. */
export function withoutNamespaces(): string | null {
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  try {
    // Of its own: two that probe at once would be in each other's way, and take that for a reason to skip.
    const probe = `ot-probe-${process.pid}`;
    ip('netns', 'add', probe);
    ip('netns', 'del', probe);
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'this machine has no network namespaces, or no openssl';
  }
}

export interface Cable {
  readonly name: string;
  /** This machine, as it is reached from there. */
  readonly address: string;
  /** Words before a command that is to run there. */
  readonly inside: readonly string[];
  pull(): void;
  plug(): void;
  end(): void;
}

/** Of a run of the tests that was killed: nothing is in it any more. */
function isLeft(name: string): boolean {
  const words = (...args: readonly string[]) => execFileSync('ip', ['netns', ...args], { encoding: 'utf8' });
  const isThere = words('list')
    .split('\n')
    .some((line) => line.split(' ')[0] === name);
  return isThere && words('pids', name).trim() === '';
}

export function makeCable(name: string, net: number): Cable {
  const [here, there] = [`${name}-h`, `${name}-t`];
  const subnet = `10.77.${net}`;
  if (isLeft(name)) ip('netns', 'del', name);
  ip('netns', 'add', name);
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name);
  ip('addr', 'add', `${subnet}.1/24`, 'dev', here);
  ip('link', 'set', here, 'up');
  for (const words of [
    ['addr', 'add', `${subnet}.2/24`, 'dev', there],
    ['link', 'set', there, 'up'],
    ['link', 'set', 'lo', 'up'],
  ])
    ip('-n', name, ...words);
  return {
    name,
    address: `${subnet}.1`,
    inside: ['ip', 'netns', 'exec', name],
    pull: () => ip('link', 'set', here, 'down'),
    plug: () => ip('link', 'set', here, 'up'),
    end() {
      ip('netns', 'del', name);
    },
  };
}

/** A certificate for these addresses, and the arguments that make a Redis use it, with a password. */
export function tlsFor(addresses: readonly string[], port: number, password: string) {
  const folder = mkdtempSync(join(tmpdir(), 'orch-tls-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = addresses.map((address) => `IP:${address}`).join(',');
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=redis', '-addext', `subjectAltName=${names}`];
  execFileSync('openssl', [...made, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no'];
  const open = ['--tls-port', String(port), '--bind', '0.0.0.0', '--protected-mode', 'no', '--requirepass', password];
  return { certificate, args: [...open, ...files], end: () => rmSync(folder, { recursive: true, force: true }) };
}
