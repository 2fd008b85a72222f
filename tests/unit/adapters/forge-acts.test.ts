// What we do to a pull request at its forge, and what its refusals say.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ForgeBehaviour } from '../../fixtures/forge/behaviours.js';
import { type AskedForge, askedForge, openPull, place, TOKEN } from '../../helpers/asked-forge.js';

let world: AskedForge;
beforeEach(async () => {
  world = await askedForge();
});
afterEach(() => world.server.close());

const head = async () => String(await world.server.world.git.tip('orch/fix'));
const merge = async (changes: { readonly head?: string; readonly method?: 'merge' | 'squash' | 'rebase' } = {}) =>
  world.forge.mergePull({ ...place, method: 'merge', head: await head(), ...changes });

describe('words', () => {
  it('are changed where they are given, and read as they stand', async () => {
    await openPull(world);
    expect(await world.forge.updatePull({ ...place, title: 'Mend the login', body: null })).toEqual({ ok: true, value: undefined });
    expect(await world.forge.updatePull({ ...place, title: null, body: 'More.\n\nCloses #4' })).toEqual({ ok: true, value: undefined });
    expect(await world.forge.pullPage(place)).toEqual({
      ok: true,
      value: { state: 'open', isDraft: false, title: 'Mend the login', text: 'More.\n\nCloses #4' },
    });
  });

  it('that do not change are not sent; long ones are cut', async () => {
    await openPull(world);
    await world.forge.updatePull({ ...place, title: null, body: null });
    expect(world.asked()).toEqual([]);
    await world.forge.updatePull({ ...place, title: 'long '.repeat(100), body: 'x'.repeat(100_000) });
    expect(world.server.pullRequests[0]?.title.length).toBeLessThanOrEqual(256);
    expect(world.server.pullRequests[0]?.body).toMatch(/x\n\n\[cut\]$/);
  });
});

describe('a draft', () => {
  it('is made ready, and one that is no draft stays as it is', async () => {
    await openPull(world, { draft: true });
    expect(await world.forge.readyForReview(place)).toEqual({ ok: true, value: undefined });
    expect(world.server.pullRequests[0]?.draft).toBe(false);
    world.asked();
    await world.forge.readyForReview(place);
    expect(world.asked()).toEqual(['GET /repos/ada/shop/pulls/1']);
  });

  it.each([
    ['there is no GraphQL', 'no-access', 'needs-person', /has no GraphQL/, /Make it ready on the forge/],
    ['the server is broken', 'breaks', 'forge', /status 500/, /Try it again later/],
  ] as const)('stays one where %s', async (_sentence, behaviour, kind, said, next) => {
    await openPull(world, { draft: true });
    world.server.behave(behaviour, /graphql/);
    const error = { kind, tried: 'make ready for review ada/shop#1', said: expect.stringMatching(said), next: expect.stringMatching(next) };
    expect(await world.forge.readyForReview(place)).toMatchObject({ ok: false, error });
  });
});

describe('merging', () => {
  it.each(['merge', 'squash', 'rebase'] as const)('by %s tells the commit, closes issues, and is done once', async (method) => {
    const issue = await world.server.addIssue({ title: 'Login fails', number: 40 });
    await openPull(world, { body: `Closes #${issue}` });
    const at = { ...place, number: 41 };
    const merged = await world.forge.mergePull({ ...at, method, head: await head() });
    expect(merged).toEqual({ ok: true, value: { commit: await world.server.world.git.tip('main') } });
    expect(world.server.issues[0]?.state).toBe('closed');
    // An answer that was lost: asked again it is merged already.
    expect(await world.forge.mergePull({ ...at, method, head: await head() })).toEqual(merged);
  });

  const refusals: readonly [string, () => Promise<unknown>, string, RegExp, RegExp][] = [
    [
      'somebody pushed to it',
      () => world.server.pushToBase({}, 'orch/fix'),
      'forge',
      /branch has moved to [0-9a-f]{10}/,
      /Look at what was pushed/,
    ],
    ['it is in conflict', async () => world.server.conflicts.add(await head()), 'conflict', /in conflict with its base/, /Take the base/],
    ['its base has moved on', () => world.server.protect('main', { upToDate: true }), 'conflict', /base has moved on/, /Take the base/],
    [
      'a review is wanted',
      () => world.server.protect('main', { approvals: 1 }),
      'needs-person',
      /protected: .*approving review/,
      /reviews, checks/,
    ],
    [
      'a check is wanted',
      () => world.server.protect('main', { checks: ['ci'] }),
      'needs-person',
      /Required status check "ci"/,
      /reviews, checks/,
    ],
    ['nobody may', () => world.server.protect('main', { isLocked: true }), 'needs-person', /base is protected/, /on the forge/],
    ['somebody closed it', () => world.server.closePull(1), 'needs-person', /somebody closed it/, /Open it again/],
    [
      'it is a draft',
      async () => Object.assign(world.server.pullRequests[0]!, { draft: true }),
      'needs-person',
      /is a draft/,
      /ready for review/,
    ],
  ];
  it.each(refusals)('is refused where %s', async (_sentence, act, kind, said, next) => {
    await openPull(world);
    const wanted = await head();
    await act();
    const error = { kind, tried: 'merge ada/shop#1', said: expect.stringMatching(said), next: expect.stringMatching(next) };
    expect(await merge({ head: wanted })).toMatchObject({ ok: false, error });
    expect(world.server.pullRequests[0]?.merged).toBeNull();
  });

  const failures: readonly [string, ForgeBehaviour, string, RegExp, RegExp][] = [
    [
      'a scope that is missing',
      'forbidden',
      'needs-person',
      /token may not do that/,
      /access to the contents and pull requests of ada\/shop/,
    ],
    ['a token that is not accepted', 'unauthorized', 'needs-person', /not accepted/, /GITHUB_TOKEN/],
    ['the rate limit', 'too-many', 'forge', /rate limit is reached, for 30 s/, /Try it again after that/],
    ['a broken server', 'breaks', 'forge', /status 500/, /Try it again later/],
    ['a server that repeats the token', 'echoes-token', 'forge', /status 500/, /later/],
  ];
  it.each(failures)('fails by %s', async (_sentence, behaviour, kind, said, next) => {
    await openPull(world);
    world.server.behave(behaviour, /merge$/);
    const merged = await merge();
    expect(merged).toMatchObject({ ok: false, error: { kind, said: expect.stringMatching(said), next: expect.stringMatching(next) } });
    expect(JSON.stringify(merged)).not.toContain(TOKEN.slice(0, 10));
  });
});

describe('a branch', () => {
  const branch = { owner: 'ada', repo: 'shop', branch: 'orch/fix' };
  it('is deleted, and one that has gone is no failure', async () => {
    expect(await world.forge.deleteBranch(branch)).toEqual({ ok: true, value: undefined });
    expect(await world.server.world.git.tip('orch/fix')).toBeNull();
    expect(await world.forge.deleteBranch(branch)).toEqual({ ok: true, value: undefined });
  });

  it('that is protected stays', async () => {
    const kept = await world.forge.deleteBranch({ ...branch, branch: 'main' });
    expect(kept).toMatchObject({ ok: false, error: { kind: 'needs-person', said: expect.stringMatching(/protected/) } });
  });
});

describe('an answer', () => {
  it('to a comment that has gone is not needed; to one out of reach it fails', async () => {
    await openPull(world);
    expect(await world.forge.replyTo({ ...place, comment: 77, body: 'Done.' })).toEqual({ ok: true, value: undefined });
    world.server.behave('no-access');
    expect(await world.forge.replyTo({ ...place, comment: 77, body: 'Done.' })).toMatchObject({
      ok: false,
      error: { kind: 'needs-person' },
    });
  });
});

describe('labels and people', () => {
  const shop = { owner: 'ada', repo: 'shop' };
  it('are those there are, over pages; the account of the token is none of the people', async () => {
    for (let at = 0; at < 120; at += 1) world.server.world.labels.push(`area ${at}`);
    const labels = await world.forge.labels(shop);
    expect(labels.ok && labels.value).toHaveLength(123);
    expect(await world.forge.reviewers(shop)).toEqual({ ok: true, value: ['grace', 'linus'] });
  });

  it('are plain, and what is none is left out', async () => {
    world.server.world.labels.push('a\u001b]0;owned\u0007b');
    expect(await world.forge.labels(shop)).toMatchObject({ value: ['bug', 'enhancement', 'documentation', 'ab'] });
    world.server.behave('wrong-shape', /assignees/);
    expect(await world.forge.reviewers(shop)).toEqual({ ok: true, value: [] });
  });

  it('of an app, whose token has no account, are all', async () => {
    world.server.behave('forbidden', /^\/user$/);
    expect(await world.forge.reviewers(shop)).toEqual({ ok: true, value: ['pat', 'grace', 'linus'] });
  });
});
