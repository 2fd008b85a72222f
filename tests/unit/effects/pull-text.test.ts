// What a pull request says: in the words of a model or by the facts, in the template of its repository, with what was verified and how.
import { describe, expect, it } from 'vitest';
import type { EffectPorts } from '../../../src/core/effects/effect-ports.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { PullRequestOrder } from '../../../src/core/model/repository.js';
import { newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { GOAL_ORDER, plannedGoal, plannedTask, says } from '../../helpers/plans.js';
import { type Scripted, scriptedModel } from '../../helpers/scripted-model.js';
import { bench } from '../../helpers/store-with-fakes.js';

interface Setting {
  readonly answer?: Scripted;
  /** Files of the base commit. */
  readonly files?: Readonly<Record<string, string>>;
  readonly pulls?: Partial<EffectPorts['pulls']>;
  readonly agent?: Parameters<typeof newAgent>[1];
}

const LABELS = ['bug', 'Docs', 'ui', 'slow'];

async function opened({ answer, files = {}, pulls = {}, agent = {} }: Setting = {}) {
  const orders: PullRequestOrder[] = [];
  const model = answer === undefined ? null : scriptedModel(answer, answer);
  const world = bench({
    ...(model === null ? {} : { model }),
    pulls,
    repository: {
      namesAt: async ({ folder }) => {
        const inside = Object.keys(files).flatMap((path) =>
          folder === '' ? [path] : path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
        );
        return ok([...new Set(inside.map((path) => path.replace(/\/.*$/u, '/')))]);
      },
      fileAt: async ({ path, maxBytes }) => ok(files[path]?.slice(0, maxBytes) ?? null),
      diff: async () => ok({ diff: '+ a line of the diff', truncated: false }),
    },
    runtime: { shown: () => 'I have mended the login.' },
    forge: {
      labels: async () => ok(LABELS),
      reviewers: async () => ok(['ada', 'kim', 'pat']),
      openPullRequest: async (order) => {
        orders.push(order);
        return ok({ url: 'https://github.com/o/r/pull/12', number: 12, notes: [] });
      },
    },
  });
  const { plan, ...rest } = agent;
  const ordered = newAgent('a', { text: 'Fix the login\nso that it works, closes #9', ...rest, plan: { kind: 'pr', ...plan } });
  await world.play(submitted(ordered), shows('a', 'working'), { type: 'finish.requested', agent: 'a', kind: 'pr', removeWorktree: false });
  return { order: orders[0]!, body: orders[0]?.body ?? '', asked: model?.asked ?? [], store: world.store };
}

const WORDS = { title: 'Mend the login', text: 'It works again. Look at the cookie first.' };

describe('the words of a model', () => {
  it('are title and beginning, written from task, commits, diff and what the agent said, each fenced', async () => {
    const { order, body, asked, store } = await opened({ answer: WORDS, agent: { plan: { closes: 4 } } });
    expect(order.title).toBe('Mend the login');
    expect(body).toMatch(/^It works again\. Look at the cookie first\.\n\n### Verification\n\nNo verify command was set\.\n\n<details>/);
    expect(body).toMatch(/### Task[\s\S]*closes \(#9\)[\s\S]*### Commits[\s\S]*<\/details>\n\nCloses #4\n\nMade by the agent/);
    const told = asked[0]?.messages.at(-1)?.content ?? '';
    for (const [what, text] of [
      ['what was asked for', 'Fix the login'],
      ['what its agent said last', 'I have mended the login.'],
      ['subjects of the commits', '- fix it'],
      ['the diff, perhaps cut', '+ a line of the diff'],
    ])
      expect(told).toMatch(new RegExp(`<<<BEGIN (\\w+) ${what}>>>\\n[^<]*${text?.replace('+', '\\+')}[^<]*\\n<<<END \\1>>>`));
    expect(store.state.spending?.byUse.summary).toMatchObject({ calls: 1 });
  });

  it('neither mention people nor close issues, and what we close stands behind them', async () => {
    const text = 'Thanks @ada. Closes #1, fixes https://github.com/o/r/issues/2\n~~~\n<!--';
    const { order, body } = await opened({ answer: { title: 'Fixes #7 by @ada', text }, agent: { plan: { closes: 4 } } });
    expect(order.title).toBe('Fixes (#7) by @ada');
    expect(body).not.toMatch(/@ada|#1\b|#7\b|:\/\/github|~~~|<!--/);
    expect(body.match(/closes #\d/giu)).toEqual(['Closes #4']);
  });

  it.each([
    ['the model can not be asked', new Error('the line is dead')],
    ['its answer is empty', { title: ' ', text: ' ' }],
  ])('are left out where %s: the facts stand there', async (_sentence, answer) => {
    const { order, body } = await opened({ answer });
    expect(order.title).toBe('Fix the login');
    expect(body).toMatch(/^### Verification|^### Task/);
    expect(body).not.toContain('<details>');
  });

  it('choose labels that exist, as they are called there, behind those that a person named', async () => {
    const answer = { ...WORDS, labels: ['docs', 'invented', 'ui', 'bug', 'slow'], reviewers: ['kim'] };
    const { order, asked } = await opened({ answer, agent: { plan: { labels: ['mine'] } } });
    expect([order.labels, order.reviewers]).toEqual([['mine', 'Docs', 'ui'], []]);
    expect(asked[0]?.messages.at(-1)?.content).not.toContain('people who can review');
  });

  it('choose reviewers only where that is allowed, and no label where it is not', async () => {
    const answer = { ...WORDS, labels: ['bug'], reviewers: ['kim', 'nobody', 'ada', 'pat'] };
    const { order } = await opened({ answer, pulls: { labels: 'none', reviewers: 'model' } });
    expect([order.labels, order.reviewers]).toEqual([[], ['kim', 'ada']]);
  });
});

describe('the template of a repository', () => {
  const TEMPLATE = '## What\n<!-- say what -->\n\n## How to test\n- [ ] by hand\n';
  const path = '.github/PULL_REQUEST_TEMPLATE.md';

  it('is filled in by the model', async () => {
    const template = '## What\nIt mends @ada.\n\n## How to test\n- [x] by hand';
    const { body, asked } = await opened({ answer: { ...WORDS, template }, files: { [path]: TEMPLATE } });
    expect(body).toMatch(/^## What\nIt mends @&#8203;ada\.\n\n## How to test\n- \[x\] by hand\n\n### Verification/);
    expect(asked[0]?.messages.at(-1)?.content).toContain('<!-- say what -->');
  });

  it.each([
    ['a heading is missing', '## What\nIt mends.'],
    ['headings are in another order', '## How to test\nx\n## What\ny'],
    ['it is left out', null],
  ])('stands there as it is, with the words behind it, where %s', async (_sentence, template) => {
    const { body } = await opened({ answer: { ...WORDS, template }, files: { [path]: TEMPLATE } });
    expect(body.startsWith(`${TEMPLATE.trim()}\n\n### Description\n\n${WORDS.text}\n\n### Verification`)).toBe(true);
  });

  it('stands before the facts where there is no model', async () => {
    const { body } = await opened({ files: { [path]: TEMPLATE } });
    expect(body.startsWith(`${TEMPLATE.trim()}\n\n### Task\n\n`)).toBe(true);
  });

  it.each([
    ['pull_request_template.md', { 'pull_request_template.md': 'here' }, true],
    ['docs, any case', { 'docs/Pull_Request_Template.MD': 'here' }, true],
    ['the first of two places', { 'docs/pull_request_template.md': 'there', '.github/pull_request_template.md': 'here' }, true],
    ['the only one of a folder', { '.github/PULL_REQUEST_TEMPLATE/one.md': 'here' }, true],
    ['none of several', { '.github/PULL_REQUEST_TEMPLATE/one.md': 'here', '.github/PULL_REQUEST_TEMPLATE/two.md': 'here' }, false],
    ['no other file', { 'docs/template.md': 'here', 'src/pull_request_template.md': 'here' }, false],
  ] as const)('is found: %s', async (_sentence, files, isFound) => {
    const { body } = await opened({ files });
    expect(body.startsWith('here\n\n### Task')).toBe(isFound);
  });

  it('that is cut within a comment does not swallow what we say', async () => {
    const { body } = await opened({ files: { 'pull_request_template.md': `## What\n<!-- ${'x'.repeat(30_000)} -->` } });
    expect(body.indexOf('-->')).toBeGreaterThan(0);
    expect(body.indexOf('-->')).toBeLessThan(body.indexOf('### Task'));
    expect(body.length).toBeLessThan(60_000);
  });
});

describe('the evidence of a planned goal', () => {
  const goalsBody = async (texts: Readonly<Record<string, string>>) => {
    let body = '';
    const world = bench({
      artifacts: {
        take: async ({ name, folder }) => ok({ path: `${folder}/${name}`, text: texts[name] ?? '' }),
        read: async (path) => {
          const text = texts[path.slice(path.lastIndexOf('/') + 1)];
          return text === undefined ? fail({ kind: 'not-found', tried: 't', said: 's', next: 'n' }) : ok(text);
        },
      },
      commands: async ({ cwd }) => ({ exitCode: 0, timedOut: false, tail: `${cwd}/a.test.ts\n12 passed` }),
      forge: {
        openPullRequest: async (order) => {
          body = order.body;
          return ok({ url: 'u', number: 1, notes: [] });
        },
      },
      taskAgent: async ({ task, goal }) => {
        const file = task.artifact === null ? {} : { artifact: task.artifact, artifactFolder: '/ws/goal/artifacts' };
        const plan = { ...goal.order.finish, kind: 'merge' as const, ...file };
        return ok(newAgent(task.id, { task: task.id, role: task.role, base: 'orch/goal', plan }));
      },
    });
    const order = { ...GOAL_ORDER, finish: { ...GOAL_ORDER.finish, kind: 'pr' as const } };
    const file = (id: string, role: string) => plannedTask(id, [], { kind: 'artifact', artifact: `${id}.md`, role });
    const tasks = [plannedTask('a'), file('b', 'qa'), file('c', 'designer'), file('d', 'designer')];
    await world.play(plannedGoal({ order, tasks }));
    for (const { id } of tasks)
      await world.play(says(id, 'working'), { type: 'agent.exited', agent: id, exitCode: 0, signal: null, tail: '', attended: false });
    return body;
  };

  it('is its check, the reports of qa and the verdicts of reviews, and no other file', async () => {
    const body = await goalsBody({ 'b.md': 'verdict: pass\nAll of it @ada', 'c.md': 'Verdict: pass\nGood', 'd.md': 'a drawing' });
    expect(body).toContain('`npm test` succeeded.\n\n```text\n./a.test.ts\n12 passed\n```');
    expect(body).toContain(
      '<details><summary>title of b: verdict pass</summary>\n\n```text\nverdict: pass\nAll of it @ada\n```\n\n</details>',
    );
    expect(body).toContain('<summary>title of c: verdict pass</summary>');
    expect(body).not.toContain('a drawing');
  });
});
