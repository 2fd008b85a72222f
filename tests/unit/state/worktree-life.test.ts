// A worktree that is made ready before its agent starts: what state that is, and what becomes of it when it fails or is broken off.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { anError, commandsAfter, created, fold, newAgent, submitted } from '../../helpers/fold-events.js';

const made: EventBody = { ...created('a'), setup: 'npm ci', port: 41_010 } as EventBody;
const passed: EventBody = { type: 'setup.passed', agent: 'a', notes: [] };
const failed: EventBody = { type: 'setup.failed', agent: 'a', error: { ...anError, kind: 'setup' } };
const stop: EventBody = { type: 'agent.stopRequested', agent: 'a' };
const resume: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: null };
const hostStarted: EventBody = { type: 'host.started', pid: 2, version: '1', bootId: null };
const begun = [submitted(newAgent('a')), made];
const agentAfter = (...bodies: readonly EventBody[]) => fold(bodies).agents.a;

describe('a worktree with something to be done', () => {
  it('keeps its agent from starting', () => {
    expect(agentAfter(...begun)).toMatchObject({
      state: 'preparing',
      baseCommit: 'c0',
      port: 41_010,
      setup: { state: 'running', what: 'npm ci', since: expect.any(String) },
    });
    expect(commandsAfter(begun)).toEqual([]);
  });

  it('tells each step', () => {
    expect(agentAfter(...begun, { type: 'setup.started', agent: 'a', what: 'make db' })?.setup).toMatchObject({ what: 'make db' });
  });

  it('lets it start once it is ready', () => {
    expect(agentAfter(...begun, passed)).toMatchObject({ state: 'starting', setup: { state: 'passed', what: 'npm ci' } });
    expect(commandsAfter([...begun, passed])).toEqual([{ type: 'agent.spawn', agent: 'a', mode: 'start', text: null }]);
  });

  it.each([
    ['that failed', [failed], 'failed'],
    ['that was stopped', [stop], 'stopped'],
    ['whose host was killed', [hostStarted], 'interrupted'],
  ] as const)('%s is made ready again when it is resumed', (_, end, state) => {
    expect(agentAfter(...begun, ...end)).toMatchObject({ state, setup: { state: 'failed' } });
    expect(agentAfter(...begun, ...end, resume)).toMatchObject({ state: 'preparing', worktree: '/wt/name-a' });
    expect(commandsAfter([...begun, ...end, resume])).toEqual([{ type: 'worktree.create', agent: 'a' }]);
    expect(agentAfter(...begun, ...end, resume, { type: 'setup.started', agent: 'a', what: 'npm ci' }, passed)).toMatchObject({
      state: 'starting',
      run: { mode: 'fresh' },
    });
  });

  it('that was ready is not made ready again', () => {
    const ended: EventBody = { type: 'agent.startFailed', agent: 'a', error: anError };
    expect(agentAfter(...begun, passed, ended, resume)?.state).toBe('starting');
  });

  it('takes no word of a setup that was broken off', () => {
    expect(agentAfter(...begun, stop, failed)?.state).toBe('stopped');
    expect(agentAfter(...begun, stop, passed)?.state).toBe('stopped');
  });

  it('is broken off when its host ends', () => {
    expect(commandsAfter([...begun, { type: 'host.stopping' }])).toEqual([{ type: 'agent.stop', agent: 'a' }]);
  });
});

it('a worktree with nothing to be done lets its agent start at once, as those of older versions', () => {
  const agent = agentAfter(submitted(newAgent('a')), created('a'));
  expect(agent).toMatchObject({ state: 'starting' });
  expect(agent).not.toHaveProperty('setup');
  expect(agent).not.toHaveProperty('port');
});

it('a worktree that goes gives its ports back', () => {
  const gone: EventBody = { type: 'worktree.removed', agent: 'a', rescueRef: null, trash: null, restore: null };
  expect(agentAfter(...begun, passed, gone)).not.toHaveProperty('port');
});
