// A result that could not be given to a parent: it is none that the parent has, and it is given again.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import type { OrchError } from '../../../src/core/model/error.js';
import type { EventBody, OrchEvent } from '../../../src/core/model/event.js';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import { watchResults } from '../../../src/host/result-watch.js';
import { atWork, fold } from '../../helpers/fold-events.js';
import { LIMITS, openTestPost } from '../../helpers/post-fixture.js';

const DRAFT: OrchError = { kind: 'conflict', tried: 'send it', said: 'its input line holds text', next: 'Clear it' };
const AT = '2026-11-27T00:00:00.000Z';

const agentOf = (id: string, change: Partial<Agent>): Agent => ({ ...(fold(atWork(id)).agents[id] as Agent), ...change });

/** `boss` rests for `child`, which is done, and whose result was given up. */
async function world({ whenStuck }: { readonly whenStuck: 'wait' | 'fail' }) {
  const { post } = openTestPost({ limits: { ...LIMITS, retries: 0, keep: 10_000 } });
  const boss = agentOf('boss', { state: 'idle', awaits: ['child'], toldChildren: ['child'], sinceSeq: 7 });
  let state: AppState = {
    ...emptyState(5),
    agents: {
      boss: { ...boss, finish: { ...boss.finish, whenStuck } },
      child: agentOf('child', { name: 'helper', state: 'done', since: '1970-01-01T00:00:00.000Z' }),
    },
  };
  const events: EventBody[] = [];
  const listeners: ((now: AppState, event: OrchEvent) => void)[] = [];
  watchResults({
    post,
    now: () => AT,
    store: {
      get state() {
        return state;
      },
      dispatch: (event) => events.push(event),
      subscribe: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    },
  });
  const result = { agent: 'child', state: 'done', summary: 'there', artifacts: [], branch: null, commit: null } as const;
  const sent = await post.send({ from: 'child', to: ['boss'], type: 'task_result', payload: { text: 'there', result } });
  const id = sent.ok ? (sent.value[0]?.id ?? '') : '';
  await post.begin([id], 'terminal');
  post.failed([id], DRAFT);
  const settled = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  await settled();
  const becomes = async (change: Partial<Agent>) => {
    state = { ...state, agents: { ...state.agents, boss: { ...(state.agents.boss as Agent), ...change } } };
    const why = { source: 'structured', rule: 'r', evidence: 'e', at: AT } as const;
    const event = { type: 'agent.stateChanged', agent: 'boss', state: 'idle', why, question: null, seq: state.agents.boss?.sinceSeq ?? 0 };
    for (const listen of listeners) listen(state, { id: 'e', at: AT, ...event } as unknown as OrchEvent);
    await settled();
  };
  return { post, id, events, becomes, settled };
}

describe('a result that was given up', () => {
  it('is none that its parent has: it goes on waiting, and is given it when it comes to rest again', async () => {
    const { post, id, events, becomes } = await world({ whenStuck: 'wait' });
    expect([post.find(id)?.state, events]).toEqual(['dead', []]);
    await becomes({ sinceSeq: 9 });
    expect(post.find(id)).toMatchObject({ state: 'queued', message: { retry_count: 0 } });
    await post.begin([id], 'terminal');
    post.delivered([id]);
    expect(events).toEqual([]);
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(events).toEqual([{ type: 'child.resultTaken', agent: 'boss', child: 'child' }]);
  });

  it('stays with the person while its parent works', async () => {
    const { post, id, becomes } = await world({ whenStuck: 'wait' });
    await becomes({ state: 'working', sinceSeq: 9 });
    expect(post.find(id)?.state).toBe('dead');
  });

  it('is waited for no more when a person drops it', async () => {
    const { post, id, events, settled } = await world({ whenStuck: 'wait' });
    await post.drop([id]);
    await settled();
    expect(events).toEqual([{ type: 'child.resultTaken', agent: 'boss', child: 'child' }]);
  });

  it('is told of a parent that works unattended, which would rest for ever', async () => {
    const { events } = await world({ whenStuck: 'fail' });
    const evidence = 'the result of helper could not be given to it: its input line holds text. Clear it.';
    const why = { source: 'host', rule: 'children.lost', evidence, at: AT };
    expect(events).toEqual([{ type: 'agent.stateChanged', agent: 'boss', state: 'failed', why, question: null }]);
  });
});

it('a result that was read is known to be, also where more has changed at once than is remembered', async () => {
  const { post, id, events, settled } = await world({ whenStuck: 'wait' });
  await post.retry([id]);
  await post.acknowledge([id]);
  const noise = Array.from(
    { length: 2500 },
    (_, at) => ({ from: `n${at % 100}`, to: [`r${at % 100}`], type: 'task_result', payload: { text: '' } }) as const,
  );
  const sent = await Promise.all(noise.map((order) => post.send(order)));
  await post.acknowledge(sent.flatMap((each) => (each.ok ? each.value.map((message) => message.id) : [])));
  await settled();
  expect(events).toEqual([{ type: 'child.resultTaken', agent: 'boss', child: 'child' }]);
});
