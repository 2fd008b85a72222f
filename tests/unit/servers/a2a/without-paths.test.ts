// Folders of this machine are told to nobody elsewhere.
import { expect, it } from 'vitest';
import { withoutPaths } from '../../../../src/servers/a2a/without-paths.js';

it.each([
  ["open '/srv/ann/.local/state/orch-tui/wt/fix/src/a.ts': no such file", "open '…/a.ts': no such file"],
  ['fatal: /srv/git/widget.git/ is not writable', 'fatal: …/widget.git is not writable'],
  ['~/secret/place/x', '…/x'],
  ['see https://example.org/a/b/c and src/core/a.ts', 'see https://example.org/a/b/c and src/core/a.ts'],
  ['/retry', '/retry'],
])('%s', (text, told) => {
  expect(withoutPaths(text)).toBe(told);
});
