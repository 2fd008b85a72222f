// The person's own command is told by variables only who calls and why.
import { expect, it } from 'vitest';
import type { Notification } from '../../../src/core/view/notification.js';
import { notifyCommand } from '../../../src/host/notify-command.js';

function told(notification: Notification): Readonly<Record<string, string>> {
  const runs: { readonly command: string; readonly env: Readonly<Record<string, string>> }[] = [];
  const commands = {
    run: async (order: (typeof runs)[number]) => {
      runs.push(order);
      return { exitCode: 0, timedOut: false, tail: '' };
    },
  };
  notifyCommand({ command: 'call-me', commands, cwd: '/repo', environment: () => ({ PATH: '/bin' }) })?.(notification);
  expect(runs.map(({ command }) => command)).toEqual(['call-me']);
  return runs[0]?.env ?? {};
}

it.each([
  [{ agent: 'a1' }, { ORCH_NOTIFY_AGENT: '$(rm x)', ORCH_NOTIFY_GOAL: '' }],
  [{ sender: 'a1' }, { ORCH_NOTIFY_AGENT: '$(rm x)', ORCH_NOTIFY_GOAL: '' }],
  [{ goal: 'g1' }, { ORCH_NOTIFY_AGENT: '', ORCH_NOTIFY_GOAL: '$(rm x)' }],
] as const)('of %o', (of, who) => {
  const text = '$(rm x): the plan waits for your yes';
  expect(told({ kind: 'waiting', of, name: '$(rm x)', text })).toEqual({
    PATH: '/bin',
    ORCH_NOTIFY_KIND: 'waiting',
    ORCH_NOTIFY_TEXT: text,
    ...who,
  });
});

it('is none where none is configured', () => {
  const commands = { run: () => Promise.reject(new Error('nothing is to be run')) };
  expect(notifyCommand({ command: null, commands, cwd: '/repo', environment: () => ({}) })).toBeNull();
});
