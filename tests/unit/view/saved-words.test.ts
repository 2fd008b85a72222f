// A diff of work that is at another node says so: when it was saved here, and from where.
import { expect, it } from 'vitest';
import { savedNote, savedSentence } from '../../../src/core/view/saved-words.js';
import { clientView } from '../../helpers/client-view.js';
import { sampleAgents } from '../../helpers/view-fixtures.js';

const AT = new Date(2026, 10, 27, 9, 5).toISOString();

it('names time and node in a sentence and in a title', () => {
  const saved = { node: 'far', at: AT, commit: 'c1' };
  expect(savedSentence('fix', saved)).toBe('fix works on far: this is its work as it was saved at 09:05; there may be newer');
  expect(savedNote(saved)).toBe('as saved at 09:05 from far');
  expect(savedSentence('fix', { ...saved, isNow: true })).toMatch(/; nothing there is newer$/);
  expect(savedSentence('fix', { ...saved, isNow: false })).toMatch(/; its node gave no answer, and may have newer$/);
  expect(savedNote({ ...saved, isNow: false })).toBe('as saved at 09:05 from far, no answer');
});

it('says that nothing was saved, or that there is nothing to save', () => {
  const saved = { node: null, at: null, commit: null };
  expect(savedSentence('fix', saved)).toBe('fix works on another node: nothing of its work has been saved here yet');
  expect(savedNote(saved)).toBe('on another node, nothing saved yet');
  expect(savedSentence('fix', { ...saved, isNow: true })).toBe('fix works on another node, and has not changed anything yet');
  expect(savedNote({ ...saved, isNow: true })).toBe('on another node');
});

it('an open diff forgets it once the work is here', () => {
  const agent = 'id-fix-login';
  const client = clientView({ agents: sampleAgents(), size: { cols: 100, rows: 24 } }, agent);
  client.does('view.diff');
  const read = (saved: object) =>
    client.act({ type: 'answered', method: 'diff', params: { agent }, result: { diff: '', truncated: false, ...saved } });
  read({ saved: { node: 'far', at: AT, commit: 'c1' } });
  expect(client.view.place).toMatchObject({ kind: 'diff', saved: { node: 'far' } });
  read({});
  expect(client.view.place).not.toHaveProperty('saved');
});
