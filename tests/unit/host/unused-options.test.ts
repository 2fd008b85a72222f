// Options of `run` that are accepted and change nothing are said to.
import { expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { commandHarness } from '../../../src/core/harness/command.js';
import { demoHarness } from '../../../src/core/harness/demo.js';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';
import { PLAIN_RUN } from '../../../src/core/model/plain-run.js';
import type { RunParams } from '../../../src/core/model/requests.js';
import { type Decided, unusedOptions } from '../../../src/host/answers/unused-options.js';

const PARAMS: RunParams = { ...PLAIN_RUN, text: 'Fix it', unattended: true };
const notes = (params: Partial<RunParams>, decided: Partial<Decided> = {}) =>
  unusedOptions({ ...PARAMS, ...params }, { harness: claude, finish: 'pr', verify: null, follows: true, ...decided });

it('says nothing where all has its effect', () => {
  expect(notes({})).toEqual([]);
  const all = {
    model: 'opus',
    verify: 'npm test',
    attempts: 2,
    labels: ['x'],
    reviewers: ['kim'],
    draft: true,
    merge: 'auto',
    mergeMethod: 'squash',
  } as const;
  expect(notes(all, { verify: 'npm test' })).toEqual([]);
  for (const harness of AGENT_CLIS) expect(notes({ model: 'opus' }, { harness })).toEqual([]);
});

it.each([
  [{ model: 'opus', command: ['make'] }, { harness: commandHarness('command', ['make']) }, /^--model has no effect: the command /],
  [{ model: 'opus' }, { harness: demoHarness('/demo.js') }, /^--model has no effect: demo /],
  [{ attempts: 5 }, {}, /^--attempts has no effect: there is no verify command/],
  [{ verify: 'npm test' }, { finish: 'keep', verify: 'npm test' }, /^--verify has no effect with --finish keep/],
  [{ labels: ['x'], draft: true }, { finish: 'merge' }, /^--label, --draft have no effect with --finish merge/],
  [{ merge: 'auto', mergeMethod: 'squash' }, { finish: 'merge' }, /^--merge, --merge-method have no effect with --finish merge/],
  [{ merge: 'auto' }, { follows: false }, /^--merge auto has no effect: pulls\.follow is false/],
  [{ reviewers: ['kim'] }, { finish: 'branch' }, /^--reviewer has no effect with --finish branch/],
] as const)('%o', (params, decided, said) => {
  expect(notes(params, decided)).toEqual([expect.stringMatching(said)]);
});

it('counts the attempts of a verify command that the configuration names', () => {
  expect(notes({ attempts: 5 }, { verify: 'make check' })).toEqual([]);
});

it('keeps the verify command of a task that asks at its end', () => {
  expect(notes({ verify: 'npm test', unattended: false }, { finish: 'keep', verify: 'npm test' })).toEqual([]);
});
