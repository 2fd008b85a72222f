import { describe, expect, it } from 'vitest';
import type { FinishKind } from '../../../src/core/model/agent.js';
import { finishLines } from '../../../src/core/view/confirmations.js';
import type { FinishDialog } from '../../../src/core/view/dialog.js';

const dialog = (choice: FinishKind): FinishDialog => ({
  kind: 'finish',
  agent: 'a1',
  name: 'fix-login',
  branch: 'orch/fix-login',
  base: 'main',
  verify: 'npm test',
  isBusy: false,
  focus: 'kind',
  choice,
  worktree: 'keep',
});

describe('what finishing will do', () => {
  it('verifies first where something is delivered', () => {
    for (const kind of ['pr', 'merge', 'branch'] as const) expect(finishLines(dialog(kind))[0]).toMatch(/^Runs `npm test` first/);
  });

  it('promises no check for work that is only kept: none is run', () => {
    expect(finishLines(dialog('keep'))).toEqual(['Keeps its branch and its worktree as they are.']);
  });
});
