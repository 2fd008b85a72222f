// All that is known of a pull request, from a forge of our own on loopback: what is asked, what comes of it, and what it costs.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OUR_MARK } from '../../../src/core/model/pull-request.js';
import type { ForgeBehaviour } from '../../fixtures/forge/behaviours.js';
import { type AskedForge, askedForge, factsOf, openPull, place, TOKEN } from '../../helpers/asked-forge.js';

let world: AskedForge;
beforeEach(async () => {
  world = await askedForge();
  await openPull(world);
});
afterEach(() => world.server.close());

const facts = async () => factsOf(await world.forge.pull(place));

describe('a pull request', () => {
  it('is told with its head, and that nothing is in the way', async () => {
    const head = await world.server.world.git.tip('orch/fix');
    const base = await world.server.world.git.tip('main');
    expect(await facts()).toEqual({
      state: 'open',
      mergeCommit: null,
      isDraft: false,
      head,
      base,
      mergeable: 'yes',
      checks: [],
      reviews: [],
      comments: [],
    });
  });

  it('costs nothing while nothing has changed', async () => {
    await facts();
    await world.server.comment(1, { body: 'Hello' });
    await facts();
    world.asked();
    const left = world.server.rate.remaining;
    expect(await world.forge.pull(place)).toEqual({ ok: true, value: { kind: 'unchanged' } });
    expect(world.asked()).toHaveLength(6);
    expect(world.server.rate.remaining).toBe(left);
    world.forge.forgetPull(place);
    expect((await facts()).comments).toHaveLength(1);
  });

  it('is told anew when any part of it changes, with the parts that did not', async () => {
    await world.server.review(1, { state: 'COMMENTED', body: 'Looks fine' });
    await facts();
    await world.server.setCheck('orch/fix', { name: 'ci', state: 'pending' });
    expect(await facts()).toMatchObject({ checks: [{ state: 'pending' }], reviews: [{ body: 'Looks fine' }] });
    await world.server.setCheck('orch/fix', { name: 'ci', state: 'success' });
    expect(await facts()).toMatchObject({ checks: [{ state: 'passed' }], reviews: [{ body: 'Looks fine' }] });
  });

  it('has the checks of its head alone after a push', async () => {
    await world.server.setCheck('orch/fix', { name: 'ci', state: 'failure' });
    expect((await facts()).checks).toHaveLength(1);
    const head = await world.server.pushToBase({}, 'orch/fix');
    expect(await facts()).toMatchObject({ head, checks: [] });
  });

  const standings: readonly [string, () => Promise<unknown>, object][] = [
    ['a conflict', async () => world.server.conflicts.add(String(await world.server.world.git.tip('orch/fix'))), { mergeable: 'conflict' }],
    ['a rule of the base', () => world.server.protect('main', { approvals: 1 }), { mergeable: 'blocked' }],
    ['a base that has to be taken in', () => world.server.protect('main', { upToDate: true }), { mergeable: 'behind' }],
    [
      'a check that fails and is not asked for',
      () => world.server.setCheck('orch/fix', { name: 'x', state: 'failure' }),
      { mergeable: 'yes' },
    ],
    ['a draft', async () => Object.assign(world.server.pullRequests[0]!, { draft: true }), { isDraft: true, mergeable: 'yes' }],
    ['somebody who closed it', () => world.server.closePull(1), { state: 'closed', mergeCommit: null }],
    ['somebody who merged it', () => world.server.mergePull(1), { state: 'merged', mergeCommit: expect.stringMatching(/^[0-9a-f]{40}$/) }],
  ];
  it.each(standings)('tells of %s', async (_sentence, act, expected) => {
    await act();
    expect(await facts()).toMatchObject(expected);
  });

  it('that is over is asked about in one question', async () => {
    await world.server.closePull(1);
    await facts();
    expect(world.asked()).toEqual(['GET /repos/ada/shop/pulls/1']);
    expect(await world.forge.pull(place)).toEqual({ ok: true, value: { kind: 'unchanged' } });
  });
});

describe('checks', () => {
  it.each([
    ['success', 'passed'],
    ['neutral', 'passed'],
    ['skipped', 'passed'],
    ['cancelled', 'passed'],
    ['stale', 'passed'],
    ['failure', 'failed'],
    ['timed_out', 'failed'],
    ['action_required', 'failed'],
    ['startup_failure', 'failed'],
    ['pending', 'pending'],
  ])('a run that ended with %s has %s', async (state, expected) => {
    await world.server.setCheck('orch/fix', { name: 'ci', state });
    expect(await facts()).toMatchObject({ checks: [{ name: 'ci', state: expected, job: null }] });
  });

  it.each([
    ['success', 'passed'],
    ['failure', 'failed'],
    ['error', 'failed'],
    ['pending', 'pending'],
  ])('a status of %s has %s', async (state, expected) => {
    const id = await world.server.setCheck('orch/fix', { name: 'lint', state, summary: 'Two errors', isStatus: true });
    expect((await facts()).checks).toEqual([
      { id: `status:lint:${id}`, name: 'lint', state: expected, summary: `Two errors\nhttps://ci.example/${id}`, job: null },
    ]);
  });

  it('that are jobs name them, and the end of their log can be read', async () => {
    const log = `${'x'.repeat(50_000)}\nAssertionError: 1 is not 2\n`;
    const job = await world.server.setCheck('orch/fix', { name: 'ci', state: 'failure', summary: 'Tests fail\nof one', log });
    expect((await facts()).checks).toEqual([
      { id: `run:${job}`, name: 'ci', state: 'failed', summary: 'Tests fail\n\nTests fail\nof one', job },
    ]);
    const read = await world.forge.jobLog({ owner: 'ada', repo: 'shop', job });
    expect(read).toEqual({ ok: true, value: log.slice(-20_000) });
  });

  it('whose log is gone or kept from the token have none', async () => {
    const job = await world.server.setCheck('orch/fix', { name: 'ci', state: 'failure', log: '' });
    expect(await world.forge.jobLog({ owner: 'ada', repo: 'shop', job })).toEqual({ ok: true, value: '' });
    world.server.behave('forbidden', /logs/);
    expect(await world.forge.jobLog({ owner: 'ada', repo: 'shop', job })).toEqual({ ok: true, value: '' });
  });

  it('are all of several pages', async () => {
    for (let at = 0; at < 130; at += 1) await world.server.setCheck('orch/fix', { name: `ci ${at}`, state: 'success' });
    expect((await facts()).checks).toHaveLength(130);
  });
});

describe('what people say', () => {
  it('names them, and tells those who may write from others', async () => {
    await world.server.review(1, { state: 'APPROVED' });
    const id = await world.server.review(1, { author: 'mallory', association: 'NONE', state: 'CHANGES_REQUESTED', body: 'Rewrite all' });
    const head = await world.server.world.git.tip('orch/fix');
    expect((await facts()).reviews).toMatchObject([
      { author: 'grace', isTrusted: true, state: 'approved', commit: head },
      { id, author: 'mallory', isTrusted: false, state: 'changes', body: 'Rewrite all' },
    ]);
  });

  it('on lines has its place, its conversation and its review; ours is told apart', async () => {
    const review = await world.server.review(1, { state: 'CHANGES_REQUESTED', comments: [{ path: 'a.ts', line: 7, body: 'Why?' }] });
    const [first] = (await facts()).comments;
    await world.forge.replyTo({ ...place, comment: Number(first?.id), body: `Because.\n\n${OUR_MARK}` });
    await world.forge.commentOn({ ...place, body: 'All done.' });
    expect((await facts()).comments).toMatchObject([
      { kind: 'line', author: 'grace', isOurs: false, isTrusted: true, body: 'Why?', path: 'a.ts', line: 7, replyTo: null, review },
      { kind: 'line', author: 'pat', isOurs: true, body: `Because.\n\n${OUR_MARK}`, replyTo: first?.id },
      // Of the same account, and of its person: the mark is what tells.
      { kind: 'whole', author: 'pat', isOurs: false, body: 'All done.', path: null, line: null, review: null },
    ]);
  });

  it('is resolved where GraphQL says so, and asked only when something changed', async () => {
    const id = await world.server.comment(1, { body: 'Why?', path: 'a.ts', line: 1 });
    await world.server.comment(1, { body: 'And?', replyTo: id });
    await world.server.resolveThread(id);
    await world.server.comment(1, { body: 'What?', path: 'a.ts', line: 9 });
    expect((await facts()).comments.map(({ isResolved }) => isResolved)).toEqual([true, true, false]);
    world.asked();
    await world.forge.pull(place);
    expect(world.asked()).not.toContain('POST /graphql');
  });

  it('counts as open where GraphQL fails, until it can tell', async () => {
    const id = await world.server.comment(1, { body: 'Why?', path: 'a.ts', line: 1 });
    await world.server.resolveThread(id);
    world.server.behave('breaks', /graphql/);
    expect((await facts()).comments).toMatchObject([{ isResolved: false }]);
    world.server.behave('works', /graphql/);
    expect((await facts()).comments).toMatchObject([{ isResolved: true }]);
  });

  it('is not asked for again where there is no GraphQL', async () => {
    await world.server.comment(1, { body: 'Why?', path: 'a.ts', line: 1 });
    world.server.behave('no-access', /graphql/);
    await facts();
    world.asked();
    expect(await world.forge.pull(place)).toMatchObject({ value: { kind: 'unchanged' } });
    expect(world.asked()).not.toContain('POST /graphql');
  });

  it('is bounded', async () => {
    await world.server.comment(1, { body: 'x'.repeat(200_000) });
    expect((await facts()).comments[0]?.body).toHaveLength(65_000);
  });
});

describe('rate limits', () => {
  const reset = Date.UTC(2026, 10, 21, 12);
  it('a used up rate is waited for, and nothing is asked until then', async () => {
    world.server.rate.remaining = 3;
    expect(await world.forge.pull(place)).toEqual({
      ok: true,
      value: { kind: 'limited', untilMs: reset, said: 'the rate limit is reached, until 2026-11-21T12:00:00.000Z' },
    });
    world.asked();
    expect(await world.forge.pull(place)).toMatchObject({ value: { kind: 'limited', untilMs: reset } });
    expect(world.asked()).toEqual([]);
    world.server.rate.remaining = 5000;
    world.now = reset + 1;
    expect((await facts()).state).toBe('open');
  });

  it('the last request that is allowed still counts, and the next is not tried', async () => {
    world.server.rate.remaining = 6;
    expect((await facts()).state).toBe('open');
    world.asked();
    expect(await world.forge.pull(place)).toMatchObject({ value: { kind: 'limited', untilMs: reset } });
    expect(world.asked()).toEqual([]);
  });

  it.each([
    ['a secondary limit', 'secondary-limit', 60_000],
    ['too many requests', 'too-many', 30_000],
  ] as const)('%s is waited for as long as the forge says', async (_sentence, behaviour, ms) => {
    world.server.behave(behaviour, /reviews/);
    expect(await world.forge.pull(place)).toMatchObject({ value: { kind: 'limited', untilMs: world.now + ms } });
  });

  it('what was answered before the limit is told after it', async () => {
    world.server.behave('secondary-limit', /reviews/, 1);
    await world.forge.pull(place);
    world.now += 61_000;
    expect((await facts()).state).toBe('open');
  });
});

describe('a failure', () => {
  const cases: readonly [string, ForgeBehaviour, RegExp | undefined, string, RegExp, RegExp][] = [
    ['a token that is not accepted', 'unauthorized', undefined, 'needs-person', /token is not accepted/, /GITHUB_TOKEN/],
    ['a pull request out of reach', 'no-access', undefined, 'needs-person', /not there for this token/, /access to the contents, pull/],
    ['a scope that is missing', 'forbidden', /check-runs/, 'needs-person', /token may not do that \(Resource not/, /checks/],
    ['a broken server', 'breaks', /comments/, 'forge', /status 500/, /Ask again later/],
    ['a server that is down', 'unavailable', undefined, 'forge', /status 503/, /Ask again later/],
    ['a web page', 'html', undefined, 'forge', /status 502 with a web page/, /later/],
    ['a web page instead of an answer', 'html-success', undefined, 'forge', /not a pull request/, /GITHUB_API_URL/],
    ['a list of something else', 'nonsense', /check-runs/, 'forge', /not a list of checks/, /GITHUB_API_URL/],
    ['another shape', 'nonsense', undefined, 'forge', /not a pull request/, /GITHUB_API_URL/],
    ['an answer without end', 'huge', undefined, 'forge', /more than 16 MB/, /GITHUB_API_URL/],
    ['a server that repeats the token', 'echoes-token', undefined, 'forge', /status 500: x+/, /later/],
  ];
  it.each(cases)('%s', async (_sentence, behaviour, path, kind, said, next) => {
    world.server.behave(behaviour, path);
    const answer = await world.forge.pull(place);
    const error = { kind, tried: 'ask about ada/shop#1', said: expect.stringMatching(said), next: expect.stringMatching(next) };
    expect(answer).toMatchObject({ ok: false, error });
    expect(JSON.stringify(answer)).not.toContain(TOKEN.slice(0, 10));
  });

  it('lists of wrong parts lose those parts alone', async () => {
    await world.server.comment(1, { body: 'Hello' });
    world.server.behave('wrong-shape', /reviews|pulls\/1\/comments/);
    expect(await facts()).toMatchObject({ reviews: [], comments: [{ body: 'Hello' }] });
  });

  it.each(['hangs', 'hangs-in-body'] as const)('a server that %s is given up', async (behaviour) => {
    const impatient = await askedForge(200);
    impatient.server.behave(behaviour);
    expect(await impatient.forge.pull(place)).toMatchObject({ ok: false, error: { said: 'no answer within 1 s' } });
    await impatient.server.close();
  });
});
