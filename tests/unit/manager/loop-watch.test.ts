// When the manager turns in circles.
import { describe, expect, it } from 'vitest';
import { loopIn } from '../../../src/core/manager/loop-watch.js';
import type { Decision, KeptDecision, ManagerAct } from '../../../src/core/model/decision.js';
import { NO_USAGE } from '../../../src/core/model/usage.js';

function decides(act: ManagerAct, text = ''): Decision {
  return { progress: '', thought: '', future: '', action: { do: act, text, digest: null } };
}

function kept(text: string, diff: string): KeptDecision {
  return { ...decides('instruct', text), at: '', reason: 'idle', outcome: 'told', usage: NO_USAGE, diff };
}

const order = { before: [], rounds: 1, maxRounds: 12, diff: '+1', error: null, decision: decides('instruct', 'run the tests') };

describe('a circle', () => {
  it('is the same instruction twice, however it is written', () => {
    expect(loopIn({ ...order, before: [kept('Run the tests!', '+0')] })).toContain('the same thing twice');
    expect(loopIn({ ...order, before: [kept('Mend the tests', '+0')] })).toBeNull();
  });

  it('is a row of instructions that change nothing', () => {
    const before = ['a', 'b', 'c'].map((text) => kept(text, '+1'));
    expect(loopIn({ ...order, rounds: 3, before })).toContain('changed nothing');
    expect(loopIn({ ...order, rounds: 3, before: [...before.slice(0, 2), kept('c', '+2')] })).toBeNull();
  });

  it('is no end after so many decisions', () => {
    expect(loopIn({ ...order, rounds: 12 })).toContain('12 decisions');
    expect(loopIn({ ...order, rounds: 12, decision: decides('wait') })).toContain('12 decisions');
  });

  it.each(['finish', 'fail', 'ask', 'handover'] as const)('is not closed by what ends the work: %s', (act) => {
    expect(loopIn({ ...order, rounds: 12, decision: decides(act, 'why') })).toBeNull();
  });

  it('is a finish that has failed just now, with nothing done about it', () => {
    const error = { kind: 'verify', tried: 'verify it', said: 'check failed with exit code 1', next: 'Mend it' } as const;
    const finished = { ...kept('', '+1'), ...decides('finish') };
    const again = { ...order, decision: decides('finish'), error };
    expect(loopIn({ ...again, before: [finished] })).toContain('check failed with exit code 1');
    expect(loopIn({ ...again, before: [finished], error: null })).toBeNull();
    expect(loopIn({ ...again, before: [finished, kept('mend it', '+1')] })).toBeNull();
    expect(loopIn({ ...again, before: [finished], rounds: 0 })).toBeNull();
  });

  it('begins anew once a person took part', () => {
    expect(loopIn({ ...order, rounds: 0, before: [] })).toBeNull();
  });
});
