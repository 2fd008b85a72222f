import { expect, test } from 'vitest';
import { type Field, inputSchema, readGiven } from '../../../src/servers/mcp/given.js';

const FIELDS: Readonly<Record<string, Field>> = {
  to: { type: 'text', description: 'Whom.', isRequired: true },
  of: { type: 'text', description: 'Who is asked.', oneOf: ['person', 'manager'] },
  options: { type: 'texts', description: 'Answers.' },
  wait: { type: 'flag', description: 'Whether.' },
  wait_seconds: { type: 'seconds', description: 'How long.' },
};

test('fields become a JSON schema that allows nothing else', () => {
  expect(inputSchema(FIELDS)).toEqual({
    type: 'object',
    properties: {
      to: { type: 'string', description: 'Whom.' },
      of: { type: 'string', description: 'Who is asked.', enum: ['person', 'manager'] },
      options: { type: 'array', items: { type: 'string' }, maxItems: 50, description: 'Answers.' },
      wait: { type: 'boolean', description: 'Whether.' },
      wait_seconds: { type: 'integer', minimum: 0, description: 'How long.' },
    },
    required: ['to'],
    additionalProperties: false,
  });
});

test('what was left out, or given as null, is null, false or empty', () => {
  const given = readGiven(FIELDS, { to: 'ada', of: null, options: null });
  if (!given.ok) throw new Error(given.error.said);
  expect([given.value.text('to'), given.value.textOrNull('of'), given.value.texts('options')]).toEqual(['ada', null, []]);
  expect([given.value.flag('wait'), given.value.seconds('wait_seconds')]).toEqual([false, null]);
});

test.each([
  [{}, 'to is missing'],
  [{ to: '  ' }, 'to is empty'],
  [{ to: 7 }, 'to is no text'],
  [{ to: 'ada', of: 'god' }, 'of is none of person, manager'],
  [{ to: 'ada', wait: 'yes' }, 'wait is neither true nor false'],
  [{ to: 'ada', wait_seconds: -1 }, 'wait_seconds is no number of seconds'],
  [{ to: 'ada', options: ['8080', 9] }, 'options is no list of texts'],
  [{ to: 'ada', options: Array.from({ length: 51 }, String) }, 'options has 51 entries, at most 50 are allowed'],
  [{ to: 'ada', text: 'hello' }, 'there is no argument text'],
  [{ to: 'ada', constructor: 'x' }, 'there is no argument constructor'],
])('%j is refused: %s', (args, said) => {
  expect(readGiven(FIELDS, args)).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringContaining(said) } });
});

test('a text of 10 MB is refused with where it belongs', () => {
  const refused = readGiven(FIELDS, { to: 'x'.repeat(10_000_000) });
  expect(refused).toMatchObject({ ok: false, error: { said: expect.stringMatching(/10000000 bytes.*file of your worktree/u) } });
});
