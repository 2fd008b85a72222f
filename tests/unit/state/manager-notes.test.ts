// What agents tell the manager without asking anything: kept until it has decided with that before its eyes, and never more than a few.
import { describe, expect, it } from 'vitest';
import { stateDigest } from '../../../src/core/manager/state-digest.js';
import type { KeptDecision } from '../../../src/core/model/decision.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { NO_USAGE } from '../../../src/core/model/usage.js';
import { timelineText } from '../../../src/core/state/timeline.js';
import { atWork, commandsAfter, fold, shows, stamp } from '../../helpers/fold-events.js';

const told = (text: string): EventBody => ({ type: 'manager.told', agent: 'a', text });
const READY = { manager: { state: 'ready', decisions: [], askedSeq: 0 } } as const;
const decision: KeptDecision = {
  progress: '',
  thought: '',
  future: '',
  action: { do: 'wait', text: '', digest: null },
  at: '',
  reason: 'idle',
  outcome: '',
  usage: NO_USAGE,
};
const textsAfter = (bodies: readonly EventBody[]) => fold(bodies).agents.a?.managerNotes?.map(({ text }) => text);

describe('what an agent tells the manager', () => {
  it('is kept, the newest five, a line of the timeline, and no reason to ask the manager', () => {
    const bodies = [...atWork('a', READY), ...['1', '2', '3', '4', '5', '6'].map(told)];
    expect(textsAfter(bodies)).toEqual(['2', '3', '4', '5', '6']);
    expect(commandsAfter(bodies)).toEqual([]);
    expect(timelineText(stamp(told('half of it'), 1))).toBe('writes to the manager: half of it');
  });

  it('goes with its next decision, but for what came after that was asked', () => {
    const asked = [...atWork('a', READY), told('before'), shows('a', 'idle')];
    const { askedSeq = 0 } = fold(asked).agents.a?.manager ?? {};
    const decided: EventBody = { type: 'manager.decided', agent: 'a', decision, asked: askedSeq };
    expect(textsAfter([...asked, told('after'), decided])).toEqual(['after']);
    expect(fold([...asked, decided]).agents.a).not.toHaveProperty('managerNotes');
  });

  it('stays where the decision was dropped', () => {
    expect(textsAfter([...atWork('a', READY), told('before'), { type: 'manager.decided', agent: 'a', decision }])).toEqual(['before']);
  });

  it('is known to it also when somebody else asks it', () => {
    expect(stateDigest(fold([...atWork('a'), told('I took 8081.')]))).toMatch(/ {2}wrote to you \S+: I took 8081\./u);
  });
});
