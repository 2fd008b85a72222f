// Agents and worlds for tests of the view and its components: plain values, each test names only what it is about.

import type { ScreenProps } from '../../src/components/screen-props.js';
import { createKeymap, keysOf } from '../../src/core/input/keymap.js';
import type { Agent } from '../../src/core/model/agent.js';
import { helpEntries } from '../../src/core/view/help-rows.js';
import { NO_MAIL } from '../../src/core/view/mail.js';
import type { ViewWorld } from '../../src/core/view/view-state.js';
import { initialView } from '../../src/core/view/view-state.js';

/** 12:41:00 of an ordinary day, local time. */
export const NOW = new Date(2026, 10, 21, 12, 41, 0).getTime();

export function ago(seconds: number, now = NOW): string {
  return new Date(now - seconds * 1000).toISOString();
}

const KEYMAP = createKeymap();

export const HELP = helpEntries((action) => (KEYMAP.ok ? keysOf(KEYMAP.value, action) : []));

export function anAgent(over: Partial<Agent> & { readonly name: string }): Agent {
  const number = over.number ?? 1;
  return {
    id: `id-${over.name}`,
    number,
    goal: 'g1',
    task: null,
    text: `Work on ${over.name}`,
    launch: { harness: 'claude', command: null, args: [], model: null },
    role: null,
    parent: null,
    finish: { kind: 'merge', unattended: false, verify: null, attempts: 3, labels: [], reviewers: [], draft: false },
    state: 'working',
    since: ago(120),
    sinceSeq: 1,
    createdAt: ago(300),
    why: { source: 'structured', rule: 'osc7501.state', evidence: '', at: ago(120) },
    pending: null,
    run: { mode: 'start', text: null, startedAt: ago(300), hasWorked: true },
    question: null,
    process: { pid: 100 + number, startTicks: 1 },
    branch: `orch/${over.name}`,
    base: 'main',
    baseCommit: 'abc123',
    worktree: `/state/wt/${over.name}`,
    conversation: null,
    title: null,
    diff: null,
    progress: null,
    thought: null,
    usage: null,
    attempts: 0,
    seen: false,
    seenAt: null,
    result: null,
    error: null,
    ...over,
  };
}

interface NeighbourOver extends Partial<Omit<Agent, 'neighbour'>> {
  readonly name: string;
  readonly node?: string;
  readonly owner?: string;
  readonly isOurs?: boolean;
  readonly isOpen?: boolean;
}

/** An agent of another node; left out: of the host boxb, which opens none. */
export function aNeighbour({ node = 'boxb', owner = node, isOurs = false, isOpen = isOurs, ...over }: NeighbourOver): Agent {
  const away = { branch: null, baseCommit: null, worktree: null, process: { pid: 0, startTicks: null }, goal: '' };
  return anAgent({ ...away, number: 0, node, ...over, neighbour: { node, owner, isOurs, isOpen } });
}

/** One that was given out to the worker gpu-1, and whom it has delegated to there, with a question. */
export function familyAtWorker(): readonly Agent[] {
  const question = { kind: 'permission', text: 'run `make`?', options: ['yes', 'no'], digest: 'd1' } as const;
  const there = { node: 'gpu-1', owner: 'boxa', isOurs: true };
  return [
    anAgent({ name: 'train', number: 1, node: 'gpu-1', process: { pid: 0, startTicks: null } }),
    aNeighbour({ name: 'data', ...there, parent: 'id-train', state: 'waiting', question }),
    aNeighbour({ name: 'plots', ...there, parent: 'id-data', since: ago(40) }),
  ];
}

export function harness(name: string): Pick<Agent, 'launch'> {
  return { launch: { harness: name, command: null, args: [], model: null } };
}

export function aWorld(over: Partial<ViewWorld> = {}): ViewWorld {
  return {
    now: NOW,
    size: { cols: 140, rows: 40 },
    isSlow: false,
    isReadOnly: false,
    agents: [],
    goals: [],
    roles: ['coder', 'designer', 'qa'],
    planner: { model: 'a-model' },
    manager: { model: 'a-model' },
    overlaps: [],
    pulls: {},
    goalUsd: null,
    defaults: { harness: 'claude', tries: 1, base: 'main', finish: 'ask', verify: '' },
    goalDefaults: null,
    draft: null,
    begun: [],
    goalDraft: null,
    reviews: {},
    mail: NO_MAIL,
    team: null,
    harnesses: [
      { name: 'claude', isInstalled: true },
      { name: 'codex', isInstalled: true },
      { name: 'gemini', isInstalled: true },
      { name: 'opencode', isInstalled: false },
      { name: 'aider', isInstalled: false },
    ],
    scrollback: 0,
    actions: HELP,
    ...over,
  };
}

export function aScreen(over: Partial<ScreenProps> = {}): ScreenProps {
  return {
    view: initialView(),
    world: aWorld(),
    repository: { name: 'widget', branch: 'main', ahead: 2, behind: 0 },
    hostStartedAt: ago(2 * 3600 + 14 * 60),
    storageError: null,
    money: null,
    queue: null,
    usage: {},
    ptySize: null,
    leaderKey: 'Ctrl-Q',
    ...over,
  };
}

/** The agents of the sketch of the normal screen: one in each state that matters. */
export function sampleAgents(): readonly Agent[] {
  return [
    anAgent({ name: 'fix-login', number: 1, diff: { files: 3, additions: 48, deletions: 12 } }),
    anAgent({
      name: 'add-tests',
      number: 2,
      ...harness('codex'),
      state: 'waiting',
      since: ago(70),
      question: { kind: 'permission', text: 'run `npm test -- --watch=false`?', options: ['yes', 'no'], digest: 'd' },
    }),
    anAgent({ name: 'db-schema', number: 3, ...harness('gemini'), parent: 'id-fix-login', since: ago(44) }),
    anAgent({
      name: 'api-spec',
      number: 4,
      ...harness('codex'),
      parent: 'id-fix-login',
      state: 'done',
      process: null,
      result: { kind: 'pr', url: 'https://github.com/o/r/pull/12', commit: null, path: null },
    }),
    anAgent({ name: 'docs', number: 5, state: 'limited', why: { source: 'screen', rule: 'limit', evidence: 'until 14:00', at: ago(60) } }),
    anAgent({
      name: 'typo',
      number: 6,
      ...harness('codex'),
      state: 'done',
      seen: true,
      process: null,
      result: { kind: 'merge', url: null, commit: 'abc', path: null },
    }),
    anAgent({
      name: 'flaky-ci',
      number: 7,
      state: 'failed',
      process: null,
      error: { kind: 'verify', tried: 'npm test', said: '2 of 31 tests failed', next: 'Read its output with the log, then resume it.' },
    }),
    anAgent({ name: 'release', number: 8, ...harness('gemini'), state: 'queued', process: null, worktree: null }),
  ];
}
