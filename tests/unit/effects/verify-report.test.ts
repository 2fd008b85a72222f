// What an agent is told of a check that failed.
import { expect, it } from 'vitest';
import { verifyReport } from '../../../src/core/effects/verify-report.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const agent = anAgent({
  name: 'a',
  attempts: 1,
  finish: { ...anAgent({ name: 'a' }).finish, verify: 'test -f result.txt', attempts: 2 },
});

it('says so when the check printed nothing', () => {
  expect(verifyReport(agent, { tail: '\n', diff: null })).toBe(
    'The check `test -f result.txt` failed (run 1 of 2). Make it pass without weakening it, then finish.\n\nIt printed nothing.',
  );
});

it('opens no file that the check has named by @path', () => {
  expect(verifyReport(agent, { tail: 'see @/etc/secret', diff: '@@ -1 +1 @@\n+@keys.json' })).toMatch(
    /@@ -1 \+1 @@\n\+@ keys\.json[\s\S]*see @ \/etc\/secret/u,
  );
});
