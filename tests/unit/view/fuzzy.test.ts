// Finding by fuzzy name: letters in order, beginnings of words first.
import { describe, expect, it } from 'vitest';
import { fuzzyFilter, fuzzyScore } from '../../../src/core/view/fuzzy.js';

const NAMES = [
  'New task: an agent in its own worktree',
  'Finish: pull request, merge or branch',
  'Filter the list',
  '1 fix-login',
  '2 api-spec',
  'Timeline: what happened, and why',
];
const find = (query: string) => fuzzyFilter(query, NAMES, (name) => name);

describe('a fuzzy choice', () => {
  it.each([
    ['a beginning', 'tim', 'Timeline: what happened, and why'],
    ['beginnings of words', 'ftl', 'Filter the list'],
    ['an agent by a word of its name', 'login', '1 fix-login'],
    ['a number', '2', '2 api-spec'],
    ['letters in any case', 'PULL', 'Finish: pull request, merge or branch'],
    ['words with blanks between', 'new task', 'New task: an agent in its own worktree'],
  ])('finds first by %s', (_, query, name) => {
    expect(find(query)[0]).toBe(name);
  });

  it('leaves everything in order without a query', () => {
    expect(find(' ')).toEqual(NAMES);
  });

  it('finds nothing when a letter is missing', () => {
    expect(find('zq')).toEqual([]);
    expect(fuzzyScore('aa', 'a')).toBeNull();
  });
});
