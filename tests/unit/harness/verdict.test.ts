// Who is to answer a question: the policy only what its dialog tells, a person everything else.
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/core/harness/harness.js';
import { verdictOf } from '../../../src/core/harness/verdict.js';

const dialog = { shown: 'Run it? 1. Yes 2. No', options: [{ label: 'Yes', keys: ['1'] }], tool: 'shell', command: 'ls', path: null };
const reading = (over: Partial<Reading>): Reading => ({ state: 'waiting', source: 'screen', rule: 'r', evidence: 'run it?', ...over });

describe('the question of a verdict', () => {
  it.each([
    ['a permission with its dialog', reading({ asks: 'permission', dialog }), 'unread', 'policy'],
    ['a permission whose dialog will be read', reading({ asks: 'permission', source: 'title' }), 'read', 'policy'],
    ['a permission whose dialog never will be', reading({ asks: 'permission', source: 'structured' }), 'unread', 'person'],
    ['trust, which no rule gives', reading({ asks: 'trust', dialog }), 'read', 'person'],
    ['a choice', reading({ asks: 'choice', dialog }), 'read', 'person'],
    ['a question in words', reading({ asks: 'text' }), 'read', 'person'],
  ] as const)('%s', (_, read, dialogs, expected) => {
    expect(verdictOf(read, { now: 0, dialogs }).question?.with).toBe(expected);
  });

  it('is another one at another time, and in other words', () => {
    const digest = (now: number, shown: string) =>
      verdictOf(reading({ asks: 'permission', dialog: { ...dialog, shown } }), { now, dialogs: 'read' }).question?.digest;
    expect(new Set([digest(0, 'a'), digest(0, 'b'), digest(1, 'a')]).size).toBe(3);
    expect(digest(0, 'a')).toBe(digest(0, 'a'));
  });
});
