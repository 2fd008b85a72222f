import { expect, test } from 'vitest';
import { isPlainShell } from '../../../src/core/messaging/plain-shell.js';

test.each<[readonly string[] | null, boolean]>([
  [['bash'], true],
  [['/usr/bin/zsh', '-i'], true],
  [['fish', '--login'], true],
  [['bash', 'agent.sh'], false],
  [['sh', '-c', 'my-agent'], false],
  [['bash', '-lc', 'my-agent'], false],
  [['my-agent'], false],
  [null, false],
])('%j is a bare shell: %s', (command, expected) => {
  expect(isPlainShell({ command })).toBe(expected);
});
