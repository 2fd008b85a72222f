// What a program orders becomes what the host is asked, or is refused before anything is asked.
import { describe, expect, it } from 'vitest';
import { agentParams, goalParams, type Setting } from '../../../src/library/goal-order.js';

const alone: Setting = { interactive: false, baseDir: null };

describe('a goal', () => {
  it('that nobody watches is asked nothing: no approvals, and what is stuck fails', () => {
    const params = goalParams('  Fix it\n', { finish: 'merge', policy: 'strict' }, alone);
    expect(params).toMatchObject({
      ok: true,
      value: { text: 'Fix it', approve: [], whenStuck: 'fail', unattended: true, plan: 'auto', finish: 'merge' },
    });
    expect(params).toMatchObject({ value: { policy: { preset: 'strict', rules: [] }, count: 1, harness: null, command: null } });
    expect(params.ok && Object.keys(params.value)).not.toContain('workspaceBase');
  });

  it('with a person there waits for them, and leaves approvals to the configuration', () => {
    const params = goalParams('x', {}, { interactive: true, baseDir: '/goals' });
    expect(params).toMatchObject({ ok: true, value: { whenStuck: 'wait', workspaceBase: '/goals' } });
    expect(params.ok && params.value.approve).toBe(undefined);
    expect(goalParams('x', { approve: ['finish'] }, { interactive: true, baseDir: null })).toMatchObject({
      value: { approve: ['finish'] },
    });
  });

  it('has the bounds that were named', () => {
    expect(goalParams('x', { budgetUsd: 2, maxTurns: 9 }, alone)).toMatchObject({ value: { budget: { usd: 2, tokens: null, turns: 9 } } });
    const free = goalParams('x', {}, alone);
    expect(free.ok && free.value.budget).toBe(undefined);
  });

  it.each([
    ['an empty text', ' ', {}, /the goal is empty/],
    ['no text at all, from a program without types', undefined as unknown as string, {}, /the goal is empty/],
    ['two ways to be run', 'x', { harness: 'claude', command: ['true'] }, /exclude each other/],
    ['a command without words', 'x', { command: [] }, /command is empty/],
    ['a slip in the name of an option', 'x', { finsh: 'merge' } as object, /there is no option finsh/],
    ['an option of another kind', 'x', { attempts: '3' } as object, /attempts is a string/],
    ['an option that is nothing', 'x', { model: null } as object, /model is null/],
    ['options that are none', 'x', null as unknown as object, /the options are no object/],
    ['approvals of nobody', 'x', { approve: ['plan'] as const }, /interactive is false/],
  ])('%s is refused', (_sentence, text, options, said) => {
    expect(goalParams(text, options, alone)).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringMatching(said) } });
  });
});

describe('one agent', () => {
  it('is a plan of one task that ends in its file', () => {
    const params = agentParams({ task: 'Look', instructions: 'Well.', role: 'researcher', outputFile: 'notes.md', model: 'm' }, alone);
    expect(params).toMatchObject({
      ok: true,
      value: {
        text: 'Look',
        role: null,
        model: 'm',
        tasks: [{ id: 't1', title: 'Look', role: 'researcher', text: 'Look\n\nWell.', kind: 'artifact', artifact: 'notes.md', after: [] }],
      },
    });
  });

  it('without a file ends in commits', () => {
    expect(agentParams({ task: 'Build' }, alone)).toMatchObject({ value: { tasks: [{ kind: 'code', artifact: null, role: null }] } });
  });

  it.each([
    ['no task', { task: '' }, /the task is empty/],
    ['instructions of another kind', { task: 'x', instructions: 5 as unknown as string }, /instructions is a number/],
    ['an option of goals', { task: 'x', count: 2 } as never, /there is no option count/],
    ['more instructions than are kept', { task: 'x', instructions: 'y'.repeat(9000) }, /9003 characters, and 8000 are allowed/],
  ])('with %s is refused', (_sentence, order, said) => {
    expect(agentParams(order, alone)).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringMatching(said) } });
  });
});
