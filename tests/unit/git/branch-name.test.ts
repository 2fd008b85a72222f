// Names of agents: what a task text becomes, and which names a person may choose.
import { describe, expect, test } from 'vitest';
import { agentNameFrom, branchesOf, checkAgentName, uniqueName } from '../../../src/core/adapters/git/branch-name.js';

describe('a name from a task text', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['plain words are joined by hyphens', 'Fix the login', 'fix-the-login'],
    ['it ends at a word within 30 characters', 'Fix the login bug in the header of the page', 'fix-the-login-bug-in-the'],
    ['one long word is cut', 'x'.repeat(100), 'x'.repeat(30)],
    ['accents are dropped, ligatures spelled out', 'Größe Ærø naïve', 'grosse-aero-naive'],
    ['words without Latin letters are dropped', 'Поправь login 修复', 'login'],
    ['nothing left falls back', '修复', 'agent'],
    ['an empty text falls back', '', 'agent'],
    ['punctuation, newlines and path parts mean nothing', '../../etc\n--force; rm -rf "$HOME"', 'etc-force-rm-rf-home'],
    ['an apostrophe does not split a word', "Don't crash", 'dont-crash'],
    ['a huge text is named by its start', `Sort the list ${'again '.repeat(20_000)}`, 'sort-the-list-again-again'],
  ];
  test.each(rows)('%s', (_sentence, text, name) => expect(agentNameFrom(text, new Set())).toBe(name));

  test('a taken name gets the first free number', () => {
    expect(agentNameFrom('Fix login', new Set(['fix-login', 'fix-login-2']))).toBe('fix-login-3');
  });

  test.each([
    'person',
    'manager',
    'host',
    'parent',
    'children',
    'all',
    'monitor',
  ])('a task that begins like %s makes no agent of that name', (word) => {
    expect(agentNameFrom(word, new Set())).toBe(`${word}-2`);
    expect(agentNameFrom(word, new Set([`${word}-2`]))).toBe(`${word}-3`);
  });

  test('a numbered name stays within what a person may choose', () => {
    const long = 'a'.repeat(40);
    expect(checkAgentName(uniqueName(long, new Set([long]))).ok).toBe(true);
  });
});

describe('a name a person chose', () => {
  test.each(['fix', 'a', '2fa', 'fix-login-2'])('%s is taken as it is', (name) => {
    expect(checkAgentName(name)).toEqual({ ok: true, value: name });
  });
  test.each(['', 'Fix', 'fix login', '-fix', 'fix-', 'größe', 'a/b', '../x', 'a.lock', 'x\n', 'a'.repeat(41)])('%j is refused', (name) => {
    const result = checkAgentName(name);
    expect(result.ok).toBe(false);
    if (!result.ok)
      expect(result.error).toMatchObject({ kind: 'usage', said: expect.stringContaining('lower-case letters a-z, digits and hyphens') });
  });
  test.each(['person', 'manager', 'host', 'parent', 'children', 'all'])('%s is refused: messages mean somebody else by it', (name) => {
    const result = checkAgentName(name);
    if (result.ok) throw new Error('it is taken');
    expect(result.error).toMatchObject({ kind: 'usage', said: expect.stringContaining('somebody else') });
    expect(result.error.next).toContain(`--name ${name}-2`);
  });
  test('monitor is refused: the log of that name is the host’s own', () => {
    const result = checkAgentName('monitor');
    expect(result).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringContaining('logs/monitor.log') } });
    expect(result.ok ? '' : result.error.next).toContain('--name monitor-2');
  });
  test('the refusal offers a name that is allowed', () => {
    const result = checkAgentName('Fix Größe!');
    expect(result.ok ? '' : result.error.next).toBe('Choose another, such as --name fix-grosse.');
  });
});

test('branch and fallback of a name', () => expect(branchesOf('fix')).toEqual({ branch: 'orch/fix', fallbackBranch: 'orch-fix' }));
