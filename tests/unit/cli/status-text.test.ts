// `status` for a person: one line per agent, ages, and what to do next.
import { describe, expect, it } from 'vitest';
import { agentRows, lineWidth, statusText } from '../../../src/cli/status-text.js';
import type { AgentStatus, Status } from '../../../src/core/model/status.js';

const now = Date.parse('2026-11-21T07:56:04.123Z');
const failed = {
  id: 'a',
  parent: null,
  name: 'try-tests',
  harness: 'command',
  state: 'failed',
  since: '2026-11-21T07:54:04.123Z',
  question: null,
  error: { kind: 'harness', tried: 'run node', said: 'exit code 1:\n  actual: 1\n  expected: 2', next: 'Press r to run it again' },
  result: null,
  branch: 'orch/try-tests',
  base: 'main',
  why: { source: 'process', rule: 'exit.failed', evidence: '', at: '' },
} as unknown as AgentStatus;
const note = (changes: Partial<AgentStatus>) => agentRows([{ ...failed, error: null, ...changes }], now)[0]?.at(-1);

it('the first line says what becomes of the host when all goals have ended, where it does not just end', () => {
  const host = { pid: 7, version: '1', startedAt: '', clients: 1, repo: '/r', socket: '/s', manager: 'none' } as const;
  const queue = {
    whenEmpty: 'issues',
    label: 'night',
    said: 'takes issues labelled night\nwhen all goals have ended',
    stays: true,
  } as const;
  const manager = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const status = { goals: [], agents: [], manager, budget: { dayUsd: 0, limitUsd: null } } as unknown as Status;
  const at = { now, widthCols: 80 };
  expect(statusText({ ...status, host }, at)).toBe('host 1, process 7, 1 screen; no agents');
  expect(statusText({ ...status, host: { ...host, queue } }, at)).toBe(
    'host 1, process 7, 1 screen; it takes issues labelled night when all goals have ended; no agents',
  );
});

it('the last lines say who changes the same', () => {
  const agents = ['fix-login', 'add-tests'].map((name) => ({ ...failed, id: `id-${name}`, name }));
  const manager = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const overlaps = [
    { agents: ['id-fix-login', 'id-add-tests'], files: ['login.ts', 'a', 'b', 'c', 'd', 'e', 'f'], lines: ['login.ts'], base: null },
    { agents: ['id-add-tests'], files: ['x\u001b[2J.ts'], lines: ['x\u001b[2J.ts'], base: 'main' },
  ];
  const status = { host: null, goals: [], agents, manager, budget: { dayUsd: 0, limitUsd: null }, overlaps } as unknown as Status;
  const said = statusText(status, { now, widthCols: 200 }).split('\n').slice(-2);
  expect(said[0]).toBe('overlap: fix-login and add-tests change the same lines of login.ts, and other lines of a, b, c, d, e and 1 more');
  expect(said[1]).toMatch(/^overlap: add-tests and main change the same lines of x.*\.ts$/u);
  expect(said[1]).not.toContain('\u001b');
});

describe('the rows of `status`', () => {
  it('an agent is one line, however many lines its last words had', () => {
    expect(agentRows([failed], now)).toEqual([
      ['try-tests', 'command', 'failed', '2 m', 'exit code 1: actual: 1 expected: 2. Press r to run it again.'],
    ]);
  });

  it('who was delegated to stands below its parent, further in', () => {
    const agents = [
      { ...failed, id: 'a', name: 'lead', parent: null },
      { ...failed, id: 'b', name: 'other', parent: null },
      { ...failed, id: 'c', name: 'part', parent: 'a' },
    ];
    expect(agentRows(agents, now).map(([name]) => name)).toEqual(['lead', '  part', 'other']);
  });

  const notes: readonly (readonly [string, Partial<AgentStatus>, string])[] = [
    ['its progress', { state: 'working', progress: 'half of it\nis there' }, 'half of it is there'],
    ['what it waits for', { state: 'working', progress: null, waitsForChildren: true }, 'waits for its children'],
    [
      'a worker that it waits for',
      { state: 'starting', why: { ...failed.why, rule: 'agent.offered', evidence: 'waits for a worker' } },
      'waits for a worker',
    ],
    ['a question', { question: { kind: 'text', text: 'Run\nit?', options: [], digest: 'd' } }, 'asks: Run it?'],
    [
      'a message it did not take',
      { undelivered: { text: 't', error: failed.error!, at: '' } },
      'message not taken: exit code 1: actual: 1 expected: 2. Press r to run it again.',
    ],
    [
      'a limit',
      {
        state: 'limited',
        limit: { kind: 'usage-limit', until: new Date(2026, 10, 21, 15, 0).toISOString(), next: 'go-on' },
        why: { source: 'screen', rule: 'x', evidence: 'session limit', at: '' },
      },
      'session limit; it goes on at 15:00',
    ],
    ['a merge', { result: { kind: 'merge', url: null, commit: '0123456789abcdef', path: null } }, 'merged into main as 0123456789'],
    ['a pull request', { result: { kind: 'pr', url: 'https://forge.example/1', commit: 'c', path: null } }, 'https://forge.example/1'],
    ['a branch', { result: { kind: 'branch', url: null, commit: 'c', path: null } }, 'orch/try-tests'],
    ['work without a result yet', {}, 'orch/try-tests'],
    ['one that is silent', { state: 'working', staleSince: new Date(2026, 10, 21, 7, 5).toISOString() }, 'no sign of life since 07:05'],
    [
      'work that came to nothing',
      { why: { source: 'host', rule: 'finish.done', evidence: 'nothing was changed', at: '' } },
      'nothing was changed',
    ],
  ];
  it.each(notes)('tell of %s', (_sentence, changes, told) => {
    expect(note(changes)).toBe(told);
  });
});

describe('the whole of it', () => {
  const manager = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const status = { host: null, agents: [failed], manager, budget: { dayUsd: 0, limitUsd: null } } as unknown as Status;
  const lines = (widthCols: number) => statusText(status, { now, widthCols }).split('\n');

  it('counts the agents, who needs a person first', () => {
    const working = { ...failed, state: 'working', error: null } as AgentStatus;
    expect(statusText({ ...status, agents: [working, failed, working] }, { now, widthCols: 80 }).split('\n')[0]).toBe(
      'no host is running; 1 failed, 2 working',
    );
  });

  it('says what the manager cost, each time, and what was left out', () => {
    const asked = { calls: 4, inputTokens: 3600, outputTokens: 400, costUsd: 0.01, savedTokens: 90_000 };
    const text = statusText({ ...status, agents: [], manager: asked, budget: { dayUsd: 1.5, limitUsd: 5 } }, { now, widthCols: 80 });
    expect(text.split('\n')).toEqual([
      'no host is running; no agents',
      'manager: 4 calls, $0.0100 ($0.0025 and 1000 tokens each); its digests left out 90000 tokens',
      'spent today: $1.50 of $5.00',
    ]);
  });

  it('cuts rows for a terminal and leaves them whole for a pipe', () => {
    expect(lines(40)[1]).toBe('try-tests  command  failed  2 m  exit c…');
    expect(lines(lineWidth({}))[1]).toMatch(/run it again\.$/);
    expect(lineWidth({ isTTY: true, columns: 40 })).toBe(40);
  });
});
