// What must happen in one step inside Redis, as Lua: fences of tasks, and what BullMQ has no call for. Its key names are those of the pinned version.
import type { Redis } from 'ioredis';

export interface Scripts {
  /** 1: kept; 0: a newer offer of it is known. */
  offer(key: string, fence: number, keepMs: number): Promise<number>;
  /** The number of this claim; 0: it was offered anew or taken back; -1: it is done already. */
  claim(key: string, fence: number): Promise<number>;
  holds(key: string, order: { readonly fence: number; readonly claim: number; readonly keepMs: number }): Promise<number>;
  /** 1: this claim is the one that counts, and its result is kept. */
  finish(key: string, order: { readonly fence: number; readonly claim: number; readonly result: string }): Promise<number>;
  /** 0: a newer offer of it is known, which stays. */
  over(key: string, fence: number): Promise<number>;
  /** What a killed process of this node had taken and not acknowledged goes back to the front, in its order. */
  reclaim(queue: string, held: readonly string[]): Promise<number>;
  /** Jobs of tasks that are over, taken back or offered anew: whoever held them was killed, and nobody looks for them any more. `task`: what the keys of tasks begin with. */
  dropVoid(queue: string, task: string): Promise<number>;
  /** All keys of a queue without jobs; gives how many jobs keep it. */
  dropEmpty(queue: string): Promise<number>;
  /** The same of a queue that all nodes share. What they go by, and its `set` in the set of sets, stays while another one is there: that takes it away. */
  dropShared(
    queue: string,
    order: { readonly set: string; readonly sets: string; readonly nodes: string; readonly node: string },
  ): Promise<number>;
}

/** What is kept for nodes that are there is gone after this, should all of them be killed. */
const LONGEST_KEPT_MS = 86_400_000;

const OFFER = `
local known = tonumber(redis.call('HGET', KEYS[1], 'fence') or '-1')
if known >= tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'fence', ARGV[1], 'claim', 0)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

const CLAIM = `
if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[1] then return 0 end
if redis.call('HEXISTS', KEYS[1], 'result') == 1 then return -1 end
return redis.call('HINCRBY', KEYS[1], 'claim', 1)`;

const HOLDS = `
local at = redis.call('HMGET', KEYS[1], 'fence', 'claim')
if at[1] ~= ARGV[1] or at[2] ~= ARGV[2] then return 0 end
-- One that is still done is not forgotten, however long it takes.
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

const FINISH = `
local at = redis.call('HMGET', KEYS[1], 'fence', 'claim')
if at[1] ~= ARGV[1] or at[2] ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'result', ARGV[3])
return 1`;

const RECLAIM = `
local held = {}
for _, id in ipairs(ARGV) do held[id] = true end
local moved = 0
for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. ':active', 0, -1)) do
  if not held[id] then
    redis.call('LREM', KEYS[1] .. ':active', 1, id)
    redis.call('DEL', KEYS[1] .. ':' .. id .. ':lock')
    redis.call('SREM', KEYS[1] .. ':stalled', id)
    redis.call('RPUSH', KEYS[1] .. ':wait', id)
    moved = moved + 1
  end
end
if moved > 0 then redis.call('ZADD', KEYS[1] .. ':marker', 0, '0') end
return moved`;

const OVER = `
local known = redis.call('HGET', KEYS[1], 'fence')
if known and tonumber(known) > tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[1])
return 1`;

const DROP_VOID = `
local gone = 0
local function sweep(kind, ids)
  for _, job in ipairs(ids) do
    local id, fence = string.match(job, '^task%-(.+)%-(%d+)$')
    if id and redis.call('HGET', ARGV[1] .. id, 'fence') ~= fence then
      if kind == 'list' then
        for _, list in ipairs({'wait', 'active', 'paused'}) do redis.call('LREM', KEYS[1] .. ':' .. list, 0, job) end
      else
        for _, set in ipairs({'delayed', 'prioritized'}) do redis.call('ZREM', KEYS[1] .. ':' .. set, job) end
      end
      redis.call('SREM', KEYS[1] .. ':stalled', job)
      redis.call('DEL', KEYS[1] .. ':' .. job, KEYS[1] .. ':' .. job .. ':lock', KEYS[1] .. ':' .. job .. ':logs')
      gone = gone + 1
    end
  end
end
for _, list in ipairs({'wait', 'active', 'paused'}) do sweep('list', redis.call('LRANGE', KEYS[1] .. ':' .. list, 0, -1)) end
for _, set in ipairs({'delayed', 'prioritized'}) do sweep('set', redis.call('ZRANGE', KEYS[1] .. ':' .. set, 0, -1)) end
return gone`;

const UNLESS_EMPTY = `
local jobs = 0
for _, list in ipairs({'wait', 'active', 'paused'}) do jobs = jobs + redis.call('LLEN', KEYS[1] .. ':' .. list) end
for _, set in ipairs({'delayed', 'prioritized', 'failed', 'waiting-children'}) do jobs = jobs + redis.call('ZCARD', KEYS[1] .. ':' .. set) end
if jobs > 0 then return jobs end
for _, name in ipairs({'id', 'events', 'marker', 'pc', 'stalled', 'completed', 'limiter', 'de', 'repeat'}) do
  redis.call('DEL', KEYS[1] .. ':' .. name)
end`;

const DROP_EMPTY = `${UNLESS_EMPTY}
redis.call('DEL', KEYS[1] .. ':meta', KEYS[1] .. ':stalled-check')
return 0`;

const DROP_SHARED = `${UNLESS_EMPTY}
local isLast = true
for _, name in ipairs(redis.call('SMEMBERS', ARGV[3])) do
  if redis.call('EXISTS', ARGV[4] .. name) == 1 then isLast = false end
end
if isLast then
  redis.call('SREM', ARGV[2], ARGV[1])
  redis.call('DEL', KEYS[1] .. ':meta', KEYS[1] .. ':stalled-check')
else redis.call('PEXPIRE', KEYS[1] .. ':meta', ARGV[5]) end
return 0`;

export function redisScripts(client: Redis): Scripts {
  const run = async (lua: string, key: string, args: readonly (string | number)[]) => Number(await client.eval(lua, 1, key, ...args));
  return {
    offer: (key, fence, keepMs) => run(OFFER, key, [fence, keepMs]),
    claim: (key, fence) => run(CLAIM, key, [fence]),
    holds: (key, { fence, claim, keepMs }) => run(HOLDS, key, [fence, claim, keepMs]),
    finish: (key, { fence, claim, result }) => run(FINISH, key, [fence, claim, result]),
    over: (key, fence) => run(OVER, key, [fence]),
    dropVoid: (queue, task) => run(DROP_VOID, queue, [task]),
    reclaim: (queue, held) => run(RECLAIM, queue, held),
    dropEmpty: (queue) => run(DROP_EMPTY, queue, []),
    dropShared: (queue, { set, sets, nodes, node }) => run(DROP_SHARED, queue, [set, sets, nodes, node, LONGEST_KEPT_MS]),
  };
}
