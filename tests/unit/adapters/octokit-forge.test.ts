// Against a forge of our own on loopback, in all its moods.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOctokitForge } from '../../../src/core/adapters/octokit-forge.js';
import type { PullRequestOrder } from '../../../src/core/model/repository.js';
import type { ForgeBehaviour } from '../../fixtures/forge/behaviours.js';
import { type ForgeServer, startForgeServer } from '../../fixtures/forge-server.js';

const TOKEN = 'ghp_secret0123456789';
let server: ForgeServer;
let folder: string;
beforeEach(async () => {
  server = await startForgeServer({ token: TOKEN });
  folder = mkdtempSync(join(tmpdir(), 'forge-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const order: PullRequestOrder = {
  owner: 'ada',
  repo: 'shop',
  head: 'orch/fix-login',
  base: 'main',
  title: 'Fix the login',
  body: 'What was done.',
  labels: [],
  reviewers: [],
  draft: false,
};

function forge(env: Record<string, string> = {}, timeoutMs = 20_000) {
  return createOctokitForge({ env: () => ({ GITHUB_API_URL: server.url, GITHUB_TOKEN: TOKEN, PATH: '', ...env }), timeoutMs });
}

describe('a pull request', () => {
  it('is opened with its texts, labels, people and teams', async () => {
    const opened = await forge().openPullRequest({ ...order, draft: true, labels: ['bug', 'orch'], reviewers: ['grace', 'ada-org/core'] });
    expect(opened).toEqual({ ok: true, value: { url: 'https://forge.example/ada/shop/pull/1', number: 1, notes: [] } });
    expect(server.pullRequests).toMatchObject([
      {
        number: 1,
        repository: 'ada/shop',
        head: 'orch/fix-login',
        base: 'main',
        title: 'Fix the login',
        body: 'What was done.',
        draft: true,
        labels: ['bug', 'orch'],
        reviewers: ['grace', 'core'],
        state: 'open',
      },
    ]);
  });

  it('makes one request when there are neither labels nor reviewers', async () => {
    await forge().openPullRequest(order);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /repos/ada/shop/pulls']);
  });

  it('that is open already is found, not opened twice', async () => {
    await forge().openPullRequest({ ...order, head: 'other' });
    await forge().openPullRequest(order);
    const again = await forge().openPullRequest(order);
    expect(again).toEqual({
      ok: true,
      value: { url: 'https://forge.example/ada/shop/pull/2', number: 2, notes: ['a pull request for this branch was open already'] },
    });
    expect(server.pullRequests).toHaveLength(2);
  });

  it('stays open when labels and reviewers are refused: that is a note', async () => {
    server.behave('refuses', /labels|reviewers/);
    const opened = await forge().openPullRequest({ ...order, labels: ['bug'], reviewers: ['nobody'] });
    expect(opened).toMatchObject({
      ok: true,
      value: {
        number: 1,
        notes: [expect.stringMatching(/^labels bug could not be set: Validation/), expect.stringMatching(/^reviewers nobody/)],
      },
    });
  });

  it('with texts longer than a forge takes is cut, and says so', async () => {
    const opened = await forge().openPullRequest({ ...order, title: 'long '.repeat(100), body: 'x'.repeat(100_000) });
    expect(opened).toMatchObject({ ok: true, value: { notes: [expect.stringMatching(/was cut/)] } });
    expect(server.pullRequests[0]!.title.length).toBeLessThanOrEqual(256);
    expect(server.pullRequests[0]!.body.length).toBeLessThanOrEqual(65_536);
  });
});

describe('a failure says what was wrong and what to do', () => {
  const cases: readonly [string, ForgeBehaviour, RegExp, RegExp][] = [
    ['a token that is not accepted', 'unauthorized', /token is not accepted \(Bad credentials/, /GITHUB_TOKEN/],
    ['the rate limit', 'rate-limited', /rate limit is reached, until 2026-11-21T/, /after that/],
    ['a repository out of reach', 'no-access', /ada\/shop is not there for this token \(status 404/, /access to the contents/],
    ['an order it refuses', 'refuses', /Validation Failed.*base/, /base and branch/],
    ['a broken server', 'breaks', /status 500: Server Error/, /later/],
    ['a web page with an error', 'html', /status 502 with a web page/, /later/],
    ['a web page instead of an answer', 'html-success', /not a pull request/, /GITHUB_API_URL/],
    ['a server that repeats the token', 'echoes-token', /status 500: x+/, /later/],
  ];
  it.each(cases)('%s', async (_, behaviour, said, next) => {
    server.behave(behaviour);
    const opened = await forge().openPullRequest(order);
    if (opened.ok) throw new Error('it was opened');
    expect(opened.error.kind).toBe('forge');
    expect(opened.error.tried).toBe('open a pull request for orch/fix-login in ada/shop');
    expect(opened.error.said).toMatch(said);
    expect(opened.error.next).toMatch(next);
    expect(opened.error.said.length).toBeLessThan(500);
    const whole = JSON.stringify(opened.error);
    expect(whole).not.toContain(TOKEN.slice(0, 10));
    expect(whole).not.toContain('\\u001b');
  });

  it.each(['hangs', 'hangs-in-body'] as const)('a server that %s is given up', async (behaviour) => {
    server.behave(behaviour);
    const opened = await forge({}, 200).openPullRequest(order);
    expect(opened).toMatchObject({ ok: false, error: { said: expect.stringMatching(/no answer within 1 s|not a pull request/) } });
    expect(server.requests).toHaveLength(1);
  });

  it('nobody listening', async () => {
    await server.close();
    const opened = await forge().openPullRequest(order);
    expect(opened).toMatchObject({
      ok: false,
      error: { said: expect.stringMatching(/ECONNREFUSED/), next: expect.stringMatching(/network/) },
    });
  });

  it.each(['ftp://forge', 'not a url', 'https://user:pass@forge'])('an API address such as %s', async (url) => {
    const opened = await forge({ GITHUB_API_URL: url }).openPullRequest(order);
    expect(opened).toMatchObject({ ok: false, error: { said: expect.stringMatching(/GITHUB_API_URL/) } });
    expect(server.requests).toEqual([]);
  });

  it('no token: nothing is asked', async () => {
    const opened = await forge({ GITHUB_TOKEN: '' }).openPullRequest(order);
    expect(opened).toMatchObject({ ok: false, error: { said: 'there is no token', next: expect.stringMatching(/gh auth login/) } });
    expect(server.requests).toEqual([]);
  });
});

describe('the token', () => {
  /** A gh that answers as told and writes down how it was called. */
  function gh(script: string): string {
    writeFileSync(join(folder, 'gh'), `#!/bin/sh\necho "$@" > ${folder}/args\n/usr/bin/env > ${folder}/env\n${script}\n`);
    chmodSync(join(folder, 'gh'), 0o755);
    return folder;
  }

  it.each([
    ['GITHUB_TOKEN first', { GITHUB_TOKEN: 'one', GH_TOKEN: 'two' }, 'one'],
    ['then GH_TOKEN', { GITHUB_TOKEN: ' ', GH_TOKEN: 'two\n' }, 'two'],
    ['nothing that would break a header', { GITHUB_TOKEN: 'a\nb' }, null],
    ['no gh installed', { GITHUB_TOKEN: '' }, null],
  ])('%s', async (_, env, token) => {
    expect(await forge(env).token()).toBe(token);
  });

  it.each([
    ['what gh keeps', 'echo gho_kept', 'gho_kept'],
    ['nothing when gh is not logged in', 'echo not logged in >&2; exit 1', null],
    ['nothing when gh floods', 'while :; do echo flood; done', null],
  ])('%s', async (_, script, token) => {
    expect(await forge({ GITHUB_TOKEN: '', PATH: gh(script) }).token()).toBe(token);
  });

  it('gh is asked for the forge’s host and sees no secrets', async () => {
    const env = { GITHUB_TOKEN: '', PATH: gh('echo t'), OPENAI_API_KEY: 'k', HOME: folder };
    await forge({ ...env, GITHUB_API_URL: 'https://ghe.example:8443/api/v3' }).token();
    expect(readFileSync(join(folder, 'args'), 'utf8').trim()).toBe('auth token --hostname ghe.example');
    await forge({ ...env, GITHUB_API_URL: '' }).token();
    expect(readFileSync(join(folder, 'args'), 'utf8').trim()).toBe('auth token --hostname github.com');
    expect(readFileSync(join(folder, 'env'), 'utf8')).not.toContain('OPENAI');
  });
});
