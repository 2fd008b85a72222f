// The answers to agents over a state that moves, the real post and a model that is scripted; calls are made as the socket makes them.

import { managerThere } from '../../src/core/manager/manager-call.js';
import { managerInbox } from '../../src/core/manager/manager-mail.js';
import { HandOver } from '../../src/core/messaging/hand-over.js';
import type { AgentMethod, AgentMethods } from '../../src/core/model/agent-methods.js';
import { DEFAULT_CONFIG } from '../../src/core/model/default-config.js';
import { fail, ok, type Result } from '../../src/core/model/error.js';
import type { EventBody, OrchEvent } from '../../src/core/model/event.js';
import type { AppState } from '../../src/core/model/state.js';
import type { ChatModel } from '../../src/core/ports.js';
import { mayAskPerson } from '../../src/core/state/may-ask.js';
import { admitsMessage, partyName } from '../../src/core/state/parties.js';
import { reduce } from '../../src/core/state/reduce.js';
import type { AnswerStore } from '../../src/host/answers/answer-world.js';
import { createChildResults } from '../../src/host/answers/child-results.js';
import { createDoorAnswers } from '../../src/host/door/agent-door-answers.js';
import type { DoorWorld } from '../../src/host/door/door-world.js';
import { FakeClock } from './fake-clock.js';
import { stamp } from './fold-events.js';
import { openTestPost } from './post-fixture.js';
import { ROLES } from './roles.js';
import { scriptedModel } from './scripted-model.js';

export interface DoorFixture {
  readonly model?: ChatModel;
  readonly world?: Partial<DoorWorld>;
}

export function openTestDoor(start: AppState, { model = scriptedModel(), world = {} }: DoorFixture = {}) {
  const events: OrchEvent[] = [];
  const listeners = new Set<(event: OrchEvent) => void>();
  let state = start;
  const store: AnswerStore = {
    get state() {
      return state;
    },
    dispatch(body: EventBody) {
      const event = stamp(body, state.seq + 1);
      state = reduce(state, event);
      events.push(event);
      for (const listener of [...listeners]) listener(event);
    },
    events: () => events,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const clock = new FakeClock();
  const { post } = openTestPost({
    clock,
    nameOf: (party) => partyName(state, party),
    admits: (from, to) => admitsMessage(state, from, to),
  });
  const config = world.config ?? DEFAULT_CONFIG;
  const managed = { model, config };
  const handOver = new HandOver({
    post,
    state: () => state,
    // Nothing is typed here: what waits lies in the inbox.
    isAttended: () => true,
    send: async () => fail({ kind: 'harness', tried: 'type it', said: 'nothing is typed in this test', next: 'Read the inbox' }),
    dispatch: store.dispatch,
    manager: managerInbox({
      ...managed,
      clock,
      post,
      state: () => state,
      mayAskPerson: (agent) => mayAskPerson(agent, state.agents),
      dispatch: store.dispatch,
    }),
  });
  post.listen(() => handOver.check());
  const answer = createDoorAnswers({
    store,
    config,
    clock,
    post,
    manager: () => (managerThere(managed).ok ? 'there' : 'none'),
    circles: new Map(),
    runtime: { canStart: () => ok(undefined) },
    roles: async () => ok(ROLES),
    results: createChildResults({ store, post: () => post, after: (delayMs, run) => clock.after(delayMs, run) }),
    delegates: {
      mayDelegate: () => ({ children: 2, levels: 1 }),
      delegate: async () => fail({ kind: 'denied', tried: 'delegate a task', said: 'not in this test', next: 'Do it yourself' }),
    },
    ...world,
  });
  /** As the agent calls it: `params` may be anything. The answer goes out, but where it has hung up. */
  const call = async <M extends AgentMethod>(
    agent: string,
    method: M,
    params: unknown,
    signal = new AbortController().signal,
  ): Promise<Result<AgentMethods[M]['result']>> => {
    const tells: ((isSent: boolean) => void)[] = [];
    const answered = await answer({ agent, method, params, signal, whenSent: (tell) => tells.push(tell) });
    for (const tell of tells) tell(!signal.aborted);
    return answered as never;
  };
  return { call, answer, store, post, clock, events };
}

/** What waits for something that only the test can bring has been begun. */
export function begun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
