// What becomes of the host when all goals have ended: `queue.whenEmpty`.
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../src/core/model/error.js';
import type { IssueList } from '../../src/core/model/issue.js';
import { launchApp } from '../helpers/launch-app.js';

const HOUR = 3_600_000;
const listed = (...numbers: readonly number[]): IssueList => ({
  kind: 'issues',
  issues: numbers.map((number) => ({ number, title: `title ${number}`, body: 'Mend it' })),
  etag: null,
});

describe('wait', () => {
  it('keeps the host, without a timer, and says so', async () => {
    const app = await launchApp({ config: { queue: { whenEmpty: 'wait' } } });
    await app.run('one');
    app.agent(1).exits(0);
    await app.passes(HOUR);
    expect(app.hasEnded).toBe(false);
    expect(app.clock.timers).toBe(0);
    const { host } = await app.request('status', {});
    const screen = await app.open({ cols: 120, rows: 30 });
    expect(screen.shows.row(0)).toContain('waits for goals');
    expect(host?.queue).toEqual({ whenEmpty: 'wait', label: null, said: 'stays when all goals have ended', stays: true });
  });

  it('is not what happens by itself', async () => {
    const app = await launchApp();
    await app.run('one');
    expect((await app.request('status', {})).host?.queue).toBe(undefined);
    app.agent(1).exits(0);
    await app.passes(11_000);
    expect(app.hasEnded).toBe(true);
  });
});

describe('issues', () => {
  it('come after the goals of a person, end as configured, and keep the host', async () => {
    const answers = [listed(12)];
    const app = await launchApp({
      config: { queue: { whenEmpty: 'issues', label: 'night' } },
      ports: {
        forge: {
          listIssues: async () => ok(answers.shift() ?? { kind: 'unchanged' }),
          issue: async () => fail({ kind: 'forge', tried: 'read it', said: 'it can not', next: 'Try again' }),
        },
      },
    });
    await app.run('mine');
    await app.passes(HOUR);
    expect(app.ports.calls.filter((call) => call.startsWith('listIssues'))).toEqual([]);
    app.agent(1).exits(0);
    await app.settled();
    expect(app.ports.calls.filter((call) => call.startsWith('listIssues'))).toHaveLength(1);
    const { goals, host } = await app.request('status', {});
    expect(goals.find(({ issue }) => issue !== undefined)).toMatchObject({
      text: expect.stringContaining('Resolve issue #12 of o/r.'),
      issue: { forge: 'github.com/o/r', number: 12 },
      state: 'running',
    });
    expect(host?.queue).toMatchObject({ whenEmpty: 'issues', label: 'night', stays: true });
    app.agent(2).exits(0);
    await app.settled();
    expect(app.agentState(2)).toMatchObject({ state: 'done', result: { kind: 'pr' }, finish: { unattended: true, whenStuck: 'fail' } });
    await app.passes(HOUR);
    expect(app.hasEnded).toBe(false);
  });

  it('are given up after an auth error: the host says so and ends', async () => {
    const refused = fail({
      kind: 'needs-person',
      tried: 'list the issues',
      said: 'the token is not accepted',
      next: 'Set another',
    } as const);
    const app = await launchApp({
      config: { queue: { whenEmpty: 'issues' } },
      ports: { forge: { listIssues: async () => refused } },
    });
    await app.passes(3000);
    const { host } = await app.request('status', {});
    expect(host?.queue).toMatchObject({ stays: false, said: 'takes no more issues: the token is not accepted. Set another.' });
    await app.passes(11_000);
    expect(app.hasEnded).toBe(true);
  });
});
