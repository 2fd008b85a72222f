// Issues of a forge of our own on loopback: which are listed, in what order, and what is asked when nothing has changed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOctokitForge } from '../../../src/core/adapters/octokit-forge.js';
import type { ForgeBehaviour } from '../../fixtures/forge/behaviours.js';
import type { ForgeServerIssue } from '../../fixtures/forge/records.js';
import { type ForgeServer, startForgeServer } from '../../fixtures/forge-server.js';

const TOKEN = 'ghp_secret0123456789';
let server: ForgeServer;
beforeEach(async () => {
  server = await startForgeServer({ token: TOKEN });
});
afterEach(() => server.close());

const order = { owner: 'ada', repo: 'shop', label: 'orch-tui', etag: null };
const forge = (env: Record<string, string> = {}) =>
  createOctokitForge({ env: () => ({ GITHUB_API_URL: server.url, GITHUB_TOKEN: TOKEN, PATH: '', ...env }), timeoutMs: 20_000 });
const issue = (number: number, changes: Partial<ForgeServerIssue> = {}): ForgeServerIssue => ({
  repository: 'ada/shop',
  number,
  title: `issue ${number}`,
  body: `body ${number}`,
  labels: ['orch-tui', 'bug'],
  state: 'open',
  ...changes,
});

describe('issues of a label', () => {
  it('are the open ones, the oldest first, and no pull requests', async () => {
    server.issues.push(
      issue(9),
      issue(3, { body: null }),
      issue(4, { labels: ['bug'] }),
      issue(5, { state: 'closed' }),
      issue(6, { isPull: true }),
      issue(7, { repository: 'ada/other' }),
    );
    expect(await forge().listIssues(order)).toEqual({
      ok: true,
      value: {
        kind: 'issues',
        issues: [
          { number: 3, title: 'issue 3', body: '' },
          { number: 9, title: 'issue 9', body: 'body 9' },
        ],
        etag: expect.stringMatching(/^W\//),
      },
    });
  });

  it('are asked for with the mark of the last answer, and cost no list while nothing has changed', async () => {
    server.issues.push(issue(1));
    const first = await forge().listIssues(order);
    if (!first.ok || first.value.kind !== 'issues') throw new Error('no list came');
    const { etag } = first.value;
    expect(await forge().listIssues({ ...order, etag })).toEqual({ ok: true, value: { kind: 'unchanged' } });
    expect(server.requests.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([null, etag]);
    server.issues.push(issue(2));
    expect(await forge().listIssues({ ...order, etag })).toMatchObject({ ok: true, value: { issues: [{ number: 1 }, { number: 2 }] } });
  });

  it('are all of several pages; a label on an old one is seen behind a full page', async () => {
    for (let number = 1; number <= 230; number += 1) server.issues.push(issue(number));
    const all = await forge().listIssues(order);
    if (!all.ok || all.value.kind !== 'issues') throw new Error('no list came');
    expect(all.value.issues.map(({ number }) => number)).toEqual(Array.from({ length: 230 }, (_, at) => at + 1));
    expect(server.requests).toHaveLength(3);
    const old = server.issues.shift();
    if (old !== undefined) server.issues.push({ ...old, title: 'changed' });
    const again = await forge().listIssues({ ...order, etag: all.value.etag });
    expect(again).toMatchObject({ ok: true, value: { kind: 'issues', issues: { 0: { number: 1, title: 'changed' } } } });
  });
});

describe('a failure', () => {
  const cases: readonly [string, ForgeBehaviour, string, RegExp, RegExp][] = [
    ['a token that is not accepted is final', 'unauthorized', 'needs-person', /token is not accepted/, /GITHUB_TOKEN/],
    ['a repository out of reach is final', 'no-access', 'needs-person', /not there for this token/, /access/],
    ['a rate limit passes', 'rate-limited', 'forge', /rate limit is reached/, /asked again/],
    ['a broken server is asked again', 'breaks', 'forge', /status 500/, /asked again/],
    ['a web page instead of a list is asked again', 'html', 'forge', /web page/, /asked again/],
  ];
  it.each(cases)('%s', async (_sentence, behaviour, kind, said, next) => {
    server.behave(behaviour);
    const listed = await forge().listIssues(order);
    expect(listed).toMatchObject({
      ok: false,
      error: {
        kind,
        tried: 'list the issues labelled orch-tui in ada/shop',
        said: expect.stringMatching(said),
        next: expect.stringMatching(next),
      },
    });
    expect(JSON.stringify(listed)).not.toContain(TOKEN.slice(0, 10));
  });

  it('no token: nothing is asked, and that is final', async () => {
    expect(await forge({ GITHUB_TOKEN: '' }).listIssues(order)).toMatchObject({ ok: false, error: { kind: 'needs-person' } });
    expect(server.requests).toEqual([]);
  });
});
