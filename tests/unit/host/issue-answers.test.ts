// Issues of the forge as the host answers them: which forge, what is looked for, and the text of a task made of one.
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail, type OrchError, ok } from '../../../src/core/model/error.js';
import type { IssueDetail } from '../../../src/core/model/issue.js';
import type { Forge, ForgeIssues } from '../../../src/core/ports/forge.js';
import type { Repository } from '../../../src/core/ports/repository.js';
import { issueAnswers } from '../../../src/host/answers/issue-answers.js';

const REMOTE = { remote: 'origin', host: 'github.com', owner: 'ada', repo: 'shop' };
const detail: IssueDetail = {
  number: 12,
  title: 'Login fails',
  body: 'It does.',
  state: 'open',
  url: 'https://github.com/ada/shop/issues/12',
  author: 'linus',
  labels: ['bug'],
  comments: [{ author: 'grace', body: 'On Mondays.' }],
};
const broken: OrchError = { kind: 'forge', tried: 'read issue #12 of ada/shop', said: 'status 500', next: 'Ask again later' };

function world(changes: Partial<ForgeIssues> = {}, remote: typeof REMOTE | null = REMOTE) {
  const asked: unknown[] = [];
  const forge = {
    async openIssues(order: unknown) {
      asked.push(order);
      return ok({ issues: [], more: true });
    },
    async issue(order: unknown) {
      asked.push(order);
      return ok(detail);
    },
    ...changes,
  } as unknown as Forge;
  return {
    asked,
    answers: issueAnswers({ config: DEFAULT_CONFIG, forge, repository: { forgeRemote: async () => ok(remote) } as unknown as Repository }),
  };
}

describe('the list of issues', () => {
  it('is that of the forge, which is named', async () => {
    const { answers, asked } = world();
    expect(await answers.issues({ label: 'bug', search: '  ' })).toEqual(ok({ issues: [], more: true, forge: 'github.com/ada/shop' }));
    expect(asked).toEqual([{ owner: 'ada', repo: 'shop', label: 'bug', search: null }]);
  });

  it('is refused where no remote is a forge', async () => {
    const { answers, asked } = world({}, null);
    expect(await answers.issues({ label: null, search: null })).toMatchObject({
      ok: false,
      error: { kind: 'usage', tried: 'list the issues' },
    });
    expect(asked).toEqual([]);
  });
});

describe('an issue', () => {
  it('becomes the text of a task, after the words of the person', async () => {
    const answered = await world().answers.issue({ number: 12, own: 'Only on Safari.' });
    expect(answered).toMatchObject({ ok: true, value: { issue: detail, forge: 'github.com/ada/shop', plan: 'none' } });
    const text = answered.ok ? answered.value.text : '';
    expect(text).toMatch(/^Only on Safari\.\n\nResolve issue #12 of ada\/shop\.\n/u);
    expect(text).toMatch(
      /<<<BEGIN (\w+) issue #12 of ada\/shop>>>\nLogin fails\n\nIt does\.\n\nComment by grace:\nOn Mondays\.\n<<<END \1>>>$/u,
    );
  });

  it('is planned where its own words need it', async () => {
    const { answers } = world({ issue: async () => ok({ ...detail, body: '- one\n- two' }) });
    expect(await answers.issue({ number: 12 })).toMatchObject({ value: { plan: 'auto' } });
  });

  it.each([0, -1, 1.5, Number.NaN])('with the number %s is refused before the forge is asked', async (number) => {
    const { answers, asked } = world();
    expect(await answers.issue({ number })).toMatchObject({ ok: false, error: { kind: 'usage' } });
    expect(asked).toEqual([]);
  });

  it('that the forge does not give is its error', async () => {
    expect(await world({ issue: async () => fail(broken) }).answers.issue({ number: 12 })).toEqual(fail(broken));
  });
});
