// Folders of this machine are told to nobody elsewhere.
import { expect, it } from 'vitest';
import { inWorktrees, withoutPaths } from '../../../../src/servers/a2a/without-paths.js';

it.each([
  ["open '/srv/ann/.local/state/orch-tui/wt/fix/src/a.ts': no such file", "open '…/a.ts': no such file"],
  ['fatal: /srv/git/widget.git/ is not writable', 'fatal: …/widget.git is not writable'],
  ['~/secret/place/x', '…/x'],
  ['see https://example.org/a/b/c and src/core/a.ts', 'see https://example.org/a/b/c and src/core/a.ts'],
  ['/retry', '/retry'],
])('%s', (text, told) => {
  expect(withoutPaths(text)).toBe(told);
});

it('words of agents name what lies in a worktree as it is called there', () => {
  const agents = [{ worktree: '/state/wt/fix' }, { worktree: '/state/wt/fix-2' }, { worktree: null }];
  expect(inWorktrees('see /state/wt/fix-2/src/a.ts, /state/wt/fix-old/b, cd /state/wt/fix && ls; GET /api/v1/users', agents)).toBe(
    'see src/a.ts, /state/wt/fix-old/b, cd . && ls; GET /api/v1/users',
  );
});
