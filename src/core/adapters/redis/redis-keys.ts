// Names of everything that lies in Redis: all below one prefix and the identity of one repository, which is the same in every clone.
import { createHash } from 'node:crypto';

export interface RedisKeys {
  /** Of BullMQ: `<base>:<queue>:<key>`. */
  readonly base: string;
  readonly nodes: string;
  /** Label sets for which tasks were offered. */
  readonly taskSets: string;
  node(name: string): string;
  agents(node: string): string;
  /** Fence, claim and result of one task. */
  task(id: string): string;
  blob(id: string): string;
  /** Names of all that may be there. */
  readonly blobs: string;
  /** Written and removed when a connection is looked at. */
  probe(node: string): string;
  channel(topic: string): string;
  /** Names of queues: BullMQ takes no colon in them. */
  nodeQueue(node: string): string;
  taskQueue(labels: readonly string[]): string;
}

export function redisKeys(prefix: string, namespace: string): RedisKeys {
  const base = `${prefix}:${namespace}`;
  return {
    base,
    nodes: `${base}:nodes`,
    taskSets: `${base}:task-sets`,
    node: (name) => `${base}:node:${name}`,
    agents: (node) => `${base}:agents:${node}`,
    task: (id) => `${base}:task:${id}`,
    blobs: `${base}:blobs`,
    blob: (id) => `${base}:blob:${id}`,
    probe: (node) => `${base}:probe:${node}`,
    channel: (topic) => `${base}:news:${topic}`,
    nodeQueue: (node) => `to-${shortHash(node)}`,
    taskQueue: (labels) => (labels.length === 0 ? 'tasks' : `tasks-${shortHash(labelSet(labels))}`),
  };
}

/** The same text for the same labels, in whichever order they come. */
export function labelSet(labels: readonly string[]): string {
  return JSON.stringify([...new Set(labels)].sort());
}

/** Null: somebody else has written it. */
export function labelsIn(set: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(set);
    return Array.isArray(value) && value.every((label) => typeof label === 'string') ? value : null;
  } catch {
    return null;
  }
}

/** Ids that BullMQ takes: no number, no colon. */
export function jobId(text: string): string {
  return /^[a-z][\w-]{0,80}$/i.test(text) ? text : `x${shortHash(text)}`;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
