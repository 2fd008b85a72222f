// What a host tells other nodes of its agents, and when that is something else than before.
import { expect, it } from 'vitest';
import { readAgent } from '../../../src/core/messaging/wire-schemas.js';
import type { Agent } from '../../../src/core/model/agent.js';
import { agentEntries, isSeenAnew } from '../../../src/host/network/agent-entries.js';
import { ASKS, givenOut } from '../../helpers/neighbours.js';
import { ago, anAgent } from '../../helpers/view-fixtures.js';

const USAGE = { inputTokens: 1, outputTokens: 2, costUsd: 3, estimated: false };
const entriesOf = (...agents: readonly Agent[]) => agentEntries(agents, { node: 'here', seenAt: () => '2026-11-21T12:00:00.000Z' });

it('tells what is shown of one, in words that others can read', () => {
  const brief = { title: 'Mend the\nparser', text: 'long' };
  const told = entriesOf(
    anAgent({
      name: 'fix',
      id: 'a-1',
      parent: 'a-0',
      role: 'coder',
      brief,
      progress: 'half',
      usage: USAGE,
      launch: { harness: 'claude', command: null, args: [], model: 'opus' },
    }),
  );
  expect(told).toMatchObject([
    {
      id: 'a-1',
      name: 'fix',
      node: 'here',
      state: 'working',
      row: {
        owner: 'here',
        parent: 'a-0',
        task: 'Mend the parser',
        model: 'opus',
        progress: 'half',
        usage: USAGE,
        question: null,
        isOpen: false,
        door: null,
      },
    },
  ]);
  expect(readAgent(told[0])).toEqual(told[0]);
});

it('tells a question that waits for a person, on its screen or by the tool for it, and none that the policy is to answer', () => {
  const asking = anAgent({ name: 'a', id: 'a-1', state: 'waiting', question: { ...ASKS, with: 'person' } });
  const judged = anAgent({ name: 'b', id: 'a-2', state: 'waiting', question: { ...ASKS, with: 'policy' } });
  const inquiry = { id: 'm-1', text: 'Which port?', options: [], with: 'person', at: ago(5) } as const;
  const byTool = anAgent({ name: 'c', id: 'a-3', inquiry });
  expect(entriesOf(asking, judged, byTool).map(({ state, row }) => [state, row?.question])).toEqual([
    ['waiting', ASKS],
    ['working', null],
    ['waiting', { kind: 'text', text: 'Which port?', options: [], digest: 'm-1' }],
  ]);
});

it('is cut where it is too long for others to read', () => {
  const long = 'x'.repeat(100_000);
  const told = entriesOf(
    anAgent({
      name: 'a',
      id: 'a-1',
      text: long,
      progress: long,
      state: 'waiting',
      question: { ...ASKS, text: long, options: Array.from({ length: 60 }, () => long), command: long, path: long },
    }),
  );
  expect(readAgent(told[0])?.row).toEqual(told[0]?.row);
});

it('tells nothing of those that are over, or that another node tells of', () => {
  expect(entriesOf(anAgent({ name: 'a', state: 'done' }), givenOut('a-2'))).toEqual([]);
});

it.each<[string, Partial<Agent>, boolean]>([
  ['its state', { state: 'idle' }, true],
  ['what it asks', { state: 'waiting', question: ASKS }, true],
  ['what it says of its progress', { progress: 'half' }, true],
  ['its node', { node: 'far' }, true],
  ['what it has used, and nothing else,', { usage: USAGE }, false],
  ['what nobody else is shown', { title: 'a title', conversation: 'c' }, false],
])('others see it anew after %s has changed: %s', (_what, change, isAnew) => {
  const before = anAgent({ name: 'a', id: 'a-1' });
  expect(isSeenAnew({ 'a-1': before }, { 'a-1': { ...before, ...change } }, 'here')).toBe(isAnew);
});

it('others see it when one comes and when one goes, unless nobody was told of it', () => {
  const [live, over] = [anAgent({ name: 'a', id: 'a-1' }), anAgent({ name: 'b', id: 'a-2', state: 'done' })];
  expect([isSeenAnew({}, { 'a-1': live }, 'here'), isSeenAnew({ 'a-1': live }, {}, 'here')]).toEqual([true, true]);
  expect([isSeenAnew({}, { 'a-2': over }, 'here'), isSeenAnew({ 'a-2': over }, {}, 'here')]).toEqual([false, false]);
});
