// Agents of other nodes in a screen: where they stand, whom they call, and what does not count them.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import { isTried } from '../../../src/core/state/tries.js';
import { whoAsks } from '../../../src/core/view/answer-dialog.js';
import { ownTries, triesName } from '../../../src/core/view/compare-rows.js';
import { confirmQuit, confirmRemove, confirmStop } from '../../../src/core/view/confirmations.js';
import { costText } from '../../../src/core/view/goal-facts.js';
import { receivers } from '../../../src/core/view/letter-dialog.js';
import { listedRows, settleOrder, sortByNeed } from '../../../src/core/view/list-order.js';
import { listRows } from '../../../src/core/view/list-rows.js';
import { isOfOthers } from '../../../src/core/view/neighbour.js';
import { neighbourLines } from '../../../src/core/view/neighbour-words.js';
import { notificationOf } from '../../../src/core/view/notification.js';
import { hasOrchestrator, ORCHESTRATOR } from '../../../src/core/view/orchestrator.js';
import { paletteItems } from '../../../src/core/view/palette.js';
import { isUnseen } from '../../../src/core/view/selection.js';
import { usageShown } from '../../../src/core/view/usage-shown.js';
import { viewLayout } from '../../../src/core/view/view-state.js';
import { mostUrgent } from '../../../src/core/view/worth-knowing.js';
import { clientView } from '../../helpers/client-view.js';
import { triedGoal } from '../../helpers/sample-tries.js';
import { ago, aNeighbour, anAgent, familyAtWorker, NOW } from '../../helpers/view-fixtures.js';

const asks = (text: string) => ({ state: 'waiting', question: { kind: 'choice', text, options: ['yes'], digest: 'd9' } }) as const;
const order = (agents: Parameters<typeof sortByNeed>[0]['agents']) => sortByNeed({ agents, pulls: {} }).map((id) => id.replace('id-', ''));

describe('the list', () => {
  it('has those below an own agent in its tree, and lifts it for their question', () => {
    expect(order([anAgent({ name: 'other', number: 2 }), ...familyAtWorker()])).toEqual(['train', 'data', 'plots', 'other']);
  });

  it('has own children before those on other machines', () => {
    const agents = [...familyAtWorker().slice(0, 1), anAgent({ name: 'late', number: 7, parent: 'id-train' })];
    const there = aNeighbour({ name: 'a-first', node: 'gpu-1', isOurs: true, parent: 'id-train' });
    expect(order([there, ...agents])).toEqual(['train', 'late', 'a-first']);
  });

  it('has those of others behind all, by node and name, however much they need somebody there', () => {
    const agents = [
      aNeighbour({ name: 'z', node: 'boxc', ...asks('go on?') }),
      aNeighbour({ name: 'b', node: 'boxb' }),
      aNeighbour({ name: 'a', node: 'boxb', state: 'failed' }),
      aNeighbour({ name: 'under-z', node: 'worker', owner: 'boxc', parent: 'id-z' }),
      anAgent({ name: 'own', number: 1, state: 'stopped' }),
    ];
    expect(order(agents)).toEqual(['own', 'a', 'b', 'z', 'under-z']);
    const later = agents.map((agent) => (agent.name === 'b' ? { ...agent, state: 'failed' as const } : agent));
    const before = sortByNeed({ agents, pulls: {} });
    expect(settleOrder(before, { agents: later, pulls: {} }, 'resting')).toBe(before);
  });

  it('has nobody of others in the tree of an own agent, whatever its node says', () => {
    const agents = [
      anAgent({ name: 'own', number: 1 }),
      aNeighbour({ name: 'liar', parent: 'id-own', ...asks('me!') }),
      anAgent({ name: 'next', number: 2 }),
    ];
    expect(order(agents)).toEqual(['own', 'next', 'liar']);
    const rows = listRows({ order: sortByNeed({ agents, pulls: {} }), agents, pulls: {}, filter: '', folded: ['id-own'] });
    expect(rows.map(({ agent, depth, folded }) => [agent.name, depth, folded])).toEqual([
      ['own', 0, null],
      ['next', 0, null],
      ['liar', 0, null],
    ]);
  });

  it('folds them, and says who below needs a person', () => {
    const client = clientView({ agents: familyAtWorker() }, 'id-train');
    client.does('tree.fold');
    expect(client.view.folded).toEqual(['id-train']);
    const [row] = listRows({ order: client.view.order, agents: familyAtWorker(), pulls: {}, filter: '', folded: client.view.folded });
    expect([row?.folded?.count, row?.folded?.neediest.name]).toEqual([2, 'data']);
  });

  it('gives them no number, and finds them by node', () => {
    const client = clientView({ agents: [anAgent({ name: 'own', number: 1 }), aNeighbour({ name: 'theirs' })] }, 'id-own');
    client.does('selection.number', 0);
    expect(client.view.selected).toBe('id-own');
    const agents = [anAgent({ name: 'own', number: 1 }), aNeighbour({ name: 'theirs' })];
    const found = listRows({ order: ['id-own', 'id-theirs'], agents, pulls: {}, filter: 'boxb', folded: [] });
    expect(found.map(({ agent }) => agent.name)).toEqual(['theirs']);
  });
});

describe('who is chosen', () => {
  it('is at the start an own agent, and nobody where only others have any', () => {
    expect(clientView({ agents: [aNeighbour({ name: 'theirs' }), anAgent({ name: 'own' })] }).view.selected).toBe('id-own');
    const alone = clientView({ agents: [aNeighbour({ name: 'theirs' })] });
    expect(alone.view.selected).toBeNull();
    expect(hasOrchestrator(alone.world)).toBe(false);
    expect(listedRows(alone.world)).toBe(1);
    alone.does('selection.next');
    expect(alone.view.selected).toBe('id-theirs');
    alone.does('view.back');
    expect(alone.view.selected).toBeNull();
  });

  it('when it is gone, the agent of here that it worked for is chosen', () => {
    const [train] = familyAtWorker();
    const [before, after] = [anAgent({ name: 'a', state: 'failed' }), anAgent({ name: 'z', number: 9, state: 'stopped' })];
    const client = clientView({ agents: [before, ...familyAtWorker(), after] }, 'id-plots');
    client.worldIs({ agents: [before, train as Agent, after] });
    expect(client.view.selected).toBe('id-train');
    client.worldIs({ agents: [before, after] });
    expect(client.view.selected).not.toBe('id-train');
  });

  it('is after the end of an own agent no agent of others', () => {
    const theirs = aNeighbour({ name: 'theirs' });
    const client = clientView({ agents: [anAgent({ name: 'one', number: 1 }), anAgent({ name: 'two', number: 2 }), theirs] }, 'id-two');
    client.worldIs({ agents: [anAgent({ name: 'one', number: 1 }), theirs] });
    expect(client.view.selected).toBe('id-one');
    client.worldIs({ agents: [theirs] });
    expect(client.view.selected).toBeNull();
  });

  it('is the orchestrator where there are goals and no own agents', () => {
    const goal = { id: 'g' } as never;
    expect(clientView({ agents: [aNeighbour({ name: 'theirs' })], goals: [goal] }).view.selected).toBe(ORCHESTRATOR);
  });

  it('stays with the list where one that is typed to can not be reached any more', () => {
    const there = { name: 'data', node: 'gpu-1', owner: 'boxa', isOurs: true };
    const client = clientView({ agents: [anAgent({ name: 'own' }), aNeighbour(there)] }, 'id-data');
    client.does('agent.attach');
    expect(client.effects).toEqual([{ type: 'attach', agent: 'id-data' }]);
    client.worldIs({ agents: [anAgent({ name: 'own' }), aNeighbour({ ...there, isOpen: false, state: 'unknown' })] });
    expect(client.view.focus).toBe('list');
    expect(client.effects).toEqual([{ type: 'detach', agent: 'id-data' }]);
    expect(client.view.toast?.text).toBe('data@gpu-1 can not be reached.');
  });
});

describe('whom they call', () => {
  const theirs = aNeighbour({ name: 'theirs', since: ago(900), ...asks('mine?') });

  it('is this person for those of own goals, and nobody here for others', () => {
    const agents = [theirs, ...familyAtWorker()];
    expect(mostUrgent([theirs], null)).toBeNull();
    expect(mostUrgent([aNeighbour({ name: 'theirs', state: 'failed' })], null)).toBeNull();
    expect(mostUrgent(agents, null)?.agent?.name).toBe('data');
    expect(whoAsks(agents, null)?.name).toBe('data');
    expect(notificationOf(undefined, theirs)).toBeNull();
    expect(notificationOf(undefined, familyAtWorker()[1] ?? theirs)?.kind).toBe('waiting');
  });

  it('is nobody while their node can not be asked', () => {
    const away = familyAtWorker().map((agent) =>
      agent.neighbour === undefined ? agent : { ...agent, neighbour: { ...agent.neighbour, isOpen: false } },
    );
    expect(whoAsks(away, 'id-data')).toBeNull();
    expect(mostUrgent(away, null)).toBeNull();
  });

  it('counts what is over as seen: no look at it is told', () => {
    const done = aNeighbour({ name: 'theirs', state: 'done', process: null });
    expect(isUnseen(done)).toBe(false);
    const client = clientView({ agents: [anAgent({ name: 'own' }), done] }, 'id-theirs');
    client.does('selection.previous');
    expect(client.effects).toEqual([]);
  });

  it('counts only own questions among those that still wait', () => {
    const client = clientView({ agents: [theirs, ...familyAtWorker()] }, 'id-data');
    client.act({
      type: 'answered',
      method: 'answer',
      params: { agent: 'id-x', choice: '1', digest: null },
      result: { agent: 'x', question: 'q', answer: 'yes' },
    });
    expect(client.view.toast?.text).toBe('x: yes. 1 more waits.');
  });
});

describe('what counts own agents', () => {
  const agents = [anAgent({ name: 'own', number: 1 }), aNeighbour({ name: 'theirs', role: 'qa' }), ...familyAtWorker()];

  it('leaves them out of the end of everything', () => {
    expect(confirmQuit(agents).lines[0]).toBe('Stops 2 agents: own, train.');
    expect(confirmQuit([aNeighbour({ name: 'theirs' })]).lines[0]).toBe('No agent is running.');
  });

  it('tells what ends on the other machine with an own agent', () => {
    const [train, ...below] = familyAtWorker();
    if (train === undefined) throw new Error('no family');
    const stops = confirmStop(train, NOW, below);
    expect(stops.part).toBeUndefined();
    expect(stops.lines[1]).toContain('Below it run data, plots');
    expect(confirmRemove(train, NOW, below).lines).toContain('What it has delegated to on another machine is stopped there: data, plots.');
  });

  it('counts none of them among the tries or the money of a goal, whatever goal they are of', () => {
    const goal = triedGoal();
    const usage = { inputTokens: 1, outputTokens: 1, costUsd: 2, estimated: false };
    const own = anAgent({ name: 'try', goal: goal.id, usage });
    const there = aNeighbour({ name: 'below', goal: goal.id, parent: 'id-try', isOurs: true, usage });
    if (!isTried(goal)) throw new Error('no tries');
    expect(ownTries(goal, { agents: [own, there] })).toEqual([own]);
    expect(triesName(goal, { agents: [own, there] })).toBe('try');
    expect(costText(goal, { agents: [own, there], goalUsd: null })).toBe('$2.00');
  });

  it('asks for the CPU and memory of none of them', () => {
    const { view, world } = clientView({ agents, size: { cols: 240, rows: 50 } }, 'id-data');
    expect(usageShown(view, world, viewLayout(view, world))).not.toContain('id-data');
    expect(usageShown(view, world, viewLayout(view, world))).not.toContain('id-theirs');
  });

  it('writes to them by name and node, and to all of this host alone', () => {
    const to = receivers({ agents, manager: { off: 'x' } });
    expect(to).toEqual(['own', 'train', 'all', 'theirs@boxb', 'data@gpu-1', 'plots@gpu-1']);
    const { view, world } = clientView({ agents });
    expect(paletteItems('', view, world).flatMap((item) => (item.kind === 'agent' ? [item.name] : []))).toEqual([
      '1 own',
      'theirs@boxb',
      '1 train',
      'data@gpu-1',
      'plots@gpu-1',
    ]);
  });

  it('knows own ones from those of others', () => {
    expect(agents.filter(isOfOthers).map(({ name }) => name)).toEqual(['theirs']);
  });
});

it('tells in sentences what is known of one whose screen is not here', () => {
  const usage = { inputTokens: 900, outputTokens: 100, costUsd: 0.25, estimated: true };
  const agent = aNeighbour({ name: 'docs', text: 'Write the docs', progress: 'half of it', usage, ...asks('which tone?') });
  expect(neighbourLines(agent, NOW)).toEqual([
    'It belongs to boxb and runs there. It has been waiting for 2 m.',
    '',
    'Its task: Write the docs',
    '',
    'It asks: which tone?',
    '  1. yes',
    '',
    'It says: half of it',
    '',
    'It has used 1000 tokens, ~$0.25.',
    '',
    'Its screen is on boxb: hosts do not open their agents to others. Open it on boxb, or write to it in the messages.',
  ]);
  expect(neighbourLines(anAgent({ name: 'own' }), NOW)).toEqual([]);
});
