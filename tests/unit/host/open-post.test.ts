// The post at the end of its host: what is under way comes to its end first, and what is left is said.
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/core/effects/store.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import type { Delivered } from '../../../src/core/model/delivery.js';
import { ok, type Result } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { openPost } from '../../../src/host/open-post.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { FakeMessageLog } from '../../helpers/fake-message-log.js';
import { atWork, fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { LIMITS } from '../../helpers/post-fixture.js';
import { noModel } from '../../helpers/scripted-model.js';

const TAKEN: Result<Delivered> = ok({ proof: 'left the input line', ms: 5 });

/** `a` rests and is typed to, `b` waits for its place. */
function opened(changes: Parameters<typeof newAgent>[1] = {}) {
  const state = fold([submitted(newAgent('b')), ...atWork('a', changes), shows('a', 'idle')]);
  const events: EventBody[] = [];
  const clock = new FakeClock();
  const log = new FakeMessageLog();
  const ends: ((result: Result<Delivered>) => void)[] = [];
  const store = { state, dispatch: (event: EventBody) => events.push(event), subscribe: () => () => undefined } as unknown as Store;
  const mail = openPost({
    clock,
    store,
    config: { ...DEFAULT_CONFIG, messages: LIMITS },
    model: noModel(),
    log,
    kept: [],
    runtime: { isAttended: () => false, send: () => new Promise((resolve) => ends.push(resolve as never)) },
  });
  const send = async (to: string, text: string, from = 'person') => {
    const sent = await mail.post.send({ from, to: [to], type: 'message', payload: { text } });
    if (!sent.ok) throw new Error(sent.error.said);
  };
  const turns = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return { mail, clock, log, ends, events, send, turns };
}

describe('at the end of a host', () => {
  it('what is being typed is waited for, and nothing more is begun', async () => {
    const { mail, ends, send, turns } = opened();
    await send('a', 'one');
    await turns();
    expect(ends).toHaveLength(1);
    mail.end();
    await send('a', 'two');
    let isSettled = false;
    const settled = mail.settled().then(() => {
      isSettled = true;
    });
    await turns();
    expect(isSettled).toBe(false);
    ends[0]?.(TAKEN);
    await settled;
    expect(mail.post.list({ party: 'a', of: 'all', limit: 9 }).map(({ state }) => state)).toEqual(['acknowledged', 'queued']);
    expect(ends).toHaveLength(1);
    expect(await mail.close()).toEqual(['messages: 1 for name-a; handed over when they run again']);
  });

  it('no longer than for a moment, and what may have been taken is said', async () => {
    const { mail, clock, send, turns } = opened();
    await send('a', 'one');
    await send('b', 'two');
    await send('b', 'three');
    await turns();
    mail.end();
    const settled = mail.settled();
    clock.advance(5000);
    await settled;
    const closing = mail.close();
    await turns();
    clock.advance(5000);
    expect(await closing).toEqual([
      'messages: 1 for name-a, 2 for name-b; handed over when they run again; 1 may have been taken: it says so when it is sent again',
    ]);
    expect(clock.timers).toBe(0);
  });

  it('nothing is said where nothing waits', async () => {
    const { mail, clock } = opened();
    mail.end();
    await mail.settled();
    expect(await mail.close()).toEqual([]);
    expect(clock.timers).toBe(0);
  });
});

it('a bare shell is not held up by what is never typed to it, but by words of the person', async () => {
  const { events, send, turns } = opened({ launch: { harness: 'command', command: ['bash'], args: [], model: null } });
  const told = () => events.filter(({ type }) => type === 'agent.mailChanged');
  await send('a', 'look at this', 'b');
  await turns();
  expect(told()).toEqual([]);
  await send('a', 'ls');
  await turns();
  expect(told()[0]).toEqual({ type: 'agent.mailChanged', agent: 'a', waits: true });
});
