import { expect, test } from 'vitest';
import { readMessage } from '../../../src/core/messaging/read-message.js';

const MESSAGE = {
  id: 'm3f2a9c01',
  type: 'task_result',
  from_agent: 'agent-1',
  to_agent: 'agent-2',
  timestamp: '2026-11-21T12:00:00.000Z',
  payload: {
    text: 'done',
    inReplyTo: 'm1',
    result: { agent: 'agent-1', state: 'done', summary: 'all of it', artifacts: ['/wt/a/notes.md'], branch: 'orch/a', commit: null },
  },
  retry_count: 0,
};

test('a whole message is read as it is', () => {
  expect(readMessage(MESSAGE)).toEqual({ ok: true, value: MESSAGE });
});

test('its texts are plain afterwards', () => {
  const read = readMessage({ ...MESSAGE, payload: { text: 'a\u001b[2Jb\u202e\nc' } });
  expect(read).toMatchObject({ ok: true, value: { payload: { text: 'ab\nc' } } });
});

const { retry_count: _count, ...WITHOUT_COUNT } = MESSAGE;
test.each<[string, unknown, string]>([
  ['nothing', null, 'protocol'],
  ['a text', 'hello', 'protocol'],
  ['a key less', WITHOUT_COUNT, 'protocol'],
  ['a key more', { ...MESSAGE, sender: 'x' }, 'protocol'],
  ['a key more in its payload', { ...MESSAGE, payload: { text: 'x', run: 'rm' } }, 'protocol'],
  ['another type', { ...MESSAGE, type: 'command' }, 'protocol'],
  ['no time', { ...MESSAGE, timestamp: 'yesterday' }, 'protocol'],
  ['an id that is none', { ...MESSAGE, id: '../../etc' }, 'protocol'],
  ['a count that is none', { ...MESSAGE, retry_count: -1 }, 'protocol'],
  ['10 MB', { ...MESSAGE, payload: { text: 'x'.repeat(10 * 1024 * 1024) } }, 'usage'],
  [
    'too much that is not its text',
    { ...MESSAGE, payload: { text: 'x', options: Array.from({ length: 20 }, () => 'é'.repeat(5000)) } },
    'ok',
  ],
])('%s', (_name, value, kind) => {
  const read = readMessage(value);
  expect(read.ok ? 'ok' : read.error.kind).toBe(kind);
  expect(JSON.stringify(read).length).toBeLessThan(64 * 1024);
});

test('an error names the place', () => {
  const read = readMessage({ ...MESSAGE, type: 'command' });
  expect(read.ok ? '' : read.error.said).toMatch(/^type: /u);
});
