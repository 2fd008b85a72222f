// Issues on the command line: the list as a person reads it, and an order whose text is an issue.
import { describe, expect, it } from 'vitest';
import { issueOrder } from '../../../src/cli/issue-order.js';
import { issuesText } from '../../../src/cli/issues.js';
import type { Connection } from '../../../src/client/connection.js';
import { fail, type OrchError, ok } from '../../../src/core/model/error.js';
import { PLAIN_RUN } from '../../../src/core/model/plain-run.js';

const forge = 'github.com/ada/shop';
const now = Date.parse('2026-11-21T10:00:00Z');
const entry = {
  number: 7,
  title: 'Login fails',
  labels: ['bug', 'ui'],
  author: 'linus',
  comments: 1,
  updatedAt: '2026-11-21T08:00:00.000Z',
};

describe('the list of issues', () => {
  const shown = (widthCols = 200) => ({ now, widthCols });
  it('has a row each, with what was said and the labels', () => {
    const issues = [entry, { ...entry, number: 123, title: 'Add a cart', labels: [], comments: 0, author: 'grace' }];
    expect(issuesText({ issues, more: false, forge }, shown())).toBe(
      ['#7    2 h  linus  1 comment  Login fails [bug] [ui]', '#123  2 h  grace             Add a cart'].join('\n'),
    );
  });

  it('is cut to the width of a terminal', () => {
    expect(issuesText({ issues: [entry], more: false, forge }, shown(30))).toBe('#7  2 h  linus  1 comment  Lo…');
  });

  it('says where there is none, and where there are more', () => {
    expect(issuesText({ issues: [], more: false, forge }, shown())).toBe('no open issues of github.com/ada/shop');
    expect(issuesText({ issues: [entry], more: true, forge }, shown())).toMatch(/\nthere are more: .*--label or --search$/);
  });
});

describe('an order of an issue', () => {
  const params = { ...PLAIN_RUN, text: 'issue', name: 'fix', plan: 'auto' as const };
  const asked: unknown[] = [];
  const connection = (answer: unknown) =>
    ({
      async request(method: string, of: unknown) {
        asked.push([method, of]);
        return answer;
      },
    }) as unknown as Pick<Connection, 'request'>;
  const answer = ok({ issue: { state: 'open' }, text: 'Resolve issue #7', forge, plan: 'none' });

  it('has its text and its name, and the plan that its own words need', async () => {
    const order = { number: 7, own: 'On Safari.', params, plan: 'open' } as const;
    expect(await issueOrder(connection(answer), order)).toEqual(
      ok({ ...params, text: 'Resolve issue #7', issue: { forge, number: 7 }, plan: 'none' }),
    );
    expect(asked.at(-1)).toEqual(['issue', { number: 7, own: 'On Safari.' }]);
  });

  it('keeps the plan that a person chose', async () => {
    const order = { number: 7, own: '', params: { ...params, plan: 'always' as const }, plan: 'chosen' } as const;
    expect(await issueOrder(connection(answer), order)).toMatchObject({ value: { plan: 'always' } });
  });

  it('is the refusal of the forge where there is no such issue', async () => {
    const none: OrchError = { kind: 'not-found', tried: 'read issue #7', said: 'there is no such issue', next: 'See what there is' };
    expect(await issueOrder(connection(fail(none)), { number: 7, own: '', params, plan: 'open' })).toEqual(fail(none));
  });
});
