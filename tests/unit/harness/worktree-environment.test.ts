// What commands in a worktree are told of it.
import { expect, it } from 'vitest';
import { worktreeEnvironment, worktreeSlug } from '../../../src/core/harness/worktree-environment.js';

it.each([
  ['fix-login', 'fix-login'],
  ['Fix_Login', expect.stringMatching(/^fix-login-[a-z0-9]{4}$/)],
  ['größe', expect.stringMatching(/^gr-e-[a-z0-9]{4}$/)],
  ['---', expect.stringMatching(/^agent-[a-z0-9]{4}$/)],
  [`a-${'long-'.repeat(20)}name`, expect.stringMatching(/^[a-z0-9-]{26,30}$/)],
])('the slug of %s fits host names and databases', (name, slug) => {
  expect(worktreeSlug(name)).toEqual(slug);
  expect(worktreeSlug(name)).toMatch(/^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$/);
});

it('two names that begin alike do not share one', () => {
  const name = 'rewrite-the-whole-of-the-login-page';
  expect(worktreeSlug(`${name}-1`)).not.toBe(worktreeSlug(`${name}-2`));
  expect(worktreeSlug('Fix')).not.toBe(worktreeSlug('fix'));
});

it('a port is told where there is one', () => {
  expect(worktreeEnvironment({ id: 'a-1', name: 'fix', port: 41_020 })).toEqual({ ORCH_SLUG: 'fix', ORCH_PORT: '41020' });
  expect(worktreeEnvironment({ id: 'g-1' })).toEqual({ ORCH_SLUG: 'g-1' });
});
