// When the manager is asked, as folds: events in, one question per transition out.
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/core/model/agent.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { Failure } from '../../../src/core/model/limit.js';
import { managedFrom } from '../../../src/core/state/managed-from.js';
import { anError, atWork, commandsAfter, exited, fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';

const READY = { manager: { state: 'ready', decisions: [], askedSeq: 0 } } as const;
const managed = (plan = {}) => atWork('a', { ...READY, plan: { unattended: true, ...plan } });
const idle = shows('a', 'idle');

function limited(kind: Failure['kind']): EventBody {
  const why = { source: 'screen', rule: 'r', evidence: 'no more', at: '' } as const;
  return {
    type: 'agent.stateChanged',
    agent: 'a',
    state: 'limited',
    why,
    question: null,
    failure: { kind, resetAt: null, retries: 'not' },
  };
}

function asks(question: Partial<Question>): EventBody {
  const why = { source: 'screen', rule: 'r', evidence: 'q', at: '' } as const;
  const asked = { kind: 'permission', text: 'q', options: ['Yes', 'No'], digest: 'd1', with: 'person' } as const;
  return { type: 'agent.stateChanged', agent: 'a', state: 'waiting', why, question: { ...asked, ...question } };
}

const leftToIt: EventBody = { type: 'question.left', agent: 'a', digest: 'd1', rule: 'rule', to: 'manager' };
const verifyFailed: EventBody = { type: 'verify.failed', agent: 'a', attempt: 3, error: anError, tail: '' };
const finish: EventBody = { type: 'finish.requested', agent: 'a', kind: 'merge', removeWorktree: false };
const failedToAsk: EventBody = { type: 'manager.failed', agent: 'a', error: { ...anError, kind: 'config' } };

const reasons: readonly (readonly [string, readonly EventBody[], string | null])[] = [
  ['a turn has ended', [...managed(), idle], 'idle'],
  ['the same turn has ended once more', [...managed(), idle, idle], null],
  ['it is started and rests', [...managed().slice(0, -1), idle], null],
  ['it works', managed(), null],
  ['nobody knows what it does', [...managed(), shows('a', 'unknown')], null],
  ['a question in words', [...managed(), asks({ kind: 'text' })], 'waiting'],
  ['a choice', [...managed(), asks({ kind: 'choice' })], 'waiting'],
  ['a permission', [...managed(), asks({ with: 'policy' })], null],
  ['a permission that the policy leaves to it', [...managed(), asks({ with: 'policy' }), leftToIt], 'waiting'],
  ['whether a folder is trusted', [...managed(), asks({ kind: 'trust' })], null],
  ['the same question again', [...managed(), asks({ kind: 'text' }), asks({ kind: 'text' })], null],
  ['another question', [...managed(), asks({ kind: 'text' }), asks({ kind: 'text', digest: 'd2' })], 'waiting'],
  ['a limit that only a person could mend', [...managed(), limited('auth')], 'limited'],
  ['a limit that is waited for', [...managed(), limited('rate-limit')], null],
  ['no progress', [...managed(), limited('stuck')], 'stuck'],
  ['an exit with a failure', [...managed(), exited('a', 1)], 'exited'],
  ['an exit that succeeded', [...managed(), exited('a', 0)], null],
  ['an exit after a stop', [...managed(), { type: 'agent.stopRequested', agent: 'a' }, exited('a', 1)], null],
  ['a check that is used up', [...managed(), finish, verifyFailed], 'waiting'],
  ['a turn without a manager', [...atWork('a'), idle], null],
  ['a manager that is off', [...managed(), idle, failedToAsk, shows('a', 'working'), idle], null],
];

describe('the manager', () => {
  it.each(reasons)('is asked once by what happened: %s', (_sentence, bodies, reason) => {
    const asked = commandsAfter(bodies).filter(({ type }) => type === 'manager.consult');
    expect(asked).toMatchObject(reason === null ? [] : [{ agent: 'a', reason, seq: fold(bodies).seq }]);
    expect(fold(bodies).agents.a?.manager?.state === 'asked' && asked.length === 0).toBe(
      // Asked before, and not answered yet.
      _sentence.startsWith('the same'),
    );
  });

  it('keeps the goal running while it is asked: a person need not come', () => {
    expect(fold([...managed(), exited('a', 1)]).goals.g1?.state).toBe('running');
    expect(fold([...managed(), asks({ kind: 'text' })]).goals.g1?.state).toBe('running');
  });

  it('forgets what it was asked when its agent moves on', () => {
    expect(fold([...managed(), idle, shows('a', 'working')]).agents.a?.manager?.state).toBe('ready');
  });

  it('that fails leaves everything as it would be without one', () => {
    expect(fold([...managed(), idle, failedToAsk]).agents.a?.state).toBe('finishing');
    expect(fold([...managed(), exited('a', 1), failedToAsk]).agents.a?.state).toBe('failed');
    expect(fold([...managed({ whenStuck: 'fail' }), limited('auth'), failedToAsk]).agents.a?.state).toBe('failed');
    expect(fold([...managed(), limited('auth'), failedToAsk]).agents.a?.state).toBe('waiting');
  });

  it('is asked anew by the next host about what still waits, and not about what was interrupted', () => {
    const restart: EventBody = { type: 'host.started', pid: 1, version: '0', bootId: 'b' };
    const stuck = [...managed(), finish, exited('a', 0), verifyFailed, restart];
    expect(commandsAfter(stuck)).toContainEqual(expect.objectContaining({ type: 'manager.consult', agent: 'a' }));
    const broken = fold([...managed(), idle, restart]);
    expect(broken.agents.a).toMatchObject({ state: 'interrupted', manager: { state: 'ready' } });
  });

  it('lets its look be armed when work begins', () => {
    expect(commandsAfter(managed())).toEqual([{ type: 'manager.wait', agent: 'a', seq: fold(managed()).seq }]);
  });
});

describe('whom it watches', () => {
  const watch = (which: 'goals' | 'all' | 'off') => ({ ...DEFAULT_CONFIG, manager: { ...DEFAULT_CONFIG.manager, watch: which } });
  const launch = { harness: 'claude', command: null };
  const rows: readonly (readonly ['goals' | 'all' | 'off', { isPlanned: boolean; isUnattended: boolean }, boolean])[] = [
    ['goals', { isPlanned: true, isUnattended: true }, true],
    ['goals', { isPlanned: false, isUnattended: true }, false],
    ['all', { isPlanned: false, isUnattended: true }, true],
    ['all', { isPlanned: false, isUnattended: false }, false],
    ['off', { isPlanned: true, isUnattended: true }, false],
  ];
  it.each(rows)('with %s: %o', (which, agent, isWatched) => {
    expect(managedFrom(watch(which), { ok: true }, { launch, ...agent }).manager?.state).toBe(isWatched ? 'ready' : undefined);
  });

  it('is nobody without a model', () => {
    expect(managedFrom(watch('all'), { ok: false }, { launch, isPlanned: true, isUnattended: true })).toEqual({});
    expect(fold([submitted(newAgent('a'))]).agents.a?.manager).toBeUndefined();
  });

  it.each([
    ['bash', false],
    ['/bin/zsh -i', false],
    ['sh {prompt}', false],
    ['fish --no-config', false],
    ['bash -s {prompt}', false],
    ['bash -c \'my-agent "$1"\' agent', true],
    ['bash -lc my-agent', true],
    ['fish --command=my-agent', true],
    ['sh ./agent.sh', true],
    ['dash ./agent.sh {prompt}', true],
    ['bash-agent', true],
  ])('%s: %s, since a plain shell would run what it is told', (words, isWatched) => {
    const command = words.split(' ');
    const agent = { launch: { harness: 'command', command }, isPlanned: true, isUnattended: true };
    expect(managedFrom(watch('all'), { ok: true }, agent).manager?.state).toBe(isWatched ? 'ready' : undefined);
    const config = { ...watch('all'), harnesses: { mine: { command, args: [], model: null, promptSuffix: null, rules: null, env: {} } } };
    const named = { ...agent, launch: { harness: 'mine', command: null } };
    expect(managedFrom(config, { ok: true }, named).manager?.state).toBe(isWatched ? 'ready' : undefined);
  });
});
