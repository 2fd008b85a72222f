// What views, scripts and files read out of the state.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { countsByState, isBusy } from '../../../src/core/state/counts.js';
import { findAgent, findGoal } from '../../../src/core/state/find.js';
import { resultDocument, resultFileName } from '../../../src/core/state/result-document.js';
import { statusOf } from '../../../src/core/state/status.js';
import { timelineOf, timelineText } from '../../../src/core/state/timeline.js';
import { anError, atWork, exited, fold, newAgent, stamp, submitted } from '../../helpers/fold-events.js';

const state = fold([
  submitted(newAgent('a1', { name: 'fix-login' }), newAgent('a2', { name: 'fix-logout' }), newAgent('b7', { name: 'docs' })),
]);

describe('finding an agent', () => {
  const found: readonly (readonly [string, string, string])[] = [
    ['its id', 'a2', 'a2'],
    ['its name', 'fix-login', 'a1'],
    ['a prefix only it has', 'd', 'b7'],
    ['a prefix of its id', 'b', 'b7'],
  ];
  it.each(found)('by %s', (_sentence, typed, id) => {
    expect(findAgent(state, typed)).toMatchObject({ ok: true, value: { id } });
  });

  it('takes a whole name before a longer one that begins so', () => {
    const two = fold([submitted(newAgent('x', { name: 'fix' }), newAgent('y', { name: 'fix-2' }))]);
    expect(findAgent(two, 'fix')).toMatchObject({ value: { id: 'x' } });
  });

  const failing: readonly (readonly [string, string, string])[] = [
    ['names the candidates of a prefix that several have', 'fix', 'it could be fix-login, fix-logout'],
    ['names what there is when nothing matches', 'zzz', 'there is none of that name; there are fix-login, fix-logout, docs'],
    ['does not take nothing for everything', '', 'there is none of that name; there are fix-login, fix-logout, docs'],
  ];
  it.each(failing)('%s', (_sentence, typed, said) => {
    expect(findAgent(state, typed)).toMatchObject({ ok: false, error: { said } });
  });

  it('bounds and cleans what it repeats', () => {
    const answer = findAgent(state, `\u001b[31m${'x'.repeat(5000)}`);
    expect(answer.ok ? '' : answer.error.tried).toMatch(/^find the agent `x{79}…`$/);
  });

  it('finds goals by id and by the beginning of their text', () => {
    expect(findGoal(state, 'g1')).toMatchObject({ value: { id: 'g1' } });
    expect(findGoal(state, 'a go')).toMatchObject({ value: { id: 'g1' } });
    expect(findGoal(state, 'g2')).toMatchObject({ error: { kind: 'not-found' } });
  });
});

describe('counts', () => {
  it('name only states that occur', () => {
    expect(countsByState(fold([...atWork('a'), submitted(newAgent('b'))]))).toEqual([
      { state: 'preparing', count: 1 },
      { state: 'working', count: 1 },
    ]);
  });

  it('tell whether anything is still to do', () => {
    expect(isBusy(fold(atWork('a')))).toBe(true);
    expect(isBusy(fold([...atWork('a'), exited('a', 1)]))).toBe(false);
  });
});

describe('the status document', () => {
  it('has the keys scripts rely on', () => {
    const status = statusOf(fold(atWork('a')), null);
    expect(Object.keys(status)).toEqual(['host', 'goals', 'manager', 'budget', 'overlaps', 'agents']);
    expect(Object.keys(status.goals[0]!)).toEqual(['id', 'text', 'state', 'workspace', 'createdAt', 'tasks']);
    expect(Object.keys(status.agents[0]!)).toEqual(
      'id name number goal task taskTitle harness model role parent node state since why question pid branch base worktree workspace conversation progress thought usage attempts manager seen result pull port setup error undelivered limit delegation waitsForChildren report inquiry staleSince'.split(
        ' ',
      ),
    );
    expect(status.agents[0]).toMatchObject({ pid: 100, harness: 'claude', branch: 'orch/name-a', state: 'working' });
  });
});

describe('the result file', () => {
  it('is named for the agent and never becomes a path', () => {
    const named = (name: string) => resultFileName({ ...fold(atWork('a')).agents.a!, id: 'a/../b', name });
    expect([named('fix-login'), named('überprüfung'), named('../x'), named('.hidden')]).toEqual([
      'fix-login.json',
      'überprüfung.json',
      'a____b.json',
      'a____b.json',
    ]);
  });

  it('tells how it ended', () => {
    const agent = fold([...atWork('a'), exited('a', 3)]).agents.a!;
    expect(JSON.parse(resultDocument(agent))).toMatchObject({
      name: 'name-a',
      state: 'failed',
      harness: 'claude',
      error: { kind: 'harness' },
    });
  });
});

describe('the timeline', () => {
  const why = { source: 'structured', rule: 'osc7501', evidence: 'state=blocked', at: '' } as const;
  const rows: readonly (readonly [EventBody, string | null])[] = [
    [{ type: 'agent.stateChanged', agent: 'a', state: 'waiting', why, question: null }, 'waiting ← osc7501 state=blocked'],
    [{ type: 'agent.stateChanged', agent: 'a', state: 'done', why, question: null }, 'says it is done ← osc7501 state=blocked'],
    [exited('a', 0), 'ended with exit code 0'],
    [exited('a', null), 'ended by SIGKILL'],
    [{ type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' }, 'merge a into main: conflict in x.ts. Resolve it.'],
    [{ type: 'changes.committed', agent: 'a', commit: '0123456789abcdef', notes: ['no identity'] }, 'committed 0123456789 (no identity)'],
    [{ type: 'notice.raised', text: 'a\u001b]52;c;x\u0007\nb' }, 'a b'],
    [
      {
        type: 'agent.staleFound',
        agent: 'a',
        lastSeen: new Date(Date.parse(stamp(exited('a', 0), 1).at) - 380_000).toISOString(),
        found: 'alive',
      },
      'no sign of life for 380 s; its process lives',
    ],
    [{ type: 'agent.titleChanged', agent: 'a', title: 'x' }, null],
  ];
  it.each(rows)('%#: says %s', (body, text) => {
    expect(timelineText(stamp(body, 1))).toBe(text);
  });

  it('names agents also after they are gone, keeps the newest, and can be narrowed to one', () => {
    const bodies: readonly EventBody[] = [
      submitted(newAgent('a'), newAgent('b')),
      { type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: 'git branch x' },
      exited('b', 0),
    ];
    const events = bodies.map((body, at) => stamp(body, at + 1));
    const after = fold(bodies);
    expect(timelineOf(events, after, { agent: 'a', limit: 10 }).map((entry) => [entry.agent, entry.text])).toEqual([
      [null, 'goal: a goal → name-a, name-b'],
      ['name-a', 'removed; to get its work back: git branch x'],
    ]);
    expect(timelineOf(events, after, { agent: null, limit: 1 }).map((entry) => entry.text)).toEqual(['ended with exit code 0']);
  });

  it('tells a question once when its words come later, and again when it asks again', () => {
    const asks: EventBody = { type: 'agent.stateChanged', agent: 'a', state: 'waiting', why, question: null };
    const works: EventBody = { ...asks, state: 'working' };
    const bodies: readonly EventBody[] = [submitted(newAgent('a')), asks, asks, works, asks];
    const events = bodies.map((body, at) => stamp(body, at + 1));
    const texts = timelineOf(events, fold(bodies), { agent: 'a', limit: 10 }).map((entry) => entry.text.split(' ')[0]);
    expect(texts).toEqual(['goal:', 'waiting', 'working', 'waiting']);
  });
});
