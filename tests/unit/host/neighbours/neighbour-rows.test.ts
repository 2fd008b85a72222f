// Who of other nodes is shown here, and as what.
import { expect, it } from 'vitest';
import { readAgent } from '../../../../src/core/messaging/wire-schemas.js';
import type { Agent } from '../../../../src/core/model/agent.js';
import { REMOTE_PROCESS } from '../../../../src/core/model/remote.js';
import type { AgentEntry } from '../../../../src/core/ports/broker.js';
import { findNeighbour } from '../../../../src/host/neighbours/find-neighbour.js';
import { NeighbourRows } from '../../../../src/host/neighbours/neighbour-rows.js';
import { ASKS, anEntry, givenOut } from '../../../helpers/neighbours.js';

const table = new NeighbourRows('here');

function rowsOf(entries: readonly AgentEntry[], own: readonly Agent[] = [], awaySince: string | null = null, rows = table) {
  return rows.of({
    entries: new Map(entries.map((entry) => [entry.id, entry])),
    own: Object.fromEntries(own.map((agent) => [agent.id, agent])),
    awaySince,
    hasSecret: true,
  });
}

const idsOf = (...order: Parameters<typeof rowsOf>) => rowsOf(...order).map(({ agent }) => agent.id);

it('shows what is told of one, with its node, and as live', () => {
  const row = {
    task: 'Mend the parser',
    model: 'opus',
    progress: 'half',
    usage: { inputTokens: 1, outputTokens: 2, costUsd: 3, estimated: false },
  };
  const [shown] = rowsOf([anEntry({ id: 'a-1', name: 'fix', role: 'coder', row })]);
  expect(shown?.agent).toMatchObject({
    id: 'a-1',
    number: 0,
    name: 'fix',
    node: 'far',
    role: 'coder',
    state: 'working',
    since: '2026-11-21T11:00:00.000Z',
    text: 'Mend the parser',
    launch: { harness: 'claude', model: 'opus' },
    progress: 'half',
    usage: { costUsd: 3 },
    why: { evidence: 'as it says', rule: 'node.far' },
    process: REMOTE_PROCESS,
    neighbour: { node: 'far', isOpen: true, isOurs: false },
  });
});

it('shows a question only of one that waits, and a limit as seen to there', () => {
  const limit = { kind: 'rate-limit', until: null } as const;
  expect(rowsOf([anEntry({ id: 'a-1', state: 'waiting', row: { question: ASKS } })])[0]?.agent.question).toEqual(ASKS);
  expect(rowsOf([anEntry({ id: 'a-1', row: { question: ASKS } })])[0]?.agent.question).toBeNull();
  expect(rowsOf([anEntry({ id: 'a-1', state: 'limited', row: { limit } })])[0]?.agent.limit).toMatchObject({ ...limit, next: 'there' });
});

it('shows one of an older version by its name, its CLI and its state, and a state that it does not know as unknown', () => {
  const [old, newer] = rowsOf([anEntry({ id: 'a-1', row: null, state: 'idle' }), anEntry({ id: 'a-2', state: 'dreaming' })]);
  expect(old?.agent).toMatchObject({
    name: 'name-a-1',
    state: 'idle',
    launch: { harness: 'claude' },
    neighbour: { isOpen: false, isOurs: false },
  });
  expect(old?.owner).toBe('far');
  expect(newer?.agent.state).toBe('unknown');
});

it.each([
  ['none', undefined],
  ['one that is no word', 'x'.repeat(16)],
  ['null', null],
])('one that is told as open with a door that is %s is only shown', (_what, door) => {
  const { row, ...entry } = anEntry({ id: 'a-1' });
  const read = readAgent({ ...entry, row: { ...row, door } });
  if (read === null) throw new Error('it is not read');
  expect(rowsOf([read])[0]?.agent).toMatchObject({ text: 'Work on it', neighbour: { isOpen: false } });
});

it.each(['queued', 'preparing', 'starting', 'done', 'failed', 'stopped', 'interrupted'])('one that is %s has no process', (state) => {
  expect(rowsOf([anEntry({ id: 'a-1', state })])[0]?.agent.process).toBeNull();
});

it('leaves out those that have a row of their own here', () => {
  const given = givenOut('a-1');
  expect(idsOf([anEntry({ id: 'a-1', row: { owner: 'here' } }), anEntry({ id: 'a-2' })], [given])).toEqual(['a-2']);
});

it('shows those below an agent of ours as long as that is on their node, with its goal', () => {
  const below = [
    anEntry({ id: 'a-1', row: { owner: 'here' } }),
    anEntry({ id: 'a-2', row: { owner: 'here', parent: 'a-1' } }),
    anEntry({ id: 'a-3', row: { owner: 'here', parent: 'a-2' } }),
  ];
  const shown = rowsOf(below, [givenOut('a-1')]);
  expect(shown.map(({ agent }) => [agent.id, agent.parent, agent.goal, agent.neighbour?.isOurs])).toEqual([
    ['a-2', 'a-1', 'g-own', true],
    ['a-3', 'a-2', 'g-own', true],
  ]);
  expect(idsOf(below, [givenOut('a-1', { node: 'elsewhere' })])).toEqual([]);
  expect(idsOf(below, [givenOut('a-1', { state: 'done', process: null })])).toEqual([]);
});

it('nests nobody of another owner below an agent of ours, or below one of another node', () => {
  const entries = [
    anEntry({ id: 'a-2', row: { parent: 'a-1' } }),
    anEntry({ id: 'a-3', row: { parent: 'a-4' } }),
    anEntry({ id: 'a-4', node: 'third' }),
  ];
  expect(rowsOf(entries, [givenOut('a-1')]).map(({ agent }) => [agent.id, agent.parent, agent.goal])).toEqual([
    ['a-2', null, ''],
    ['a-3', null, ''],
    ['a-4', null, ''],
  ]);
});

it('comes to an end where others tell of a circle', () => {
  const circle = [
    anEntry({ id: 'a-2', row: { owner: 'here', parent: 'a-3' } }),
    anEntry({ id: 'a-3', row: { owner: 'here', parent: 'a-2' } }),
  ];
  expect(idsOf(circle)).toEqual(['a-2', 'a-3']);
});

it('shows all as unknown, closed and asking nothing while Redis is away', () => {
  const since = '2026-11-21T12:30:00.000Z';
  const [shown] = rowsOf([anEntry({ id: 'a-1', state: 'waiting', row: { question: ASKS } })], [], since);
  expect(shown?.agent).toMatchObject({ state: 'unknown', since, question: null, neighbour: { isOpen: false } });
  expect(shown?.agent.why.evidence).toBe('Redis is away: nothing is heard of far');
});

it('is the same list and the same agents while nothing has changed', () => {
  const rows = new NeighbourRows('here');
  const [one, two] = [anEntry({ id: 'a-1' }), anEntry({ id: 'a-2' })];
  const before = rowsOf([one, two], [], null, rows);
  expect(rowsOf([two, one], [givenOut('a-9')], null, rows)).toBe(before);
  const after = rowsOf([one, anEntry({ id: 'a-2', state: 'idle' })], [], null, rows);
  expect(after).not.toBe(before);
  expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
});

it('finds one by its id, by its name, and with its node where several have that name', () => {
  const rows = rowsOf([
    anEntry({ id: 'a-1', name: 'fix' }),
    anEntry({ id: 'a-2', name: 'fix', node: 'third' }),
    anEntry({ id: 'a-3', name: 'tests' }),
    anEntry({ id: 'a-4', name: 'twice' }),
    anEntry({ id: 'a-5', name: 'twice' }),
  ]);
  const idOf = (typed: string) => {
    const found = findNeighbour(rows, typed);
    return found === null ? null : found.ok ? found.value.agent.id : found.error.said;
  };
  expect(idOf('a-2')).toBe('a-2');
  expect(idOf('tests')).toBe('a-3');
  expect(idOf('fix@third')).toBe('a-2');
  expect(idOf('a-4@far')).toBe('a-4');
  expect(idOf('fix')).toBe('it could be fix@far, fix@third');
  expect(idOf('twice@far')).toBe('it could be a-4 (twice@far), a-5 (twice@far)');
  expect([idOf('test'), idOf('fix@nowhere'), idOf('')]).toEqual([null, null, null]);
});

it('says of those that would be open that the secret is missing here', () => {
  const rows = new NeighbourRows('here');
  const entries = [anEntry({ id: 'a-1' }), anEntry({ id: 'a-2', row: { isOpen: false } })];
  const shown = rows.of({ entries: new Map(entries.map((entry) => [entry.id, entry])), own: {}, awaySince: null, hasSecret: false });
  expect(shown.map(({ agent }) => [agent.neighbour?.isOpen, agent.neighbour?.needsSecret])).toEqual([
    [false, true],
    [false, undefined],
  ]);
});
