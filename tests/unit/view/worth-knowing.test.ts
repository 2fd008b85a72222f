// The one thing worth knowing of an agent, the one thing most urgent of all, and when the screen changes by itself.
import { describe, expect, it } from 'vitest';
import { clockText } from '../../../src/core/view/age.js';
import { nextChange } from '../../../src/core/view/next-change.js';
import { initialView } from '../../../src/core/view/view-state.js';
import { mostUrgent, showsAge, worthKnowing } from '../../../src/core/view/worth-knowing.js';
import { clientView } from '../../helpers/client-view.js';
import { ago, anAgent, aWorld, NOW, sampleAgents } from '../../helpers/view-fixtures.js';

const error = { kind: 'verify', tried: 'npm test', said: 'two tests failed', next: 'Read the log.' } as const;

describe('the last column', () => {
  it.each([
    ['a question', { state: 'waiting', question: { kind: 'text', text: 'which one?', options: [], digest: '' } }, 'which one?'],
    ['why it waits for a person', { state: 'waiting', error }, 'two tests failed'],
    ['its age while it works', { state: 'working', since: ago(130) }, '2 m'],
    ['how far it is, where it tells', { state: 'working', since: ago(130), progress: 'half of the parser' }, '2 m half of the parser'],
    ['that it gives no sign of life', { state: 'working', since: ago(900), staleSince: ago(380) }, 'silent for 6 m'],
    [
      'a question by its tool',
      { state: 'working', inquiry: { id: 'm', text: 'Which\nport?', options: [], with: 'person', at: ago(5) } },
      'Which port?',
    ],
    [
      'what its worktree is made ready with, and for how long',
      { state: 'preparing', setup: { state: 'running', what: 'npm ci', since: ago(130) } },
      'setup: npm ci 2 m',
    ],
    ['an error', { state: 'failed', error }, 'two tests failed'],
    [
      'a pull request by its number',
      { state: 'done', result: { kind: 'pr', url: 'https://h/o/r/pull/12', commit: null, path: null } },
      'PR #12',
    ],
    ['that it was merged', { state: 'done', result: { kind: 'merge', url: null, commit: 'c', path: null } }, 'merged'],
    ['when a limit ends', { state: 'limited', why: { source: 'screen', rule: 'r', evidence: 'until 14:00', at: ago(1) } }, 'until 14:00'],
    [
      'until when it is limited',
      { state: 'limited', limit: { kind: 'usage-limit', until: new Date(NOW).toISOString(), next: 'go-on', seq: 1 } },
      `until ${clockText(NOW)}`,
    ],
    [
      'that it tries again by itself',
      { state: 'limited', limit: { kind: 'rate-limit', until: null, next: 'itself', seq: 1 } },
      'rate limit, retries',
    ],
    ['that it is handed over', { state: 'limited', limit: { kind: 'credit', until: null, next: 'hand-over', seq: 1 } }, 'handing over'],
    [
      'when it could go on after its host was lost',
      { state: 'interrupted', limit: { kind: 'usage-limit', until: new Date(NOW).toISOString(), next: 'go-on', seq: 1 } },
      `until ${clockText(NOW)}`,
    ],
    ['that its turn has not come', { state: 'queued' }, 'queued'],
    ['that it is being stopped, until it has ended', { state: 'waiting', error, pending: { order: 'stop' } }, 'stopping'],
    ['a message it did not take', { state: 'idle', undelivered: { text: 't', error, at: ago(1) } }, 'message not taken'],
    ['what it asks before such a message', { state: 'waiting', error, undelivered: { text: 't', error, at: ago(1) } }, 'two tests failed'],
    ['that it is being removed', { state: 'done', pending: { order: 'remove' } }, 'removing'],
  ] as const)('shows %s', (_, over, text) => {
    expect(worthKnowing(anAgent({ name: 'a', ...over }), NOW)).toBe(text);
  });
});

describe('the most urgent thing', () => {
  it.each([
    ['nothing when all is well', [anAgent({ name: 'a' })], null, null],
    [
      'who has waited longest',
      [anAgent({ name: 'a', state: 'waiting', since: ago(5) }), anAgent({ name: 'b', state: 'waiting', since: ago(50) })],
      null,
      'b waits for you',
    ],
    ['a failure nobody has seen', [anAgent({ name: 'a', state: 'failed', error })], null, 'a failed: two tests failed. Read the log.'],
    [
      'a failure whose words end in a point',
      [anAgent({ name: 'a', state: 'failed', error: { ...error, said: 'No key. Set one.' } })],
      null,
      'a failed: No key. Set one. Read the log.',
    ],
    [
      'a message that was not taken, behind everything else',
      [anAgent({ name: 'a', state: 'idle', undelivered: { text: 't', error, at: ago(1) } })],
      null,
      'a did not take your message: two tests failed. Read the log.',
    ],
    ['no failure that was seen', [anAgent({ name: 'a', state: 'failed', error, seen: true })], null, null],
    ['state that is not saved before anything else', sampleAgents(), error, 'State is not being saved: two tests failed. Read the log.'],
  ] as const)('is %s', (_, agents, storageError, text) => {
    expect(mostUrgent(agents, storageError)?.text ?? null).toBe(text);
  });
});

describe('the next change of the screen', () => {
  it('is the clock when nothing else moves', () => {
    const queued = anAgent({ name: 'a', state: 'queued', process: null, since: ago(0) });
    const client = clientView({ agents: [queued], size: { cols: 40, rows: 10 } });
    expect(nextChange(client.view, client.world, null)).toBe(NOW + 60_000);
  });

  it('is the age of an agent in its first minute', () => {
    const client = clientView({ agents: [anAgent({ name: 'a', since: ago(12) })] });
    expect(nextChange(client.view, client.world, null)).toBe(NOW + 10_000);
  });

  it('is the list that settles after a move', () => {
    const client = clientView({ agents: sampleAgents() });
    client.does('selection.next');
    expect(nextChange(client.view, client.world, null)).toBe(NOW + 1000);
    client.waits(1000);
    expect(nextChange(client.view, client.world, null)).toBeGreaterThan(NOW + 2000);
  });

  it('is the end of a toast', () => {
    const client = clientView({ agents: [anAgent({ name: 'a', since: ago(600) })] });
    client.act({ type: 'noticed', tone: 'info', text: 'x' });
    expect(nextChange(client.view, client.world, null)).toBe(NOW + 5000);
  });

  it('does not come for ages that a zoomed pane hides', () => {
    const agents = [anAgent({ name: 'a', number: 1, since: ago(605) }), anAgent({ name: 'b', number: 2, since: ago(12) })];
    const client = clientView({ agents }, 'id-a');
    client.does('pane.zoom');
    expect(nextChange(client.view, client.world, ago(10))).toBe(NOW + 60_000);
  });

  it('is the clock alone under a view that takes the body', () => {
    const world = aWorld({ size: { cols: 40, rows: 10 } });
    expect(nextChange({ ...initialView(), place: { kind: 'help', top: 0 } }, { ...world, agents: [] }, null)).toBe(NOW + 60_000);
  });
});

it('is drawn again for an age, also where more stands behind it', () => {
  const moves = { state: 'working', since: ago(10), progress: 'half of it' } as const;
  expect(showsAge(anAgent({ name: 'a', ...moves }))).toBe(true);
  expect(showsAge(anAgent({ name: 'a', state: 'queued' }))).toBe(false);
});
