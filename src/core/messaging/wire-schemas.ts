// What other nodes say, checked before anything of it is believed: shapes, bounds, and texts made plain. Null is what none of it is true of.
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../model/error.js';
import { MAX_MESSAGE_BYTES } from '../model/message.js';
import type { NodeEntry } from '../model/node.js';
import { plainText } from '../model/plain-text.js';
import type { AgentEntry, Letter, News, OfferedTask } from '../ports/broker.js';
import { readRow } from './neighbour-wire.js';
import { readMessage } from './read-message.js';

/** Largest body of news, a task or a result, as JSON. */
export const MAX_BODY_BYTES = 1024 * 1024;

const name = z.string().check(z.minLength(1), z.maxLength(200));
const word = z.string().check(z.maxLength(400));
const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[0-9:.]{1,20}Z$/));
const count = z.int().check(z.minimum(0), z.maximum(1_000_000_000));

const letterSchema = z.object({ to: name, message: z.unknown(), fromName: name, toName: name });

const nodeSchema = z.object({
  name,
  kind: z.enum(['host', 'worker']),
  version: z.string().check(z.maxLength(40)),
  slots: count,
  busy: count,
  labels: z.array(name).check(z.maxLength(50)),
  heartbeatSeconds: z.optional(count),
  seenAt: time,
});

const agentSchema = z.object({
  id: name,
  name,
  node: name,
  role: z.nullable(name),
  harness: name,
  capabilities: z.array(word).check(z.maxLength(50)),
  state: name,
  seenAt: time,
  row: z.optional(z.unknown()),
});

const taskSchema = z.object({
  id: z.string().check(z.regex(/^[\w-]{1,100}$/)),
  fence: count,
  owner: name,
  labels: z.array(name).check(z.maxLength(20)),
  priority: count,
  body: z.optional(z.unknown()),
  signature: z.string().check(z.maxLength(128)),
});

const newsSchema = z.object({ from: name, body: z.optional(z.unknown()) });

const endSchema = z.object({ task: z.string().check(z.regex(/^[\w-]{1,100}$/)), fence: count, by: name, body: z.optional(z.unknown()) });

export type TaskEnd = { readonly task: string; readonly fence: number; readonly by: string; readonly body: unknown };

export function readLetter(value: unknown): Letter | null {
  const letter = read(letterSchema, value, MAX_MESSAGE_BYTES * 2);
  const message = letter === null ? null : readMessage(letter.message);
  if (letter === null || message?.ok !== true) return null;
  return {
    to: plainText(letter.to),
    message: message.value,
    fromName: plainText(letter.fromName),
    toName: plainText(letter.toName),
  };
}

export function readNode(value: unknown): Omit<NodeEntry, 'isSelf'> | null {
  const node = read(nodeSchema, value, 64 * 1024);
  if (node === null) return null;
  return {
    ...node,
    name: plainText(node.name),
    version: plainText(node.version, 40),
    labels: node.labels.map((label) => plainText(label)),
  };
}

export function readAgent(value: unknown): AgentEntry | null {
  const agent = read(agentSchema, value, 64 * 1024);
  if (agent === null) return null;
  const row = agent.row === undefined ? null : readRow(agent.row);
  return {
    id: plainText(agent.id),
    name: plainText(agent.name),
    node: plainText(agent.node),
    role: agent.role === null ? null : plainText(agent.role),
    harness: plainText(agent.harness),
    capabilities: agent.capabilities.map((text) => plainText(text, 400)),
    state: plainText(agent.state),
    seenAt: agent.seenAt,
    ...(row === null ? {} : { row }),
  };
}

/** Its body is checked by whoever does the task. */
export function readTask(value: unknown): OfferedTask | null {
  const task = read(taskSchema, value, MAX_BODY_BYTES);
  return task === null ? null : { ...task, body: task.body ?? null };
}

export function readTaskEnd(value: unknown): TaskEnd | null {
  const end = read(endSchema, value, MAX_BODY_BYTES);
  return end === null ? null : { ...end, by: plainText(end.by), body: end.body ?? null };
}

/** Its body is checked by whoever listens to the topic. */
export function readNews(topic: string, value: unknown): News | null {
  const news = read(newsSchema, value, MAX_BODY_BYTES);
  return news === null ? null : { topic, from: plainText(news.from), body: news.body ?? null };
}

/** As JSON on its way; what nobody would take is refused before. */
export function newsText(news: Omit<News, 'topic'>): Result<string> {
  const text = JSON.stringify(news);
  if (text.length <= MAX_BODY_BYTES) return ok(text);
  const said = `it has ${Math.ceil(text.length / 1024)} KB, and what another machine is told at one time has at most ${MAX_BODY_BYTES / 1024}`;
  return fail({
    kind: 'usage',
    tried: 'tell another machine',
    said,
    next: 'Say less at one time, or write it into a file of the repository',
  });
}

function read<Value>(schema: z.ZodMiniType<Value>, value: unknown, mostBytes: number): Value | null {
  // Bounded before it is looked at: JSON text where that is what came.
  let given = value;
  if (typeof value === 'string') {
    if (value.length > mostBytes) return null;
    try {
      given = JSON.parse(value);
    } catch {
      return null;
    }
  }
  const read = schema.safeParse(given);
  return read.success ? read.data : null;
}
