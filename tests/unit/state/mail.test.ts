// An agent that a message waits for is told of it before its work counts as done.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { atWork, commandsAfter, exited, fold, shows } from '../../helpers/fold-events.js';

const mail = (waits: boolean): EventBody => ({ type: 'agent.mailChanged', agent: 'a', waits });
const told: EventBody = { type: 'message.sent', agent: 'a', text: 'from person: stop', by: 'person' };
const unattended = { plan: { unattended: true } };
const managed = { manager: { state: 'ready', decisions: [], askedSeq: 0 } } as const;
const become = (...events: readonly EventBody[]) => fold(events).agents.a;

describe('the end of a turn while a message waits', () => {
  it('is no end of the work: it is told, and its next turn is', () => {
    const rests = [...atWork('a', unattended), mail(true), shows('a', 'done')];
    expect(become(...rests)).toMatchObject({ state: 'idle', hasMail: true, why: { rule: 'mail.waits' } });
    expect(commandsAfter(rests).map(({ type }) => type)).not.toContain('work.finish');
    const typed = [...rests, told, mail(false)];
    expect(become(...typed)).toMatchObject({ state: 'idle' });
    expect(become(...typed)?.hasMail).toBeUndefined();
    expect(become(...typed, shows('a', 'working'), shows('a', 'done'))?.state).toBe('finishing');
  });

  it('counts once the message is given up, dropped, or read', () => {
    const events = [...atWork('a', unattended), mail(true), shows('a', 'done'), mail(false)];
    expect(become(...events)).toMatchObject({ state: 'finishing', why: { rule: 'mail.gone' } });
    expect(commandsAfter(events).map(({ type }) => type)).toEqual(['work.finish']);
  });

  it('is for the manager only afterwards', () => {
    const rests = [...atWork('a', managed), mail(true), shows('a', 'idle')];
    expect(become(...rests)?.manager?.state).toBe('ready');
    expect(become(...rests, mail(false))?.manager).toMatchObject({ state: 'asked', reason: 'idle' });
    expect(become(...rests, told, mail(false))?.manager?.state).toBe('ready');
    expect(become(...rests, told, mail(false), shows('a', 'working'), shows('a', 'idle'))?.manager?.state).toBe('asked');
  });

  it('changes nothing for one that a person finishes, nor for one whose CLI has ended', () => {
    expect(become(...atWork('a'), mail(true), shows('a', 'idle'), mail(false))).toMatchObject({ state: 'idle', why: { rule: 'rule' } });
    expect(become(...atWork('a', unattended), mail(true), exited('a', 0))?.state).toBe('finishing');
  });
});
