// What each event makes the host do, as data.
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/model/command.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { emptyState } from '../../../src/core/model/state.js';
import { replay } from '../../../src/core/state/reduce.js';
import { anError, atWork, commandsAfter, created, exited, newAgent, shows, stamp, started, submitted } from '../../helpers/fold-events.js';

const stopRequest: EventBody = { type: 'agent.stopRequested', agent: 'a' };
const stop: Command = { type: 'agent.stop', agent: 'a' };
const write: Command = { type: 'result.write', agent: 'a' };
const measure: Command = { type: 'diff.measure', agent: 'a' };
const asked = (kind: 'merge' | 'pr', removeWorktree: boolean): EventBody => ({
  type: 'finish.requested',
  agent: 'a',
  kind,
  removeWorktree,
});
const verifyFailed = (attempt: number): EventBody => ({ type: 'verify.failed', agent: 'a', attempt, error: anError, tail: 'FAIL x' });
const finished: EventBody = { type: 'finish.done', agent: 'a', result: null, notes: [] };
const merged: EventBody = { type: 'finish.done', agent: 'a', result: { kind: 'merge', url: null, commit: 'm1', path: null }, notes: [] };
const resume: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: 'go on' };

const rows: readonly (readonly [string, readonly EventBody[], readonly Command[]])[] = [
  ['a place is free: make the worktree', [submitted(newAgent('a'))], [{ type: 'worktree.create', agent: 'a' }]],
  [
    'the worktree is there: start the CLI',
    [submitted(newAgent('a')), created('a')],
    [{ type: 'agent.spawn', agent: 'a', mode: 'start', text: null }],
  ],
  ['a worktree for one that was stopped meanwhile', [submitted(newAgent('a')), stopRequest, created('a')], []],
  ['a process of one that was stopped meanwhile', [submitted(newAgent('a')), created('a'), stopRequest, started('a')], [stop]],
  ['it works', atWork('a'), []],
  ['it went idle', [...atWork('a'), shows('a', 'idle')], [measure]],
  ['it is idle still', [...atWork('a'), shows('a', 'idle'), shows('a', 'idle', 'title')], []],
  ['it asks', [...atWork('a'), shows('a', 'waiting')], [measure]],
  ['exit 0', [...atWork('a'), exited('a', 0)], [{ type: 'work.finish', agent: 'a', kind: 'merge', removeWorktree: false }]],
  ['it failed', [...atWork('a'), exited('a', 1)], [measure, write]],
  [
    'a person asks for the end',
    [...atWork('a'), asked('pr', true)],
    [{ type: 'work.finish', agent: 'a', kind: 'pr', removeWorktree: true }],
  ],
  ['a person asks twice', [...atWork('a'), asked('pr', true), asked('merge', false)], []],
  [
    'verify failed in a live CLI',
    [...atWork('a'), asked('merge', false), verifyFailed(1)],
    [{ type: 'verify.report', agent: 'a', tail: 'FAIL x' }],
  ],
  [
    'verify failed after the CLI ended',
    [...atWork('a'), exited('a', 0), verifyFailed(1)],
    [{ type: 'verify.report', agent: 'a', tail: 'FAIL x' }],
  ],
  ['verify failed for the last time', [...atWork('a'), asked('merge', false), verifyFailed(3)], [measure]],
  [
    'the second finish after a failed verify run keeps what was asked',
    [...atWork('a'), asked('pr', true), verifyFailed(1), shows('a', 'working'), shows('a', 'idle')],
    [{ type: 'work.finish', agent: 'a', kind: 'pr', removeWorktree: true }],
  ],
  [
    'merged, and its worktree gone: others are behind their base now',
    [...atWork('a'), exited('a', 0), { type: 'worktree.removed', agent: 'a', rescueRef: null, trash: null, restore: null }, merged],
    [measure, write],
  ],
  ['finished while its CLI lives', [...atWork('a'), asked('merge', false), finished], [stop, measure, write]],
  ['finished after its CLI ended', [...atWork('a'), exited('a', 0), finished], [measure, write]],
  ['committed', [...atWork('a'), asked('merge', false), { type: 'changes.committed', agent: 'a', commit: 'c1', notes: [] }], [measure]],
  [
    'finish failed',
    [...atWork('a'), asked('merge', false), { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' }],
    [measure],
  ],
  ['asked to stop', [...atWork('a'), stopRequest], [stop]],
  ['stopped', [...atWork('a'), stopRequest, exited('a', 143)], [measure, write]],
  ['stopped while it was verified', [...atWork('a'), exited('a', 0), stopRequest], [measure, write, stop]],
  ['asked to be removed', [...atWork('a'), { type: 'agent.removeRequested', agent: 'a' }], [stop, { type: 'agent.remove', agent: 'a' }]],
  ['resumed', [...atWork('a'), exited('a', 1), resume], [{ type: 'agent.spawn', agent: 'a', mode: 'resume', text: 'go on' }]],
  [
    'resumed before it ever had a worktree',
    [submitted(newAgent('a')), { type: 'worktree.failed', agent: 'a', error: anError }, resume],
    [{ type: 'worktree.create', agent: 'a' }],
  ],
  [
    'the host starts again: nothing but what was queued',
    [...atWork('a'), { type: 'host.started', pid: 1, version: '1', bootId: null }],
    [],
  ],
  ['an event about nobody', [exited('a', 0)], []],
];

describe('decide', () => {
  it.each(rows)('%s', (_sentence, bodies, commands) => {
    expect(commandsAfter(bodies)).toEqual(commands);
  });

  it('gives the freed place to the next in the queue', () => {
    const bodies = [submitted(newAgent('a'), newAgent('b')), created('a'), started('a'), exited('a', 1)];
    expect(commandsAfter(bodies, emptyState(1))).toContainEqual({ type: 'worktree.create', agent: 'b' });
  });

  it('is never asked by a replay', () => {
    const events = atWork('a').map((body, at) => stamp(body, at + 1));
    expect(Object.keys(replay(emptyState(5), events))).toEqual(['state', 'notices']);
  });
});
