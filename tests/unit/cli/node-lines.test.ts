// What is said of nodes and doors below the status.
import { expect, it } from 'vitest';
import { nodeLines } from '../../../src/cli/node-lines.js';
import type { NodeEntry } from '../../../src/core/model/node.js';

const self: NodeEntry = { name: 'desk', kind: 'host', version: '1', slots: 0, busy: 0, labels: [], seenAt: '', isSelf: true };
const embedded = { kind: 'embedded', state: 'ready', address: null, since: '', error: null, waiting: 0 } as const;

it('says nothing where this host is alone and closed', () => {
  expect(nodeLines({ broker: embedded, nodes: [self], a2a: null })).toEqual([]);
});

it('names the door, Redis and each other node', () => {
  const worker: NodeEntry = { ...self, name: 'mill', kind: 'worker', slots: 4, busy: 1, labels: ['gpu', 'mac'], isSelf: false };
  const other: NodeEntry = { ...self, name: 'lap', isSelf: false };
  const broker = { ...embedded, kind: 'redis', address: 'redis://127.0.0.1:6379' } as const;
  expect(nodeLines({ broker, nodes: [self, worker, other], a2a: 'http://127.0.0.1:8000' })).toEqual([
    'A2A http://127.0.0.1:8000',
    'Redis redis://127.0.0.1:6379 is there',
    'worker mill, 1 of 4 places taken, gpu mac',
    'host lap',
  ]);
});

it('says what is kept while Redis is away, and why', () => {
  const error = { kind: 'broker', tried: 'reach it', said: 'connection refused', next: 'Start it' } as const;
  const broker = { ...embedded, kind: 'redis', state: 'away', address: 'redis://db:6379', waiting: 3, error } as const;
  expect(nodeLines({ broker, nodes: [self], a2a: null })).toEqual([
    'Redis redis://db:6379 is away, 3 kept here until it is back: connection refused. Start it.',
  ]);
});
