// The pane of the first row: goals, what the manager decided and why, what it was asked; and why there is none.
import { expect, it } from 'vitest';
import { glyphSet } from '../../src/components/glyphs.js';
import { OrchestratorPane } from '../../src/components/orchestrator-pane.js';
import type { KeptDecision } from '../../src/core/model/decision.js';
import { ORCHESTRATOR, orchestratorSaid } from '../../src/core/view/orchestrator.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { pullRequest } from '../helpers/pulls.js';
import { renderInk } from '../helpers/render-ink.js';
import { ago, anAgent, aScreen } from '../helpers/view-fixtures.js';
import { aGoal, aPlan } from '../helpers/view-goals.js';

function decision(seconds: number, over: Partial<KeptDecision> = {}): KeptDecision {
  return {
    progress: '',
    thought: 'The tests are red because of a typo.',
    action: { do: 'instruct', text: 'Fix the typo in login.ts', digest: null },
    future: '',
    at: ago(seconds),
    reason: 'idle',
    outcome: 'told',
    usage: { inputTokens: 1100, outputTokens: 100, costUsd: 0.012, estimated: true },
    ...over,
  };
}

function pane(over: Parameters<typeof clientView>[0] = {}, size = { cols: 80, rows: 24 }) {
  const decided = (name: string, number: number, ...decisions: readonly KeptDecision[]) =>
    anAgent({ name, number, manager: { state: 'ready', decisions, askedSeq: 1 } });
  const agents = [
    decided('fix-login', 1, decision(120), decision(10, { action: { do: 'finish', text: '', digest: null }, outcome: '' })),
    decided('docs', 2, decision(60)),
  ];
  const client = clientView({ agents, goals: [aGoal()], size, ...over }, ORCHESTRATOR);
  const rows = () => {
    const screen = aScreen({ view: client.view, world: client.world });
    const ink = renderInk(
      <OrchestratorPane layout={viewLayout(client.view, client.world)} glyphs={glyphSet('unicode')} screen={screen} />,
      size,
    );
    ink.unmount();
    return ink
      .lastFrame()
      .split('\n')
      .map((row) => row.trim())
      .filter((row) => row !== '');
  };
  return { client, rows };
}

it('tells what was decided about whom, why, what came of it and what it cost, the newest last', () => {
  expect(pane().rows().slice(1)).toEqual([
    '? Login with tokens  0/4  waiting  its plan waits for your yes: t',
    'Kept are the latest decisions about the agents of the list. Older ones, and',
    'those about removed agents, stand in the log: l',
    '12:39 fix-login idle · instruct: Fix the typo in login.ts',
    'The tests are red because of a typo. (told, 1200 tokens ~$0.01)',
    '12:40 docs idle · instruct: Fix the typo in login.ts',
    'The tests are red because of a typo. (told, 1200 tokens ~$0.01)',
    '12:40 fix-login idle · finish',
    'The tests are red because of a typo. (1200 tokens ~$0.01)',
  ]);
});

it('tells long words below what they belong to', () => {
  const long = decision(10, {
    action: { do: 'instruct', text: 'Fix the typo in login.ts, then run the tests again and read what they say of it', digest: null },
  });
  const rows = pane({ agents: [anAgent({ name: 'a', manager: { state: 'ready', decisions: [long], askedSeq: 1 } })] }).rows();
  expect(rows.slice(-4)).toEqual([
    '12:40 a idle · instruct',
    'Fix the typo in login.ts, then run the tests again and read what they',
    'say of it',
    'The tests are red because of a typo. (told, 1200 tokens ~$0.01)',
  ]);
});

it('tells what agents have told the manager that it has not decided about yet, after what it decided', () => {
  const agents = [
    anAgent({ name: 'docs', number: 2, managerNotes: [{ seq: 9, at: ago(5), text: 'The port is taken.' }] }),
    anAgent({
      name: 'fix-login',
      number: 1,
      manager: { state: 'ready', decisions: [decision(120)], askedSeq: 1 },
      managerNotes: [{ seq: 8, at: ago(60), text: 'Half of the tests are green.' }],
    }),
  ];
  expect(pane({ agents }).rows().slice(-6)).toEqual([
    '12:39 fix-login idle · instruct: Fix the typo in login.ts',
    'The tests are red because of a typo. (told, 1200 tokens ~$0.01)',
    '12:40 fix-login writes to it',
    'Half of the tests are green.',
    '12:40 docs writes to it',
    'The port is taken.',
  ]);
});

it('says why the manager is off, and what follows', () => {
  const rows = pane({ manager: { off: 'no key is set. Set OPENAI_API_KEY.' }, agents: [anAgent({ name: 'a' })] })
    .rows()
    .join(' ');
  expect(rows).toContain('orchestrator · manager off');
  expect(rows).toContain('The manager is off: no key is set. Set OPENAI_API_KEY. Agents that wait or fail wait for you.');
});

it('shows a question at once, and its answer when that has come', () => {
  const { client, rows } = pane();
  client.does('agent.attach');
  client.act({ type: 'fieldChanged', field: 'prompt', value: 'what is going on?' });
  client.presses('enter');
  expect(rows().slice(-2)).toEqual(['? what is going on?', 'Thinking...']);
  client.act({ type: 'answered', method: 'managerAsk', params: { text: 'what is going on?' }, result: { answer: 'Two agents\nwork.' } });
  expect(rows().slice(-3)).toEqual(['? what is going on?', 'Two agents', 'work.']);
});

it('keeps the newest in sight where there is little room', () => {
  const { rows } = pane({}, { cols: 80, rows: 15 });
  expect(rows().at(-1)).toBe('The tests are red because of a typo. (1200 tokens ~$0.01)');
});

it('scrolls back to what was decided first, and stays there while more is decided, until its end is reached again', () => {
  const many = (count: number) => [
    anAgent({
      name: 'a',
      manager: {
        state: 'ready',
        askedSeq: 1,
        decisions: Array.from({ length: count }, (_, at) =>
          decision(300 - at, { action: { do: 'instruct', text: `Do ${at}`, digest: null } }),
        ),
      },
    }),
  ];
  const { client, rows } = pane({ agents: many(12) });
  expect(rows().join(' ')).toContain('Do 11');
  expect(rows()[0]).not.toContain('rows');
  client.does('pane.scroll');
  expect(client.view.focus).toBe('scroll');
  expect(rows().join(' ')).not.toContain('Do 11');
  expect(rows()[0]).toMatch(/↑\d+ of \d+ rows/u);
  client.presses('g');
  expect(rows().join(' ')).toContain('Do 0');
  const before = rows().slice(1);
  client.worldIs({ agents: many(13) });
  expect(rows().slice(1)).toEqual(before);
  client.presses('j');
  expect(rows().slice(2, 5)).toEqual(before.slice(2, 5));
  client.presses('G');
  expect(rows().join(' ')).toContain('Do 12');
  client.worldIs({ agents: many(14) });
  expect(rows().join(' ')).toContain('Do 13');
  client.presses('escape');
  expect(client.view.focus).toBe('list');
});

it('says that there is nothing to scroll to', () => {
  const { client } = pane();
  client.does('pane.scroll');
  expect(client.view.focus).toBe('list');
  expect(client.view.toast?.text).toBe('There is nothing above this screen.');
});

it('tells what a goal of a long name waits for', () => {
  const goal = aGoal({ text: 'Log in with tokens that are refreshed 期限切れ before they expire, everywhere' });
  expect(pane({ goals: [goal] }).rows()[1]).toMatch(/^\? Log in with.*… {2}0\/4 {2}waiting {2}its plan waits for your yes: t$/u);
});

it('says how a goal goes on whose host was lost', () => {
  const goal = aGoal({ state: 'stopped', pause: 'host-lost', plan: aPlan({ state: 'approved' }) });
  expect(pane({ agents: [], goals: [goal] }).rows()[1]).toBe('■ Login with tokens  0/4  stopped  its host was lost: t, then R');
});

it('says how many goals there is no room for', () => {
  const goals = Array.from({ length: 9 }, (_, at) => aGoal({ id: `g${at}`, text: `Goal ${at}` }));
  const rows = pane({ goals }).rows();
  expect(rows[1]).toMatch(/^\d+ older goals: t, then p$/u);
  expect(rows.join(' ')).toContain('Goal 8');
  expect(Number(rows[1]?.split(' ')[0]) + rows.filter((row) => row.includes(' Goal ')).length).toBe(9);
  expect(
    pane({ goals: goals.slice(0, 2) })
      .rows()
      .join(' '),
  ).not.toContain('older');
});

it('has the pull request of a goal as a whole behind it', () => {
  const pull = pullRequest({ agent: null, state: 'merged' });
  const stuck = pullRequest({ agent: null, follow: 'paused', error: { kind: 'needs-person', tried: 't', said: 's', next: 'n' } });
  const goal = aGoal({ state: 'done', plan: aPlan({ state: 'approved' }), pull: pull.id });
  const { client, rows } = pane({ goals: [goal], pulls: { [pull.id]: pull } });
  expect(rows()).toContainEqual(expect.stringMatching(/✓ Login with tokens {2}0\/4 {2}done {2}PR #12 merged/u));
  client.worldIs({ pulls: { [stuck.id]: stuck } });
  expect(rows()).toContainEqual(expect.stringMatching(/\? Login with tokens {2}0\/4 {2}done {2}PR #12 needs you/u));
});

it('says how Redis is and what the other machines have room for, and in its row only that it is away', () => {
  const broker = { kind: 'redis', state: 'ready', address: 'redis://h', since: ago(60), error: null, waiting: 0 } as const;
  const host = { name: 'here', kind: 'host', version: '1', slots: 0, busy: 0, labels: [], seenAt: ago(5), isSelf: true } as const;
  const worker = { ...host, name: 'gpu-1', kind: 'worker', slots: 6, busy: 3, isSelf: false } as const;
  const { client, rows } = pane({ team: { broker, nodes: [host, worker] } });
  expect(rows()[0]).toContain('orchestrator · manager a-model · redis ready · 2 nodes · 3/6 slots');
  expect(orchestratorSaid(client.world)).not.toContain('redis');
  client.worldIs({ goals: [], team: { broker: { ...broker, state: 'away' }, nodes: [host] } });
  expect(rows()[0]).toContain('redis away: local');
  expect(orchestratorSaid(client.world)).toBe('redis away: local');
});
