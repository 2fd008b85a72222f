// Issues to choose from and one whole, from a forge of our own on loopback.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskedForge, askedForge, openPull, TOKEN } from '../../helpers/asked-forge.js';

let world: AskedForge;
beforeEach(async () => {
  world = await askedForge();
});
afterEach(() => world.server.close());

const shop = { owner: 'ada', repo: 'shop' };
const list = (order: { readonly label?: string; readonly search?: string } = {}) =>
  world.forge.openIssues({ ...shop, label: order.label ?? null, search: order.search ?? null });
const numbers = async (order: Parameters<typeof list>[0] = {}) => {
  const found = await list(order);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value.issues.map(({ number }) => number);
};

describe('open issues', () => {
  it('are told with labels, author and comments, the last changed first, without pull requests', async () => {
    await world.server.addIssue({ title: 'Login\u001b[2J fails', labels: ['bug'], author: 'linus' });
    await world.server.addIssue({ title: 'Add a cart' });
    await openPull(world);
    await world.server.comment(1, { body: 'Me too' });
    const found = await list();
    expect(found).toMatchObject({
      ok: true,
      value: {
        issues: [
          {
            number: 1,
            title: 'Login fails',
            labels: ['bug'],
            author: 'linus',
            comments: 1,
            updatedAt: expect.stringMatching(/^2026-11-2/),
          },
          { number: 2, title: 'Add a cart', labels: [], comments: 0 },
        ],
        more: false,
      },
    });
  });

  it('can be those of a label, and those that say something', async () => {
    await world.server.addIssue({ title: 'Login fails', labels: ['bug'] });
    await world.server.addIssue({ title: 'Slow', body: 'The login is slow.', labels: ['bug'] });
    await world.server.addIssue({ title: 'Login page in French' });
    await world.server.addIssue({ title: 'Old login', labels: ['bug'] });
    await world.server.closeIssue(4);
    expect(await numbers({ label: 'bug' })).toEqual([2, 1]);
    expect(await numbers({ search: 'LOGIN' })).toEqual([3, 2, 1]);
    expect(await numbers({ label: 'bug', search: 'login fails' })).toEqual([1]);
  });

  it('are searched for by words alone: none of them is an order to the forge', async () => {
    await world.server.addIssue({ title: 'Fix repo:other/one is:closed' });
    expect(await numbers({ search: 'repo:other/one' })).toEqual([1]);
    expect(await numbers({ search: '"is:closed" label:x' })).toEqual([]);
  });

  it('are at most 200, and it is said that there are more', async () => {
    for (let at = 0; at < 230; at += 1) await world.server.addIssue({ title: `Issue ${at}` });
    const found = await list();
    expect(found.ok && [found.value.issues.length, found.value.more]).toEqual([200, true]);
  });

  it('of wrong shapes are left out', async () => {
    world.server.behave('wrong-shape');
    expect(await list()).toEqual({ ok: true, value: { issues: [], more: false } });
  });
});

describe('one issue', () => {
  it('is told as it was written, with its comments from the oldest on', async () => {
    await world.server.addIssue({ title: 'Login fails', body: 'It does.', labels: ['bug'], author: 'linus' });
    await world.server.comment(1, { author: 'grace', body: 'On Mondays.' });
    await world.server.comment(1, { author: 'mallory', body: 'x'.repeat(50_000) });
    expect(await world.forge.issue({ ...shop, number: 1 })).toEqual({
      ok: true,
      value: {
        number: 1,
        title: 'Login fails',
        body: 'It does.',
        state: 'open',
        url: 'https://forge.example/ada/shop/issues/1',
        author: 'linus',
        labels: ['bug'],
        comments: [
          { author: 'grace', body: 'On Mondays.' },
          { author: 'mallory', body: 'x'.repeat(20_000) },
        ],
      },
    });
    await world.server.closeIssue(1);
    expect(await world.forge.issue({ ...shop, number: 1 })).toMatchObject({ value: { state: 'closed' } });
  });

  it('that is not there, or is a pull request, is refused in words', async () => {
    await openPull(world);
    const refused = async (number: number) => {
      const found = await world.forge.issue({ ...shop, number });
      return found.ok ? null : found.error;
    };
    expect(await refused(9)).toMatchObject({ kind: 'not-found', tried: 'read issue #9 of ada/shop', said: 'there is no such issue' });
    expect(await refused(1)).toMatchObject({ kind: 'usage', said: 'that is a pull request' });
    world.server.behave('no-access');
    expect(await refused(9)).toMatchObject({ kind: 'needs-person', next: expect.stringMatching(/access to the issues of ada\/shop/) });
  });

  it.each([
    'nonsense',
    'html-success',
    'echoes-token',
    'hangs-in-body',
  ] as const)('of a server that answers with %s is an error', async (mood) => {
    const impatient = await askedForge(300);
    impatient.server.behave(mood);
    const found = await impatient.forge.issue({ ...shop, number: 1 });
    expect(found).toMatchObject({ ok: false, error: { kind: 'forge' } });
    expect(JSON.stringify(found)).not.toContain(TOKEN.slice(0, 10));
    await impatient.server.close();
  });
});
