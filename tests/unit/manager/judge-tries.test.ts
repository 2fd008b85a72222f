// Several tries as a model is shown them, and what is taken of its answer.
import { describe, expect, it } from 'vitest';
import { lettered, scrubbed, shuffled } from '../../../src/core/manager/judge-request.js';
import { judgeSchema } from '../../../src/core/manager/judge-schema.js';

describe('the order of tries', () => {
  const items = ['a-1', 'a-2', 'a-3', 'a-4'].map((agent) => ({ agent }));
  const order = (seed: string) => shuffled(items, seed).map(({ agent }) => agent);

  it('is the same for the same goal, and another for another', () => {
    expect(order('g-1')).toEqual(order('g-1'));
    expect(new Set(['g-1', 'g-2', 'g-3', 'g-4', 'g-5', 'g-6'].map((seed) => order(seed).join())).size).toBeGreaterThan(2);
  });

  it('has a letter for each, however many there are', () => {
    expect(lettered(Array.from({ length: 28 }, (_, at) => at)).map(([letter]) => letter)).toEqual([
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'A2',
      'B2',
    ]);
  });
});

describe('names', () => {
  it('are taken out as whole words, the longest first, in any case', () => {
    expect(scrubbed('add-login-2 and Add-Login, not add-logins; Claude Code', ['add-login', 'add-login-2', 'claude'])).toBe(
      '[name] and [name], not add-logins; [name] Code',
    );
  });

  it('may hold what stands for something in a pattern', () => {
    expect(scrubbed('a gpt-5.1 (x)', ['gpt-5.1', '(x)'])).toBe('a [name] [name]');
  });

  it('that are too short to tell anything stay', () => {
    expect(scrubbed('a b', ['a'])).toBe('a b');
  });
});

describe('an answer', () => {
  const schema = judgeSchema(['A', 'B']);
  const one = (letter: string, score: unknown = 5) => ({ letter, score, reason: 'because' });

  it('holds each letter once, however it is written', () => {
    expect(schema.parse({ tries: [one('Try B', '7.5'), one('a')] })).toEqual([
      { letter: 'B', score: 7.5, reason: 'because' },
      { letter: 'A', score: 5, reason: 'because' },
    ]);
  });

  it.each([
    ['misses one', [one('A')]],
    ['holds one twice', [one('A'), one('A')]],
    ['holds one that was not shown', [one('A'), one('C')]],
    ['has a score above ten', [one('A', 11), one('B')]],
    ['has no score', [one('A', 'good'), one('B')]],
  ])('is refused where it %s', (_what, tries) => {
    expect(schema.safeParse({ tries }).success).toBe(false);
  });

  it('is plain and bounded', () => {
    const [first] = schema.parse({ tries: [{ letter: 'A', score: 1, reason: `\u001b[2J${'x'.repeat(2000)}` }, one('B')] });
    expect(first?.reason.length).toBeLessThanOrEqual(600);
    expect(first?.reason).not.toContain('\u001b');
  });
});
