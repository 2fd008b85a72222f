// A password that was given in an address is not to be read by whoever lists processes.
import { afterEach, expect, it } from 'vitest';
import { doorVariables, hideFromList } from '../../../src/cli/doors.js';

const before = process.title;
afterEach(() => {
  process.title = before;
});

it('takes a password out of the list of processes, and leaves that alone where there is none', () => {
  hideFromList('redis://box:6379');
  expect(process.title).toBe(before);
  hideFromList('redis://:pw@box:6379');
  expect(process.title).toBe('orch-tui');
});

it('gives a host that is started the password apart from the address', () => {
  expect(doorVariables({ redis: 'redis://:pw@box:6379/1', a2a: null })).toEqual({
    ORCHESTRATOR_REDIS__URL: 'redis://box:6379/1',
    REDIS_PASSWORD: 'pw',
  });
});
