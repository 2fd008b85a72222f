// Large things between nodes, in chunks that are gone with the task whose id is in their name, and after an hour or a week in any case.
import { createHash } from 'node:crypto';
import { fail, type OrchError, ok, type Result } from '../../model/error.js';
import type { RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

export const MAX_BLOB_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 512 * 1024;
const KEEP_MS = { hour: 3_600_000, week: 7 * 86_400_000 };

export interface RedisBlobs {
  put(id: string, data: Uint8Array, keep: keyof typeof KEEP_MS): Promise<Result<void>>;
  get(id: string): Promise<Result<Uint8Array | null>>;
  /** All of one task: it is over. */
  dropOf(task: string): Promise<void>;
}

export function redisBlobs(session: RedisSession, keys: RedisKeys): RedisBlobs {
  return {
    async put(id, data, keep) {
      if (data.byteLength > MAX_BLOB_BYTES) return fail(problem('send a large file', `it is over ${MAX_BLOB_BYTES} bytes`));
      const count = Math.ceil(data.byteLength / CHUNK_BYTES);
      const put = await session.ask(async (client) => {
        await client.sadd(keys.blobs, id);
        await client.pexpire(keys.blobs, KEEP_MS.week);
        // One after the other: the line is not ours alone.
        for (let at = 0; at < count; at++) {
          const chunk = Buffer.from(data.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES));
          await client.set(`${keys.blob(id)}:${at}`, chunk, 'PX', KEEP_MS[keep]);
        }
        const about = { count, size: data.byteLength, sha256: digest(data) };
        await client.set(keys.blob(id), JSON.stringify(about), 'PX', KEEP_MS[keep]);
      });
      return put.ok ? ok(undefined) : put;
    },
    async get(id) {
      const found = await session.ask(async (client) => {
        const about = aboutIn(await client.get(keys.blob(id)));
        if (about === null) return null;
        const parts: Buffer[] = [];
        for (let at = 0; at < about.count; at++) {
          const part = await client.getBuffer(`${keys.blob(id)}:${at}`);
          if (part === null || part.byteLength > CHUNK_BYTES) return null;
          parts.push(part);
        }
        const whole = Buffer.concat(parts);
        return whole.byteLength === about.size && digest(whole) === about.sha256 ? whole : null;
      });
      return found;
    },
    async dropOf(task) {
      await session.ask(async (client) => {
        const of = (await client.smembers(keys.blobs)).filter((id) => id.includes(`-${task}-`));
        for (const id of of) {
          const count = aboutIn(await client.get(keys.blob(id)))?.count ?? 0;
          await client.del(keys.blob(id), ...Array.from({ length: count }, (_, at) => `${keys.blob(id)}:${at}`));
        }
        if (of.length > 0) await client.srem(keys.blobs, ...of);
      });
    },
  };
}

function aboutIn(text: string | null): { readonly count: number; readonly size: number; readonly sha256: string } | null {
  if (text === null || text.length > 400) return null;
  try {
    const { count, size, sha256 } = JSON.parse(text) as Record<string, unknown>;
    if (typeof count !== 'number' || typeof size !== 'number' || typeof sha256 !== 'string') return null;
    const fits = Number.isInteger(count) && count >= 0 && count <= MAX_BLOB_BYTES / CHUNK_BYTES;
    return fits ? { count, size, sha256 } : null;
  } catch {
    return null;
  }
}

function digest(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function problem(tried: string, said: string): OrchError {
  return { kind: 'broker', tried, said, next: 'Push the branch to the remote instead' };
}
