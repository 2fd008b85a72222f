// Blocks of ten ports, handed out to worktrees from one file that all hosts of a person share. Must not know what listens there.
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { PORTS_PER_WORKTREE, type PortBlocks } from '../ports/worktree.js';
import type { Clock } from '../ports.js';
import { withSharedLock } from './shared-lock.js';
import { atomicWrite } from './storage/atomic-write.js';

const LAST_PORT = 65_535;
/** Where none of so many is free, something keeps us from listening at all. */
const MOST_TRIED = 400;

interface Block {
  readonly port: number;
  /** State folder of the host whose owner has it: with the folder its blocks are free again. */
  readonly state: string;
  readonly owner: string;
}

export interface PortRegistryOrder {
  /** `$XDG_STATE_HOME/orch-tui/ports.json` */
  readonly file: string;
  readonly stateDir: string;
  readonly firstPort: number;
  readonly clock: Clock;
  readonly path: () => string | undefined;
  /** Ports that this host's agents have, by its own state: a file that was lost comes back by it. */
  readonly held: () => readonly { readonly owner: string; readonly port: number }[];
}

export function createPortRegistry(order: PortRegistryOrder): PortBlocks {
  /** Given to owners that the state does not tell of yet, or never will. */
  const given = new Map<string, number>();
  const change = (use: (blocks: readonly Block[]) => Promise<Result<readonly Block[]>>): Promise<Result<void>> => {
    const { file, clock } = order;
    return withSharedLock({ file: `${file}.lock`, clock, path: order.path() }, async () => {
      const changed = await use(await alive(order, given, await read(file)));
      if (!changed.ok) return changed;
      try {
        await atomicWrite(file, `${JSON.stringify({ version: 1, blocks: changed.value }, null, 2)}\n`);
        return ok(undefined);
      } catch (error) {
        return fail(noPorts(error instanceof Error ? error.message : String(error)));
      }
    });
  };
  return {
    async claim(owner) {
      let port = 0;
      const done = await change(async (blocks) => {
        const own = blocks.find((block) => block.state === order.stateDir && block.owner === owner);
        const found = own === undefined ? await freeBlock(blocks, order.firstPort) : own.port;
        if (found === null) return fail(noPorts(`no ten ports in a row are free from ${order.firstPort} on`));
        port = found;
        return ok(own === undefined ? [...blocks, { port, state: order.stateDir, owner }] : blocks);
      });
      if (done.ok) given.set(owner, port);
      return done.ok ? ok(port) : done;
    },
    async release(owner) {
      given.delete(owner);
      // Left where it fails: the next claim of this host finds that its owner is gone.
      await change(async (blocks) => ok(blocks.filter((block) => block.state !== order.stateDir || block.owner !== owner)));
    },
  };
}

/** Blocks whose owner is still there. Of other hosts only the folder can be looked at. */
async function alive(
  { stateDir, held }: PortRegistryOrder,
  given: ReadonlyMap<string, number>,
  blocks: readonly Block[],
): Promise<readonly Block[]> {
  const own = new Map([...given, ...held().map(({ owner, port }) => [owner, port] as const)]);
  const folders = new Set(blocks.map(({ state }) => state).filter((state) => state !== stateDir));
  const gone = new Set<string>();
  for (const folder of folders) {
    const code = await stat(folder).then(
      () => null,
      (error: NodeJS.ErrnoException) => error.code,
    );
    // Any other error tells nothing: a disk that is not there now may come back.
    if (code === 'ENOENT' || code === 'ENOTDIR') gone.add(folder);
  }
  const others = blocks.filter(({ state }) => state !== stateDir && !gone.has(state));
  return [...others, ...[...own].map(([owner, port]) => ({ port, state: stateDir, owner }))];
}

async function freeBlock(blocks: readonly Block[], firstPort: number): Promise<number | null> {
  let tried = 0;
  for (let port = firstPort; port + PORTS_PER_WORKTREE - 1 <= LAST_PORT && tried < MOST_TRIED; port += PORTS_PER_WORKTREE) {
    if (blocks.some((block) => Math.abs(block.port - port) < PORTS_PER_WORKTREE)) continue;
    tried += 1;
    const all = await Promise.all(Array.from({ length: PORTS_PER_WORKTREE }, (_, at) => isFree(port + at)));
    if (all.every(Boolean)) return port;
  }
  return null;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A damaged or lost file is as an empty one: each host brings its own back, and what listens is seen. */
async function read(file: string): Promise<readonly Block[]> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    const blocks = typeof value === 'object' && value !== null && 'blocks' in value && Array.isArray(value.blocks) ? value.blocks : [];
    return blocks.filter(isBlock);
  } catch {
    return [];
  }
}

function isBlock(value: unknown): value is Block {
  if (typeof value !== 'object' || value === null) return false;
  const { port, state, owner } = value as Record<string, unknown>;
  return Number.isInteger(port) && typeof state === 'string' && typeof owner === 'string';
}

function noPorts(said: string) {
  return {
    kind: 'storage',
    tried: 'give a worktree ports of its own',
    said: plainText(said, 300),
    next: 'Look at worktree.firstPort of the configuration',
  } as const;
}
