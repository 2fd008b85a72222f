// What everybody is told of the agents of a task at a worker: those of its family alone, bounded, plain, and readable whatever the clone says.
import { describe, expect, it } from 'vitest';
import { readAgent } from '../../../src/core/messaging/wire-schemas.js';
import type { Question } from '../../../src/core/model/agent.js';
import type { AgentStatus } from '../../../src/core/model/status.js';
import type { AgentEntry } from '../../../src/core/ports/broker.js';
import { agentStatus } from '../../../src/core/state/status.js';
import { familyEntries, membersOf, titleOf, withinBounds } from '../../../src/servers/worker/family-rows.js';
import { fold, newAgent, submitted } from '../../helpers/fold-events.js';

const DOOR = '0123456789abcdef';
const SINCE = '2026-01-01T00:00:00.000Z';
const SEEN = '2026-01-02T00:00:00.000Z';

function status(id: string, changes: Partial<AgentStatus> = {}): AgentStatus {
  const state = fold([submitted(newAgent(id))]);
  return { ...agentStatus(state.agents[id]!, state), name: id, state: 'working', since: SINCE, ...changes };
}

const top = (changes: Partial<AgentStatus> = {}) => status('a-70', { name: 'fix-1234-2', parent: null, ...changes });
const below = (id: string, parent: string, changes: Partial<AgentStatus> = {}) => status(id, { parent, ...changes });

function entries(agents: readonly AgentStatus[], title: string | null = 'mend the shelf'): readonly AgentEntry[] {
  const task = { agent: 'a-1234', name: 'fix' };
  return familyEntries(membersOf(agents, 'fix-1234-2', task.agent), { task, owner: 'home', node: 'far', door: DOOR, title, seenAt: SEEN });
}

const ask = (changes: Partial<Question> = {}): Question => ({
  kind: 'choice',
  text: 'Which?',
  options: ['a', 'b'],
  digest: 'd1',
  ...changes,
});

describe('who is told of', () => {
  it('the task by the name and the id that its owner knows it by, those below it by their own', () => {
    const found = entries([
      top({ role: 'coordinator', harness: 'claude', model: 'opus', progress: '2/3' }),
      below('a-71', 'a-70', { name: 'part', taskTitle: 'the left half' }),
      below('a-72', 'a-71', { name: 'detail', state: 'done' }),
      status('a-80', { name: 'other', parent: null }),
      below('a-81', 'a-80'),
    ]);
    expect(found.map(({ id, name, node, state, row }) => [id, name, node, state, row?.parent, row?.task])).toEqual([
      ['a-1234', 'fix', 'far', 'working', null, 'mend the shelf'],
      ['a-71', 'part', 'far', 'working', 'a-1234', 'the left half'],
      ['a-72', 'detail', 'far', 'done', 'a-71', expect.any(String)],
    ]);
    expect(found[0]).toMatchObject({
      harness: 'claude',
      role: 'coordinator',
      capabilities: ['coordinator'],
      seenAt: SEEN,
      row: { owner: 'home', isOpen: true, door: DOOR, model: 'opus', progress: '2/3', since: SINCE },
    });
  });

  it('nobody before its agent is known', () => {
    expect(entries([status('a-80')])).toEqual([]);
  });

  it('of more than a hundred the deepest are left out, and no parent is missing', () => {
    const wide = Array.from({ length: 90 }, (_, at) => below(`a-1${at.toString(16)}`, 'a-70'));
    const deep = wide.map(({ id }) => below(`${id}ff`, id));
    const found = entries([...deep, ...wide, top()]);
    expect(found).toHaveLength(100);
    const ids = new Set(found.map(({ id }) => id));
    expect(found.every(({ row }) => row?.parent === null || ids.has(row?.parent ?? ''))).toBe(true);
    expect(wide.every(({ id }) => ids.has(id))).toBe(true);
  });

  it('each once, where they stand above each other', () => {
    expect(entries([top({ parent: 'a-72' }), below('a-71', 'a-70'), below('a-72', 'a-71')]).map(({ id }) => id)).toEqual([
      'a-1234',
      'a-71',
      'a-72',
    ]);
  });
});

describe('what it asks', () => {
  it.each([
    ['a person', 'person', 'waiting', 'd1'],
    ['nobody in particular', undefined, 'waiting', 'd1'],
    ['the policy', 'policy', 'working', undefined],
    ['the manager', 'manager', 'working', undefined],
  ] as const)('%s', (_, judge, state, digest) => {
    const question = ask(judge === undefined ? {} : { with: judge });
    const [found] = entries([top({ state: 'waiting', question })]);
    expect(found?.state).toBe(state);
    expect(found?.row?.question?.digest).toBe(digest);
  });

  it('by its tool: it waits since then, and is answered by the id of that', () => {
    const inquiry = { id: 'm-1', text: 'Which?', options: ['a'], with: 'person', at: SEEN } as const;
    const [found] = entries([top({ state: 'working', inquiry })]);
    expect(found).toMatchObject({ state: 'waiting', row: { since: SEEN, question: { kind: 'choice', digest: 'm-1', options: ['a'] } } });
    const [other] = entries([top({ state: 'working', inquiry: { ...inquiry, with: 'manager' } })]);
    expect(other).toMatchObject({ state: 'working', row: { question: null } });
  });

  it('is cut to what everybody may read', () => {
    const question = ask({ text: 'q'.repeat(9000), options: Array.from({ length: 60 }, () => 'o'.repeat(900)), command: 'c'.repeat(9000) });
    const [found] = entries([top({ state: 'waiting', question })]);
    expect(found?.row?.question?.text).toHaveLength(2000);
    expect(found?.row?.question?.options).toHaveLength(20);
    expect(found?.row?.question?.options[0]).toHaveLength(200);
    expect(found?.row?.question?.command).toHaveLength(1000);
  });
});

describe('what its task is', () => {
  const part = {
    role: null,
    depth: 0,
    maxDepth: 1,
    delegate: 'never',
    isChild: false,
    title: 'The shelf',
    brief: 'Mend it\nnow',
    goal: '',
  } as const;
  it.each([
    ['as its owner calls it', { part }, 'The shelf'],
    ['where that has only its name for it, what is to be done', { part: { ...part, title: 'fix' } }, 'Mend it\nnow'],
    ['unknown of an older version', {}, null],
  ])('%s', (_, run, title) => {
    expect(titleOf({ name: 'fix' }, run)).toBe(title);
  });

  it('is told in the words of the clone where the owner has none', () => {
    expect(entries([top({ taskTitle: 'what it was told' })], null)[0]?.row?.task).toBe('what it was told');
  });
});

describe('all of one machine', () => {
  const many = (count: number): readonly AgentEntry[] =>
    Array.from({ length: count }, (_, at) => {
      const question = ask({ text: 'q'.repeat(1500) });
      return { ...entries([top({ state: 'waiting', question })])[0]!, id: `a-${at}` };
    });

  it('is told as it is where it is small', () => {
    const all = many(10);
    expect(withinBounds(all)).toEqual(all);
  });

  it('loses its last questions first', () => {
    const all = many(10);
    const found = withinBounds(all, JSON.stringify(all).length - 2000);
    expect(found.map(({ row }) => row?.question === null)).toEqual([...Array(8).fill(false), true, true]);
  });

  it('then its last rows', () => {
    const all = many(10);
    const bare = all.map(({ row: _, ...entry }) => entry);
    const oneRow = JSON.stringify({ row: { ...all[0]?.row, question: null } }).length;
    const found = withinBounds(all, JSON.stringify(bare).length + oneRow * 1.5);
    expect(found.map(({ row }) => row === undefined)).toEqual([false, ...Array(9).fill(true)]);
    expect(found[0]?.row?.question).toBeNull();
  });

  it('is never more than a megabyte, nor more than everybody reads', () => {
    const found = withinBounds(many(600));
    expect(found).toHaveLength(500);
    expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThanOrEqual(1024 * 1024);
  });
});

describe('whatever the clone says, everybody can read it', () => {
  /** The same numbers for the same seed (mulberry32). */
  function chance(seed: number): (most: number) => number {
    let state = seed;
    return (most) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
    };
  }
  const NASTY = [
    '',
    ' ',
    '\u001b[2J\u001b]0;x\u0007',
    '\u202eevil',
    '😀'.repeat(300),
    'x'.repeat(100_000),
    '"\\\n\t',
    '\ud800',
    '../..',
    '\u0000',
    'a-1234',
  ];
  const MOMENTS = [
    '',
    'now',
    '2026-01-01',
    '2026-01-01T00:00:00+02:00',
    '+275760-09-13T00:00:00.000Z',
    '-000001-01-01T00:00:00.000Z',
    SINCE,
  ];
  const NUMBERS = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 7];

  it.each(Array.from({ length: 100 }, (_, seed) => seed))('try %i', (seed) => {
    const pick = chance(seed + 1);
    const text = () => NASTY[pick(NASTY.length)]!;
    const moment = () => MOMENTS[pick(MOMENTS.length)]!;
    const figure = () => NUMBERS[pick(NUMBERS.length)]!;
    const hostile = (id: string, parent: string | null, name: string): AgentStatus =>
      status(id, {
        name,
        parent,
        taskTitle: text(),
        harness: text(),
        model: text(),
        role: text(),
        state: (['waiting', 'working', 'limited', text()] as AgentStatus['state'][])[pick(4)]!,
        since: moment(),
        why: { source: 'screen', rule: text(), evidence: text(), at: moment() },
        progress: text(),
        usage: pick(2) === 0 ? null : { inputTokens: figure(), outputTokens: figure(), costUsd: figure(), estimated: false },
        limit: pick(2) === 0 ? null : { kind: (['stuck', 'sung'] as 'stuck'[])[pick(2)]!, until: moment(), next: text() },
        question: pick(2) === 0 ? null : ask({ text: text(), options: [text(), text()], digest: text(), tool: text(), path: text() }),
        inquiry: pick(2) === 0 ? null : { id: text(), text: text(), options: [text()], with: 'person', at: moment() },
      });
    const found = entries(
      [
        hostile('a-70', null, 'fix-1234-2'),
        hostile('a-71', 'a-70', text()),
        hostile('a-72', 'a-71', text()),
        hostile(text(), 'a-70', text()),
      ],
      pick(2) === 0 ? null : text(),
    );
    expect(found).toHaveLength(3);
    for (const entry of withinBounds(found)) {
      const read = readAgent(JSON.parse(JSON.stringify(entry)));
      expect(read).toMatchObject({ id: entry.id, name: entry.name, node: 'far', state: entry.state });
      expect(read?.row).toEqual(entry.row);
      expect(entry.row).toBeDefined();
    }
  });
});
