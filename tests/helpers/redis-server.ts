// A real redis-server of a test's own, on a free port of this machine: it can be killed and started again with what it kept.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** As `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>;
  /** On the same port, with what it had kept; resolves when it takes connections. */
  start(extra?: readonly string[]): Promise<void>;
  /** Stands still without closing anything, as behind a line that was cut. */
  freeze(): void;
  thaw(): void;
  /** Keys, by its own command line. */
  command(...words: readonly string[]): Promise<string>;
  end(): Promise<void>;
}

/** `extra`: further arguments, such as `--requirepass secret`. */
export async function startRedis(extra: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'orch-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start(more = []) {
      const keeps = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
      const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--daemonize', 'no'];
      const started = spawn('redis-server', [...place, ...keeps, ...extra, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      await ready(started);
    },
    async kill() {
      if (child === null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      child = null;
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async command(...words) {
      const asked = spawn('redis-cli', ['-p', String(port), ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
      let said = '';
      asked.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      await once(asked, 'close');
      return said.trim();
    },
    async end() {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (text: Buffer) => {
      said += String(text);
      if (/Ready to accept connections/.test(said)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`redis-server ended: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
