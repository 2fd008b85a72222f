// Whom the host calls for a pull request: terminals and the person's command, unless somebody looks at it.
import { expect, it } from 'vitest';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import type { Notification } from '../../../src/core/view/notification.js';
import { Notifier } from '../../../src/host/notifier.js';
import { pullRequest } from '../../helpers/pulls.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const agent = anAgent({ name: 'fix-login', state: 'done' });
const open = pullRequest({ agent: agent.id });
const stuck = pullRequest({
  agent: agent.id,
  follow: 'paused',
  error: { kind: 'needs-person', tried: 't', said: 'lint failed', next: 'n' },
});
const without: AppState = { ...emptyState(5), agents: { [agent.id]: agent } };
const state = (pull: typeof open): AppState => ({ ...without, pulls: { [pull.id]: pull } });

function notifier(before: AppState, looksAt: 'nobody' | 'somebody' = 'nobody') {
  const calls: Notification[] = [];
  const called = new Notifier(before, {
    isLookedAt: () => looksAt === 'somebody',
    onTerminals: (notification) => calls.push(notification),
    command: null,
  });
  return { called, calls };
}

it('calls once when a pull request gets stuck', () => {
  const { called, calls } = notifier(state(open));
  called.changed(state(stuck));
  called.changed({ ...state(stuck), maxAgents: 6 });
  expect(calls.map(({ text }) => text)).toEqual(['fix-login: PR #12 needs you: lint failed']);
});

it('does not call for what was stuck when the host began', () => {
  const { called, calls } = notifier(state(stuck));
  called.changed(state({ ...stuck, rounds: 4 }));
  expect(calls).toEqual([]);
});

it('does not call whoever looks at it', () => {
  const { called, calls } = notifier(state(open), 'somebody');
  called.changed(state(stuck));
  expect(calls).toEqual([]);
});

it('calls for the first pull request of a state of an older version', () => {
  const { called, calls } = notifier(without);
  called.changed(state(open));
  called.changed(state({ ...open, state: 'merged' }));
  expect(calls.map(({ text }) => text)).toEqual(['fix-login: PR #12 is merged']);
});
