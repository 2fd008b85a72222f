// What follows when a limit or a failure keeps an agent from going on: as states, and as orders.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { DEFAULT_LIMITS, type Failure, type FailureKind, type LimitPolicy } from '../../../src/core/model/limit.js';
import { emptyState } from '../../../src/core/model/state.js';
import { GO_ON } from '../../../src/core/state/agent-limit.js';
import { mayResume } from '../../../src/core/state/agent-orders.js';
import { nextOfChain } from '../../../src/core/state/chain.js';
import { stepAfter } from '../../../src/core/state/limit-steps.js';
import { statusOf } from '../../../src/core/state/status.js';
import { timelineText } from '../../../src/core/state/timeline.js';
import { anError, atWork, commandsAfter, exited, fold, shows, stamp, started } from '../../helpers/fold-events.js';

const AT = '2026-11-21T12:00:00.000Z';
const LATER = '2026-11-21T14:00:00.000Z';

function fails(kind: FailureKind, changes: Partial<Failure> = {}): EventBody {
  const failure: Failure = { kind, resetAt: null, retries: 'not', ...changes };
  const why = { source: 'screen', rule: `x.${kind}`, evidence: `it says ${kind}`, at: AT } as const;
  return { type: 'agent.stateChanged', agent: 'a', state: 'limited', why, question: null, failure };
}

const limits = (changes: Partial<LimitPolicy>): { readonly limits: LimitPolicy } => ({ limits: { ...DEFAULT_LIMITS, ...changes } });
const lastly = (bodies: readonly EventBody[]): Agent => fold(bodies).agents.a!;
const over = (limit: number): EventBody => ({ type: 'agent.limitOver', agent: 'a', limit });
const told: EventBody = { type: 'agent.toldToGoOn', agent: 'a' };
const handedOver: EventBody = {
  type: 'agent.handedOver',
  agent: 'a',
  from: { harness: 'claude', command: null, args: [], model: null },
  to: { harness: 'codex', command: null, args: [], model: null },
  reason: 'rate limit: it says rate-limit',
  text: 'take over',
  chainAt: 1,
};

describe('the step after a failure', () => {
  const agent = (policy: Partial<LimitPolicy>, tries?: Agent['tries']): Agent => ({
    ...lastly(atWork('a', limits(policy))),
    ...(tries === undefined ? {} : { tries }),
  });
  const tried = (count: number) => ({ count, at: AT });
  const rows: readonly (readonly [string, Agent, FailureKind, string | null, unknown])[] = [
    ['first retry', agent({}), 'rate-limit', null, { next: 'go-on', until: '2026-11-21T12:00:01.000Z' }],
    ['second', agent({}, tried(1)), 'network', null, { next: 'go-on', until: '2026-11-21T12:00:02.000Z' }],
    ['third', agent({}, tried(2)), 'rate-limit', null, { next: 'go-on', until: '2026-11-21T12:00:04.000Z' }],
    ['never longer than a minute', agent({ retries: 10 }, tried(9)), 'network', null, { next: 'go-on', until: '2026-11-21T12:01:00.000Z' }],
    ['a fourth is for a person', agent({}, tried(3)), 'rate-limit', null, { next: 'person', until: null }],
    ['or for the chain', agent({ chain: ['codex'] }, tried(3)), 'rate-limit', null, { next: 'hand-over', until: null }],
    ['a login is never tried again', agent({}), 'auth', null, { next: 'person', until: null }],
    ['nor is credit', agent({ chain: ['codex'] }), 'credit', null, { next: 'hand-over', until: null }],
    ['nor a full context', agent({}), 'context', null, { next: 'person', until: null }],
    ['a stuck one is handed over', agent({ chain: ['codex'] }), 'stuck', null, { next: 'hand-over', until: null }],
    ['a usage limit nobody knows the end of', agent({}), 'usage-limit', null, { next: 'person', until: null }],
    ['asking a person, with its end', agent({ onLimit: 'ask', chain: ['codex'] }), 'usage-limit', LATER, { next: 'person', until: LATER }],
    ['at once to the chain', agent({ onLimit: 'handover', chain: ['codex'] }), 'usage-limit', LATER, { next: 'hand-over', until: LATER }],
  ];
  it.each(rows)('%s', (_name, one, kind, resetAt, expected) => {
    expect(stepAfter(one, { kind, resetAt }, AT)).toEqual(expected);
  });

  it('waits until a usage limit is over, and each agent a little longer than that in its own way', () => {
    const wait = (id: string) => Date.parse(stepAfter({ ...agent({}), id }, { kind: 'usage-limit', resetAt: LATER }, AT).until!);
    const waits = ['a', 'b', 'agent-1', 'agent-2'].map((id) => wait(id) - Date.parse(LATER));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(5000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(35_000);
    expect(new Set(waits).size).toBe(4);
    expect(wait('a')).toBe(wait('a'));
  });

  it('counts anew for one that has worked for ten minutes since', () => {
    const old = agent({}, { count: 3, at: '2026-11-21T11:50:00.000Z' });
    expect(stepAfter(old, { kind: 'network', resetAt: null }, AT).next).toBe('go-on');
  });
});

describe('the chain', () => {
  const agent = (chain: readonly string[], changes: Partial<Agent> = {}): Agent => ({
    ...lastly(atWork('a', limits({ chain }))),
    ...changes,
  });
  const link = (harness: string, model: string | null, chainAt: number) => ({
    launch: { harness, command: null, args: [], model },
    chainAt,
  });

  it('goes on to the first that is another, once each, and ends', () => {
    expect(nextOfChain(agent(['claude', 'codex', 'claude:sonnet']))).toEqual(link('codex', null, 2));
    expect(nextOfChain(agent(['codex', 'claude:sonnet'], { chainAt: 1 }))).toEqual(link('claude', 'sonnet', 2));
    expect(nextOfChain(agent(['codex'], { chainAt: 1 }))).toBeNull();
    expect(nextOfChain(agent([]))).toBeNull();
    expect(nextOfChain(agent(['', ':x', 'claude']))).toBeNull();
  });

  it('keeps extra arguments for another model of the same harness only', () => {
    const launch = { harness: 'claude', command: null, args: ['--verbose'], model: null };
    expect(nextOfChain(agent(['claude:a:b'], { launch }))?.launch).toEqual({ ...launch, model: 'a:b' });
    expect(nextOfChain(agent(['codex'], { launch }))?.launch.args).toEqual([]);
  });
});

describe('an entry of the chain that can not be started', () => {
  const skipped = (chainAt: number): EventBody => {
    const to = { harness: 'codex', command: null, args: [], model: null };
    return { type: 'agent.handOverSkipped', agent: 'a', to, error: { ...anError, said: 'not found in PATH' }, chainAt };
  };
  const limited = (policy: Partial<LimitPolicy>, failure = fails('credit')) => [...atWork('a', limits(policy)), failure];

  it('is passed over, and the next one tried', () => {
    const bodies = [...limited({ chain: ['codex', 'gemini'] }), skipped(1)];
    expect(lastly(bodies)).toMatchObject({ state: 'limited', limit: { next: 'hand-over' }, chainAt: 1 });
    expect(commandsAfter(bodies)).toContainEqual({ type: 'agent.handOver', agent: 'a' });
  });

  it('was the last one: a person is told, and its CLI is still open', () => {
    expect(lastly([...limited({ chain: ['codex'] }), skipped(1)])).toMatchObject({
      state: 'waiting',
      limit: { kind: 'credit', next: 'person' },
      error: { kind: 'limit', said: 'out of credit: it says credit' },
      process: { pid: 100 },
    });
  });

  it('was the last one, and there is an end to wait for', () => {
    const limit = fails('usage-limit', { resetAt: LATER });
    const bodies = [...limited({ chain: ['codex'], onLimit: 'handover' }, limit), skipped(1)];
    expect(lastly(bodies)).toMatchObject({ state: 'limited', limit: { next: 'go-on', until: expect.stringMatching(/T14:00/) } });
    expect(commandsAfter(bodies)).toContainEqual(expect.objectContaining({ type: 'limit.wait' }));
  });

  it('is told on the timeline', () => {
    expect(timelineText(stamp(skipped(1), 1))).toBe('codex is skipped in the chain ← not found in PATH. Resolve it.');
  });

  it('changes nothing that has gone on meanwhile', () => {
    const back = [...limited({ chain: ['codex'] }), shows('a', 'working')];
    expect(lastly([...back, skipped(1)])).toEqual(lastly(back));
  });
});

describe('a limited agent', () => {
  it('is retried by its CLI: it is left to it for a while, and it goes back to work', () => {
    const bodies = [...atWork('a'), fails('rate-limit', { retries: 'itself' })];
    expect(lastly(bodies)).toMatchObject({ state: 'limited', limit: { kind: 'rate-limit', next: 'itself' }, run: { hasWorked: true } });
    expect(commandsAfter(bodies).map(({ type }) => type)).toEqual(['diff.measure', 'limit.wait']);
    const back = lastly([...bodies, shows('a', 'working')]);
    expect([back.state, back.limit]).toEqual(['working', undefined]);
  });

  it("that its CLI has retried for long enough is a person's, or the chain's, until it works again", () => {
    const trying = [...atWork('a'), fails('rate-limit', { retries: 'itself' })];
    const long: EventBody = { type: 'agent.ownRetriesOver', agent: 'a', limit: lastly(trying).limit!.seq };
    const asked = lastly([...trying, long, fails('rate-limit', { retries: 'itself' })]);
    expect(asked).toMatchObject({
      state: 'waiting',
      limit: { next: 'person' },
      error: { kind: 'limit' },
      why: { rule: 'limit.own-retries' },
    });
    const back = lastly([...trying, long, shows('a', 'working')]);
    expect([back.state, back.limit, back.error]).toEqual(['working', undefined, null]);
    const chained = [...atWork('a', limits({ chain: ['codex'] })), fails('rate-limit', { retries: 'itself' }), long];
    expect(commandsAfter(chained)).toContainEqual({ type: 'agent.handOver', agent: 'a' });
    expect(lastly([...trying, shows('a', 'working'), long]).state).toBe('working');
  });

  it('has as much time for its own tries as there is from the first of them, though it works in between', () => {
    const trying = (...between: readonly EventBody[]) => fold([...atWork('a'), fails('rate-limit', { retries: 'itself' }), ...between]);
    const first = trying().agents.a!;
    const again = trying(shows('a', 'working'), fails('network', { retries: 'itself' })).agents.a!;
    expect(again.limit?.givesWayAt).toBe(first.limit?.givesWayAt);
    expect(Date.parse(first.limit!.givesWayAt!) - Date.parse(first.since)).toBe(300_000);
    const turn = trying(shows('a', 'working'), shows('a', 'idle'), shows('a', 'working'), fails('network', { retries: 'itself' })).agents
      .a!;
    expect(turn.ownRetries?.since).toBe(turn.since);
  });

  it('waits for the reset that its CLI waits for, where the policy waits as well', () => {
    const limit = (policy: Partial<LimitPolicy>) =>
      lastly([...atWork('a', limits(policy)), fails('usage-limit', { retries: 'itself', resetAt: LATER })]).limit!;
    expect(Date.parse(limit({}).givesWayAt!)).toBeGreaterThan(Date.parse(LATER));
    const soon = lastly([...atWork('a'), fails('rate-limit', { retries: 'itself', resetAt: '2026-11-21T12:08:00.000Z' })]);
    expect(soon.limit?.givesWayAt).toBe(new Date(Date.parse(soon.since) + 300_000).toISOString());
    expect(Date.parse(limit({ onLimit: 'handover' }).givesWayAt!)).toBeLessThan(Date.parse(LATER));
  });

  it('waits for the end of its limit, is told to go on, and works', () => {
    const limited = [...atWork('a'), fails('usage-limit', { resetAt: LATER })];
    const { limit } = lastly(limited);
    expect(limit).toMatchObject({ kind: 'usage-limit', next: 'go-on' });
    expect(commandsAfter(limited)).toContainEqual({ type: 'limit.wait', agent: 'a', limit: limit!.seq, until: limit!.until });
    const due = [...limited, over(limit!.seq)];
    expect(lastly(due)).toMatchObject({ state: 'limited', limit: { next: 'telling' }, tries: { count: 1 } });
    expect(commandsAfter(due)).toEqual([{ type: 'agent.goOn', agent: 'a' }]);
    expect(lastly([...due, told])).toMatchObject({ state: 'working', why: { rule: 'limit.told' } });
  });

  it('that gave up after its own tries is decided anew, though it was limited before', () => {
    const bodies = [...atWork('a'), fails('rate-limit', { retries: 'itself' }), fails('rate-limit')];
    expect(commandsAfter(bodies)).toMatchObject([{ type: 'limit.wait', agent: 'a' }]);
  });

  it('is no finished work, whatever its screen says next', () => {
    const plan = { unattended: true };
    const bodies = [...atWork('a', { plan }), fails('network'), shows('a', 'idle', 'title')];
    expect(lastly(bodies).state).toBe('idle');
  });

  it('is left alone by the end of a limit that is past', () => {
    const limited = [...atWork('a'), fails('network')];
    const seq = lastly(limited).limit!.seq;
    for (const between of [shows('a', 'working'), { type: 'agent.stopRequested', agent: 'a' } as const]) {
      const before = lastly([...limited, between]);
      const now = lastly([...limited, between, over(seq)]);
      expect([now.state, now.limit?.next]).toEqual([before.state, before.limit?.next === 'go-on' ? 'telling' : before.limit?.next]);
    }
    expect(lastly([...limited, over(seq + 7)])).toEqual(lastly([...limited, { type: 'agent.seen', agent: 'a' }]));
  });

  it("is a person's after its tries, with what to do", () => {
    const cycle = (bodies: readonly EventBody[]): readonly EventBody[] => [
      ...bodies,
      over(lastly(bodies).limit!.seq),
      told,
      fails('rate-limit'),
    ];
    const bodies = cycle(cycle(cycle([...atWork('a'), fails('rate-limit')])));
    expect(lastly(bodies)).toMatchObject({
      state: 'waiting',
      tries: { count: 3 },
      limit: { next: 'person' },
      error: { kind: 'limit', said: 'rate limit: it says rate-limit' },
    });
    expect(commandsAfter(bodies)).toEqual([{ type: 'diff.measure', agent: 'a' }]);
    const turn = lastly([...bodies, shows('a', 'working'), shows('a', 'idle')]);
    expect([turn.tries, turn.limit, turn.error]).toEqual([undefined, undefined, null]);
  });

  it('fails where nobody is to be asked', () => {
    expect(lastly([...atWork('a', { plan: { whenStuck: 'fail' } }), fails('auth')])).toMatchObject({
      state: 'failed',
      error: { kind: 'limit' },
    });
  });

  it('waits for a person when it could not be told', () => {
    const limited = [...atWork('a'), fails('network')];
    const error = { kind: 'conflict', tried: 'send', said: 'its input line holds text', next: 'look' } as const;
    const bodies: readonly EventBody[] = [...limited, over(lastly(limited).limit!.seq), { type: 'agent.goOnFailed', agent: 'a', error }];
    expect(lastly(bodies)).toMatchObject({ state: 'waiting', error, limit: { kind: 'network', next: 'person' } });
  });

  it('goes on with its conversation when its process has ended meanwhile', () => {
    const ended: EventBody = { ...exited('a', 1), canResume: true } as EventBody;
    const limited = [...atWork('a'), fails('usage-limit', { resetAt: LATER }), ended];
    expect(lastly(limited)).toMatchObject({ state: 'limited', process: null });
    expect(mayResume(lastly(limited))).toBe(true);
    const due = [...limited, over(lastly(limited).limit!.seq)];
    expect(lastly(due)).toMatchObject({ state: 'starting', run: { mode: 'resume', text: GO_ON } });
    expect(commandsAfter(due)).toContainEqual({ type: 'agent.spawn', agent: 'a', mode: 'resume', text: GO_ON });
  });

  it('waits for a person who is told what it said before it ended, not its exit code', () => {
    const ended: EventBody = { ...exited('a', 1), canResume: true, gaveUp: 'failed' } as EventBody;
    const asked = lastly([...atWork('a'), fails('auth'), ended]);
    expect(asked).toMatchObject({ state: 'waiting', process: null, limit: { kind: 'auth' }, error: { kind: 'limit' } });
    expect(asked.error?.said).toContain('it says auth');
    expect(mayResume(asked)).toBe(true);
  });

  it.each([
    ['failed', 'harness'],
    ['limit', 'limit'],
  ] as const)('is not started again when it gave up itself: %s', (gaveUp, kind) => {
    const ended: EventBody = { ...exited('a', 1), canResume: true, gaveUp } as EventBody;
    expect(lastly([...atWork('a'), shows('a', 'working'), ended])).toMatchObject({ state: 'failed', error: { kind } });
  });

  it('keeps its time over a host that was killed, as something to see', () => {
    const limited = [...atWork('a'), fails('usage-limit', { resetAt: LATER })];
    const killed = fold([...limited, { type: 'host.started', pid: 2, version: '1', bootId: null }]);
    expect(killed.agents.a).toMatchObject({ state: 'interrupted', limit: { next: 'go-on', until: lastly(limited).limit!.until } });
    expect(statusOf(killed, null).agents[0]?.limit).toEqual({ kind: 'usage-limit', until: lastly(limited).limit!.until, next: 'go-on' });
  });

  it('gives its place to others while nothing of it runs', () => {
    const ended: EventBody = { ...exited('a', 1), canResume: true } as EventBody;
    const busy = fold([{ type: 'limits.changed', maxAgents: 1 }, ...atWork('a'), ...atWork('b').slice(0, 1)], emptyState(1));
    expect(busy.agents.b?.state).toBe('queued');
    const free = fold([fails('usage-limit', { resetAt: LATER }), ended], busy);
    expect(free.agents.b?.state).toBe('preparing');
  });
});

describe('handing over', () => {
  const limited = [...atWork('a', { ...limits({ chain: ['codex'] }), conversation: 'c-1' }), fails('credit')];

  it('is ordered, and keeps the agent limited while its old CLI ends', () => {
    expect(commandsAfter(limited)).toContainEqual({ type: 'agent.handOver', agent: 'a' });
    expect(lastly([...limited, shows('a', 'idle'), exited('a', null)])).toMatchObject({
      state: 'limited',
      process: null,
      limit: { next: 'hand-over' },
    });
  });

  it('changes launch and conversation, and nothing of worktree, branch and name', () => {
    const before = lastly(limited);
    const bodies = [...limited, exited('a', null), handedOver];
    const { id, name, worktree, branch, baseCommit } = before;
    expect(lastly(bodies)).toMatchObject({
      ...{ id, name, worktree, branch, baseCommit },
      state: 'starting',
      launch: { harness: 'codex' },
      conversation: null,
      run: { mode: 'fresh', text: 'take over' },
      chainAt: 1,
    });
    expect(lastly(bodies).limit).toBeUndefined();
    expect(commandsAfter(bodies)).toContainEqual({ type: 'agent.spawn', agent: 'a', mode: 'fresh', text: 'take over' });
    expect(timelineText(stamp(handedOver, 9))).toBe('handed over from claude to codex ← rate limit: it says rate-limit');
  });

  it("ends with the chain: the next failure is a person's", () => {
    const bodies = [...limited, exited('a', null), handedOver, started('a'), shows('a', 'working'), fails('credit')];
    expect(lastly(bodies)).toMatchObject({ state: 'waiting', error: { said: 'out of credit: it says credit' } });
  });
});

describe('a crash', () => {
  const plan = { unattended: true };
  const crash: EventBody = { ...exited('a', null), canResume: true } as EventBody;

  it('of unattended work is followed by its conversation, three times, then it has failed', () => {
    let bodies: readonly EventBody[] = [...atWork('a', { plan, conversation: 'c-1' }), crash];
    for (let count = 1; count <= 3; count += 1) {
      expect(lastly(bodies)).toMatchObject({ state: 'limited', limit: { kind: 'crash', next: 'go-on' } });
      bodies = [
        ...bodies,
        over(lastly(bodies).limit!.seq),
        { type: 'agent.started', agent: 'a', process: { pid: 100 + count, startTicks: 7 }, conversation: null },
        shows('a', 'working'),
        crash,
      ];
    }
    expect(lastly(bodies)).toMatchObject({ state: 'failed', error: { kind: 'harness' } });
  });

  it.each([
    ['of attended work', [...atWork('a'), crash]],
    ['before it has worked', [...atWork('a', { plan }).slice(0, -1), crash]],
    ['without a conversation', [...atWork('a', { plan }), exited('a', 1)]],
  ])('%s is a failure', (_name, bodies) => {
    expect(lastly(bodies).state).toBe('failed');
  });
});
