// What models answer in place of a decision, and what is made of it.
import { describe, expect, it } from 'vitest';
import { decisionSchema } from '../../../src/core/manager/decision-schema.js';
import type { ManagerAction } from '../../../src/core/model/decision.js';

const words = { progress: 'half', thought: 'it asks', future: 'it ends' };

const rows: readonly (readonly [string, unknown, ManagerAction])[] = [
  ['as asked for', { do: 'instruct', text: 'run the tests', digest: null }, { do: 'instruct', text: 'run the tests', digest: null }],
  ['a bare word', 'finish', { do: 'finish', text: '', digest: null }],
  ['a word with its text', 'instruct: run the tests', { do: 'instruct', text: 'run the tests', digest: null }],
  ['other names of the fields', { type: 'Answer', choice: 1, digest: 'd1' }, { do: 'answer', text: '1', digest: 'd1' }],
  ['nothing but the act', { do: 'wait' }, { do: 'wait', text: '', digest: null }],
  ['controls in the text', { do: 'ask', text: 'a\u001b[2Jb\nc' }, { do: 'ask', text: 'ab\nc', digest: null }],
];

describe('a decision', () => {
  it.each(rows)('is taken from %s', (_sentence, action, expected) => {
    expect(decisionSchema.parse({ ...words, action })).toEqual({ ...words, action: expected });
  });

  it.each([
    ['an act that does not exist', { do: 'shell', text: 'rm -rf /' }],
    ['an instruction without words', { do: 'instruct', text: '  ' }],
    ['no act', {}],
    ['a list', []],
  ])('is not taken from %s', (_sentence, action) => {
    expect(decisionSchema.safeParse({ ...words, action }).success).toBe(false);
  });

  it('needs no words around its act, and bounds those it gets', () => {
    expect(decisionSchema.parse({ action: 'finish', progress: null })).toMatchObject({ progress: '', thought: '', future: '' });
    expect(decisionSchema.parse({ action: 'finish', thought: 'x'.repeat(9000) }).thought.length).toBeLessThanOrEqual(600);
    expect(decisionSchema.parse({ action: `instruct: ${'x'.repeat(90_000)}` }).action.text.length).toBeLessThanOrEqual(4000);
  });
});
