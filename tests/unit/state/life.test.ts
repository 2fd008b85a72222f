// The rules of an agent's life, as folds: events in, state out.
import { describe, expect, it } from 'vitest';
import type { AgentState } from '../../../src/core/model/agent.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { emptyState } from '../../../src/core/model/state.js';
import { anError, atWork, commandsAfter, created, exited, fold, newAgent, shows, started, submitted } from '../../helpers/fold-events.js';

const a = (...bodies: readonly EventBody[]) => fold(bodies).agents.a!;
const unattended = { plan: { unattended: true } };
const nobody = { plan: { unattended: true, whenStuck: 'fail' } } as const;
const finishFailed: EventBody = { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' };
const finishRequested: EventBody = { type: 'finish.requested', agent: 'a', kind: 'merge', removeWorktree: false };
const verifyFailed = (attempt: number): EventBody => ({
  type: 'verify.failed',
  agent: 'a',
  attempt,
  error: { ...anError, kind: 'verify' },
  tail: 'FAIL x',
});
const stop: EventBody = { type: 'agent.stopRequested', agent: 'a' };
const resume: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: null };
const startFailed: EventBody = { type: 'agent.startFailed', agent: 'a', error: anError };
const hostStarted: EventBody = { type: 'host.started', pid: 1, version: '0.1.0', bootId: 'b' };

const rows: readonly (readonly [string, readonly EventBody[], AgentState])[] = [
  ['a submitted agent gets a free place at once', [submitted(newAgent('a'))], 'preparing'],
  ['its worktree is there', [submitted(newAgent('a')), created('a')], 'starting'],
  ['a process alone does not tell that it works', [submitted(newAgent('a')), created('a'), started('a')], 'starting'],
  ['signs of work', atWork('a'), 'working'],
  ['exit 0 with nobody attached is finished', [...atWork('a'), exited('a', 0)], 'finishing'],
  ['a person who quits the CLI has not finished the work', [...atWork('a'), exited('a', 0, { attended: true })], 'stopped'],
  ['exit 0 of work that is kept as it is needs no finish', [...atWork('a', { plan: { kind: 'keep' } }), exited('a', 0)], 'done'],
  ['another exit code is a failure', [...atWork('a'), exited('a', 1)], 'failed'],
  ['a signal nobody sent is a failure', [...atWork('a'), exited('a', null)], 'failed'],
  ['an exit after a stop is no failure', [...atWork('a'), stop, exited('a', 143)], 'stopped'],
  ['a stop while its worktree is made', [submitted(newAgent('a')), stop], 'stopped'],
  ['a stop while its CLI starts waits for the process', [submitted(newAgent('a')), created('a'), stop], 'starting'],
  ['and ends with it', [submitted(newAgent('a')), created('a'), stop, started('a'), exited('a', 143)], 'stopped'],
  [
    'or when no process came',
    [submitted(newAgent('a')), created('a'), stop, { type: 'agent.startFailed', agent: 'a', error: anError }],
    'stopped',
  ],
  ['a worktree that comes after the stop starts nothing', [submitted(newAgent('a')), stop, created('a')], 'stopped'],
  ['idle after work, by a structured sign, unattended', [...atWork('a', unattended), shows('a', 'idle')], 'finishing'],
  ['idle after work, by a title, unattended', [...atWork('a', unattended), shows('a', 'idle', 'title')], 'finishing'],
  ['silence alone finishes nothing', [...atWork('a', unattended), shows('a', 'idle', 'quiet')], 'idle'],
  ['a screen that rests finishes nothing', [...atWork('a', unattended), shows('a', 'idle', 'screen')], 'idle'],
  ['a screen on which the CLI says that its turn has ended', [...atWork('a', unattended), shows('a', 'done', 'screen')], 'finishing'],
  [
    'idle before it has worked finishes nothing',
    [submitted(newAgent('a', unattended)), created('a'), started('a'), shows('a', 'idle')],
    'idle',
  ],
  ['done by its own word while a person decides about the end', [...atWork('a'), shows('a', 'done')], 'idle'],
  ['unattended and kept as it is', [...atWork('a', { plan: { unattended: true, kind: 'keep' } }), shows('a', 'done')], 'done'],
  ['a CLI that says it failed while it lives', [...atWork('a', unattended), shows('a', 'failed')], 'waiting'],
  [
    'idle after such a complaint is not the end of the work',
    [...atWork('a', unattended), shows('a', 'failed'), shows('a', 'idle')],
    'idle',
  ],
  ['a late sign of one that is over', [...atWork('a'), exited('a', 1), shows('a', 'working')], 'failed'],
  ['a sign while it is being finished', [...atWork('a'), finishRequested, shows('a', 'working')], 'finishing'],
  ['an exit while it is being finished', [...atWork('a'), finishRequested, exited('a', 1)], 'finishing'],
  ['a stop while it is being finished', [...atWork('a'), finishRequested, stop, exited('a', 143)], 'stopped'],
  ['verify failed, attempts left, alive', [...atWork('a'), finishRequested, verifyFailed(1)], 'working'],
  ['verify failed, attempts left, exited', [...atWork('a'), exited('a', 0), verifyFailed(1)], 'starting'],
  [
    'verify failed, then idle again: a person asked for the end once',
    [...atWork('a'), finishRequested, verifyFailed(1), shows('a', 'working'), shows('a', 'idle')],
    'finishing',
  ],
  ['verify failed, idle before the report arrived', [...atWork('a'), finishRequested, verifyFailed(1), shows('a', 'idle')], 'idle'],
  ['all attempts failed', [...atWork('a'), finishRequested, verifyFailed(3)], 'waiting'],
  ['all attempts failed, unattended: a person may come back', [...atWork('a', unattended), shows('a', 'idle'), verifyFailed(3)], 'waiting'],
  ['all attempts failed, nobody to be asked', [...atWork('a', nobody), shows('a', 'idle'), verifyFailed(3)], 'failed'],
  ['a conflict, nobody to be asked', [...atWork('a', nobody), shows('a', 'idle'), finishFailed], 'failed'],
  ['a conflict is still one after the host is lost', [...atWork('a'), exited('a', 0), finishFailed, hostStarted], 'waiting'],
  ['a conflict whose CLI ran with the lost host', [...atWork('a'), finishRequested, finishFailed, hostStarted], 'interrupted'],
  ['a failed verify run of a stopped agent', [...atWork('a'), exited('a', 0), stop, verifyFailed(1)], 'stopped'],
  ['finished', [...atWork('a'), finishRequested, { type: 'finish.done', agent: 'a', result: null, notes: [] }], 'done'],
  [
    'a merge that succeeded although it was stopped meanwhile',
    [...atWork('a'), exited('a', 0), stop, { type: 'finish.done', agent: 'a', result: null, notes: [] }],
    'done',
  ],
  [
    'a conflict waits for a person',
    [...atWork('a'), finishRequested, { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' }],
    'waiting',
  ],
  [
    'a failed finish that nobody can mend',
    [...atWork('a'), finishRequested, { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'nobody' }],
    'failed',
  ],
  [
    'a conflict still waits after its CLI went idle and ended',
    [
      ...atWork('a'),
      finishRequested,
      { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' },
      shows('a', 'idle'),
      exited('a', 0),
    ],
    'waiting',
  ],
  [
    'a conflict is left when it works again',
    [...atWork('a'), finishRequested, { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' }, shows('a', 'working')],
    'working',
  ],
  ['no worktree', [submitted(newAgent('a')), { type: 'worktree.failed', agent: 'a', error: anError }], 'failed'],
  ['no process', [submitted(newAgent('a')), created('a'), { type: 'agent.startFailed', agent: 'a', error: anError }], 'failed'],
  ['resumed', [...atWork('a'), exited('a', 1), resume], 'starting'],
  ['a live one can not be resumed', [...atWork('a'), resume], 'working'],
  [
    'a waiting one without a process can be resumed',
    [...atWork('a'), finishRequested, verifyFailed(3), exited('a', 0), resume],
    'starting',
  ],
  ['finish of one that has no worktree yet', [submitted(newAgent('a')), finishRequested], 'preparing'],
  ['the host went while it worked', [...atWork('a'), hostStarted], 'interrupted'],
  ['the host went while it waited', [...atWork('a'), shows('a', 'waiting'), hostStarted], 'interrupted'],
  ['the host went while it was finished', [...atWork('a'), exited('a', 0), hostStarted], 'interrupted'],
  ['the host went after it had failed', [...atWork('a'), exited('a', 1), hostStarted], 'failed'],
];

describe('the life of an agent', () => {
  it.each(rows)('%s', (_sentence, bodies, state) => {
    expect(a(...bodies).state).toBe(state);
  });

  it('keeps its age while only the reason is new', () => {
    const once = a(...atWork('a'));
    const twice = a(...atWork('a'), shows('a', 'working', 'title'));
    expect(twice).toMatchObject({ since: once.since, sinceSeq: once.sinceSeq, why: { source: 'title' } });
  });

  it('tells a CLI that died at once, with its last words', () => {
    const error = a(
      submitted(newAgent('a')),
      created('a'),
      started('a'),
      exited('a', 127, { tail: 'x\n\u001b[31mclaude: please log in\u001b[m\n\n' }),
    ).error;
    expect(error).toEqual({
      kind: 'harness',
      tried: 'run claude for name-a',
      said: 'exit code 127, 1.0 s after its start: x\nclaude: please log in',
      next: 'Press r to run it again, or read `orch-tui logs name-a`',
    });
  });

  it('says nothing of an early death when it had been running for long', () => {
    const error = a(...atWork('a'), shows('a', 'idle'), shows('a', 'working'), exited('a', 2)).error;
    expect(error?.said).toBe('exit code 2, without a word');
  });

  it('forgets the process at its end and keeps it until then', () => {
    expect(a(...atWork('a'), stop).process).toEqual({ pid: 100, startTicks: 7 });
    expect(a(...atWork('a'), stop, exited('a', 143)).process).toBeNull();
  });

  it('keeps the error of a finish in sight until it works again', () => {
    const failed: EventBody = { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' };
    expect(a(...atWork('a'), finishRequested, failed, exited('a', 1)).error).toEqual(anError);
    expect(a(...atWork('a'), finishRequested, failed, shows('a', 'working')).error).toBeNull();
  });

  it('takes the kind of finish that was asked for last, and counts attempts anew', () => {
    const asked = a(...atWork('a'), finishRequested, verifyFailed(3), { ...finishRequested, kind: 'branch' } as EventBody);
    expect(asked).toMatchObject({ state: 'finishing', attempts: 0, error: null, finish: { kind: 'branch' } });
  });

  it('is told to go on where nobody is there to say so, unless it was done or begins anew', () => {
    const alone = atWork('a', unattended);
    const { text } = a(...alone, stop, exited('a', 1), resume).run;
    expect(text).toContain('Go on with the task');
    expect(a(...alone, hostStarted, resume).run).toMatchObject({ mode: 'resume', text });
    expect(a(...alone, exited('a', 42, { goesOn: 'resume' })).run).toMatchObject({ mode: 'resume', text });
    expect(a(...alone, hostStarted, { ...resume, text: 'now hurry' } as EventBody).run.text).toBe('now hurry');
    expect(a(...alone, hostStarted, { ...resume, fresh: true } as EventBody).run.text).toBeNull();
    expect(a(...alone, exited('a', 0), { type: 'finish.done', agent: 'a', result: null, notes: [] }, resume).run.text).toBeNull();
    expect(a(...atWork('a'), hostStarted, resume).run.text).toBeNull();
  });

  it('resumes its conversation, which may still have to be found, unless it is to start afresh', () => {
    expect(a(...atWork('a'), exited('a', 1), resume).run.mode).toBe('resume');
    expect(a(...atWork('a'), exited('a', 1), { ...resume, fresh: true } as EventBody).run.mode).toBe('fresh');
  });

  it('starts with the task where its CLI never came up: the conversation whose id was chosen for it does not exist', () => {
    const neverRan = [submitted(newAgent('a', { conversation: 'c-1' })), created('a'), startFailed];
    expect(a(...neverRan, resume).run).toMatchObject({ mode: 'fresh', text: null });
    expect(a(...atWork('a'), exited('a', 1), resume, startFailed, resume).run.mode).toBe('resume');
  });

  it('goes on in the other way when it ended only because of how it was started', () => {
    const restarted = a(...atWork('a'), exited('a', 42, { goesOn: 'resume' }));
    expect(restarted).toMatchObject({ state: 'starting', error: null, run: { mode: 'resume', text: null } });
    const lost = a(...atWork('a'), exited('a', 1), resume, started('a'), exited('a', 1, { goesOn: 'fresh' }));
    expect(lost).toMatchObject({ state: 'starting', error: null, run: { mode: 'fresh', text: null } });
    // What it was to be told is not all that a new conversation has to know.
    const hurry: EventBody = { ...resume, text: 'now hurry' } as EventBody;
    const anew = (...bodies: readonly EventBody[]) => a(...bodies, started('a'), exited('a', 1, { goesOn: 'fresh' })).run.text;
    expect(anew(...atWork('a'), exited('a', 1), hurry)).toBe('task of a\n\nnow hurry');
    expect(anew(...atWork('a', unattended), hostStarted, resume)).toBeNull();
  });

  it('is not run again once its worktree is gone: what became of its work stays told', () => {
    const removed: EventBody = { type: 'worktree.removed', agent: 'a' } as EventBody;
    const merged: EventBody = { type: 'finish.done', agent: 'a', result: null, notes: [] };
    expect(a(...atWork('a'), finishRequested, exited('a', 0), merged, removed, resume)).toMatchObject({ state: 'done', error: null });
  });

  it.each([
    ['it was tried in that way already', [...atWork('a'), exited('a', 1, { goesOn: 'fresh' })], 'failed'],
    ['it succeeded', [...atWork('a'), exited('a', 0, { goesOn: 'resume' })], 'finishing'],
    [
      'it was being stopped',
      [...atWork('a'), { type: 'agent.stopRequested', agent: 'a' }, exited('a', 1, { goesOn: 'resume' })],
      'stopped',
    ],
  ] as const)('does not go on when %s', (_why, bodies, state) => {
    expect(a(...(bodies as readonly EventBody[])).state).toBe(state);
  });

  it('does not start a new run beside an old process that still ends', () => {
    const ending = [...atWork('a'), finishRequested, { type: 'finish.done', agent: 'a', result: null, notes: [] } as const, resume];
    expect(a(...ending).state).toBe('queued');
    expect(a(...ending, exited('a', 0)).state).toBe('starting');
  });

  it('shows a lost survivor with what was found', () => {
    const found: EventBody = { type: 'agent.interrupted', agent: 'a', evidence: 'pid 100 still ran and was ended' };
    expect(a(...atWork('a'), hostStarted, found)).toMatchObject({
      state: 'interrupted',
      process: null,
      why: { evidence: 'pid 100 still ran and was ended' },
    });
  });

  it('is gone once removed, and a failed removal leaves it with its error', () => {
    const asked: EventBody = { type: 'agent.removeRequested', agent: 'a' };
    const gone: EventBody = { type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: null };
    const removed = fold([...atWork('a'), asked, exited('a', 143), gone]);
    expect([removed.agents, removed.goals]).toEqual([{}, {}]);
    expect(a(...atWork('a'), asked, exited('a', 143), { type: 'agent.removeFailed', agent: 'a', error: anError })).toMatchObject({
      state: 'stopped',
      pending: null,
      error: anError,
    });
  });

  it('is seen only when it is over, and unseen again with its next end', () => {
    const seen: EventBody = { type: 'agent.seen', agent: 'a' };
    expect(a(...atWork('a'), seen).seen).toBe(false);
    expect(a(...atWork('a'), exited('a', 1), seen)).toMatchObject({ seen: true, seenAt: '2026-11-21T12:00:06.000Z' });
    expect(a(...atWork('a'), exited('a', 1), seen, resume, started('a'), exited('a', 1))).toMatchObject({ seen: false, seenAt: null });
  });

  it('keeps a message that it did not take until it takes another, or a turn begins', () => {
    const lost: EventBody = { type: 'message.failed', agent: 'a', text: 'add a test', error: anError };
    const kept = { text: 'add a test', error: anError, at: '2026-11-21T12:00:05.000Z' };
    const asks = [shows('a', 'waiting'), shows('a', 'working')];
    expect(a(...atWork('a'), lost, ...asks, exited('a', 1), resume)).toMatchObject({ undelivered: kept });
    expect(a(...atWork('a'), lost, { type: 'message.sent', agent: 'a', text: 'x' })).not.toHaveProperty('undelivered');
    expect(a(...atWork('a'), lost, shows('a', 'idle'))).toMatchObject({ undelivered: kept });
    expect(a(...atWork('a'), lost, shows('a', 'idle'), shows('a', 'working'))).not.toHaveProperty('undelivered');
  });

  it('never changes an agent it does not know, nor one that is inherited', () => {
    const state = emptyState(5);
    for (const agent of ['nobody', '__proto__', 'constructor']) {
      expect(fold([exited(agent, 0)], state)).toEqual({ ...state, seq: 1 });
    }
  });
});

describe('a finish that a person has to agree to', () => {
  const asks = { plan: { unattended: true, asks: true as const } };

  it.each([
    ['after a turn', [...atWork('a', asks), shows('a', 'idle')]],
    ['after the end of its CLI', [...atWork('a', asks), exited('a', 0)]],
  ] as const)('waits for them %s, and is finished when they say so', (_when, bodies) => {
    const state = fold(bodies);
    expect(state.agents.a).toMatchObject({ state: 'waiting', error: { kind: 'needs-person' }, why: { rule: 'finish.asked' } });
    const agreed = commandsAfter([...bodies, { type: 'finish.requested', agent: 'a', kind: 'merge', removeWorktree: false }]);
    expect(agreed).toContainEqual({ type: 'work.finish', agent: 'a', kind: 'merge', removeWorktree: false });
  });
});
