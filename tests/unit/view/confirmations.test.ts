import { describe, expect, it } from 'vitest';
import { FINISH_KINDS, finishDialog, finishLines } from '../../../src/core/view/confirmations.js';
import type { FinishDialog, FinishWay } from '../../../src/core/view/dialog.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const dialog = (choice: FinishWay): FinishDialog => ({
  kind: 'finish',
  agent: 'a1',
  name: 'fix-login',
  branch: 'orch/fix-login',
  base: 'main',
  verify: 'npm test',
  isBusy: false,
  focus: 'kind',
  kinds: FINISH_KINDS,
  choice,
  artifact: null,
  worktree: 'keep',
});

describe('what finishing will do', () => {
  it('verifies first where something is delivered', () => {
    for (const kind of ['pr', 'merge', 'branch'] as const) expect(finishLines(dialog(kind))[0]).toMatch(/^Runs `npm test` first/);
  });

  it('tells that a draft is opened also where the check fails', () => {
    expect(finishLines(dialog('draft'))[0]).toMatch(/if it fails, that stands in the text\. .*opens a draft pull request against main/);
  });

  it('promises no check for work that is only kept: none is run', () => {
    expect(finishLines(dialog('keep'))).toEqual(['Keeps its branch and its worktree as they are.']);
  });

  it('offers of a task of a plan only the end that its plan says: others are refused', () => {
    const free = anAgent({ name: 'a' });
    expect(finishDialog(free).kinds).toEqual(FINISH_KINDS);
    const planned = { ...free, task: 't1', finish: { ...free.finish, kind: 'merge', artifact: 'design.md' } } as const;
    expect(finishDialog(planned)).toMatchObject({ kinds: ['merge'], choice: 'merge' });
    expect(finishLines(finishDialog(planned)).join()).toContain('Takes the file design.md');
  });
});
