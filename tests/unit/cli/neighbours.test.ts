// `status` and the completion with agents of other nodes: own trees first, then who is elsewhere.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { AGENT_NAMES } from '../../../src/cli/completion-words.js';
import { statusText } from '../../../src/cli/status-text.js';
import { emptyState } from '../../../src/core/model/state.js';
import type { NeighbourStatus, Status } from '../../../src/core/model/status.js';
import { statusOf } from '../../../src/core/state/status.js';
import { ago, anAgent, NOW } from '../../helpers/view-fixtures.js';

const own = (...names: readonly string[]): Status => {
  const agents = Object.fromEntries(names.map((name, at) => [`id-${name}`, anAgent({ name, number: at + 1, branch: null })]));
  return statusOf({ ...emptyState(5), agents }, null);
};

function neighbour(over: Partial<NeighbourStatus> & { readonly name: string }): NeighbourStatus {
  return {
    id: `id-${over.name}`,
    node: 'boxb',
    owner: 'boxb',
    parent: null,
    harness: 'codex',
    role: null,
    task: `Work on ${over.name}`,
    state: 'working',
    since: ago(120),
    question: null,
    progress: null,
    usage: null,
    ours: false,
    open: false,
    ...over,
  };
}

const asked = { kind: 'choice', text: 'which tone?', options: ['dry'], digest: 'd' } as const;
const data = neighbour({
  name: 'data',
  node: 'gpu-1',
  owner: 'boxa',
  parent: 'id-train',
  state: 'waiting',
  question: asked,
  ours: true,
  open: true,
});
const others = [
  neighbour({ name: 'z-last', node: 'boxc', owner: 'boxc', progress: 'half of it' }),
  neighbour({ name: 'bench', node: 'gpu-1', owner: 'boxb', parent: 'id-parser', open: true }),
  data,
  neighbour({ name: 'parser' }),
];
const text = (status: Status) => statusText(status, { now: NOW, widthCols: 200 }).split('\n');

it('has those of own goals below their parents, and those of others in a part of their own, by node and name', () => {
  expect(text({ ...own('train', 'fix'), others })).toEqual([
    'no host is running; 1 waiting, 2 working',
    'train         claude  working  2 m',
    '  data@gpu-1  codex   waiting  2 m  asks: which tone?',
    'fix           claude  working  2 m',
    '',
    'on other machines:',
    'parser@boxb    codex  working  2 m  Work on parser',
    '  bench@gpu-1  codex  working  2 m  for boxb: Work on bench',
    'z-last@boxc    codex  working  2 m  half of it',
  ]);
});

it('has nothing of others in the tree or the counts of own agents, whatever their node says', () => {
  const liar = neighbour({ name: 'liar', parent: 'id-train', state: 'waiting', question: asked });
  expect(text({ ...own('train'), others: [liar] }).slice(0, 4)).toEqual([
    'no host is running; 1 working',
    'train  claude  working  2 m',
    '',
    'on other machines:',
  ]);
  expect(text({ ...own(), others: [liar] })).toEqual([
    'no host is running; no agents',
    '',
    'on other machines:',
    'liar@boxb  codex  waiting  2 m  asks: which tone?',
  ]);
  expect(text(own())).toEqual(['no host is running; no agents']);
});

it('completes own names, and those of others that can be reached as NAME@NODE; nothing else that a shell could expand', () => {
  const bad = [neighbour({ name: '$(touch x)', open: true }), neighbour({ name: 'fine', node: '`id`', open: true })];
  const status = { ...own('train', 'fix'), others: [...others, ...bad], nodes: { nodes: [{ name: 'boxb' }] } };
  const command = AGENT_NAMES.replace('orch-tui status --json 2>/dev/null', 'cat');
  const words = execFileSync('sh', ['-c', command], { input: JSON.stringify(status, null, 2) });
  expect(words.toString().trim().split('\n')).toEqual(['train', 'fix', 'bench@gpu-1', 'data@gpu-1']);
});
