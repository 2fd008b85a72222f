// Tokens of agents: one for each run, void with it, and of no use to anybody else.
import { describe, expect, it } from 'vitest';
import { AgentTokens } from '../../../../src/host/door/agent-tokens.js';

describe('tokens of agents', () => {
  it('name the agent they were made for, each its own', () => {
    const tokens = new AgentTokens();
    const [a, b] = [tokens.issue('a'), tokens.issue('b')];
    expect(tokens.seatOf(a.token)).toMatchObject({ agent: 'a' });
    expect(tokens.seatOf(b.token)).toMatchObject({ agent: 'b' });
    expect(a.token).not.toBe(b.token);
    // 32 bytes, in letters that stand in a variable and in JSON as they are.
    expect(a.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a guess', 'x'.repeat(43)],
    ['no text', 7],
    ['an object', { token: 'x' }],
  ])('%s is nobody', (_, shown) => {
    const tokens = new AgentTokens();
    tokens.issue('a');
    expect(tokens.seatOf(shown)).toBe('unknown');
  });

  it('are void once their run has ended, and said to be old', () => {
    const tokens = new AgentTokens();
    const { token, revoke } = tokens.issue('a');
    const seat = tokens.seatOf(token);
    expect(revoke()).toBe(true);
    expect(tokens.seatOf(token)).toBe('old');
    expect(typeof seat === 'object' && seat.signal.aborted).toBe(true);
    expect(revoke()).toBe(false);
  });

  it('of the next run take the place of the last one, whose late end does not take them away', () => {
    const tokens = new AgentTokens();
    const first = tokens.issue('a');
    const second = tokens.issue('a');
    expect(tokens.seatOf(first.token)).toBe('old');
    expect(first.revoke()).toBe(false);
    expect(tokens.seatOf(second.token)).toMatchObject({ agent: 'a' });
  });
});
