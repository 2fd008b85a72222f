// What is a plan and what is none.
import { describe, expect, it } from 'vitest';
import type { PlannedTask } from '../../../src/core/model/goal.js';
import { checkPlan } from '../../../src/core/planner/check-plan.js';
import { plannedTask } from '../../helpers/plans.js';

const bounds = { roles: ['coder', 'designer'], maxTasks: 3 };
const file = (id: string, artifact: string | null) => plannedTask(id, [], { kind: 'artifact', artifact });

const BAD: readonly (readonly [string, readonly PlannedTask[], RegExp])[] = [
  ['no task at all', [], /it has no task/],
  ['too many', ['a', 'b', 'c', 'd'].map((id) => plannedTask(id)), /it has 4 tasks, and at most 3/],
  ['an id that would be a path', [plannedTask('../x')], /is no id of a task/],
  ['an id that would act on a terminal', [plannedTask('\u001b[2J')], /^it|is no id of a task/],
  ['the same id twice', [plannedTask('a'), plannedTask('a')], /two tasks are called a/],
  ['a role that is not there', [plannedTask('a', [], { role: 'wizard' })], /task a: there is no role `wizard`; there are coder, designer/],
  ['a task that waits for none', [plannedTask('a', ['z'])], /task a: it waits for `z`, which is no task/],
  ['a task that waits for itself', [plannedTask('a', ['a'])], /tasks wait for each other: a → a/],
  ['a cycle', [plannedTask('a', ['c']), plannedTask('b', ['a']), plannedTask('c', ['b'])], /wait for each other: a → c → b → a/],
  ['no title', [plannedTask('a', [], { title: ' \u200b' })], /task a: it has no title/],
  ['nothing to do', [plannedTask('a', [], { text: '\n' })], /task a: it does not say what is to be done/],
  ['an artifact without a name', [file('a', null)], /its artifact `` is no file name/],
  ['an artifact in a folder', [file('a', '../../etc/passwd')], /is no file name/],
  ['a hidden artifact', [file('a', '.bashrc')], /is no file name/],
  ['two that end in the same file', [file('a', 'x.md'), file('b', 'x.md')], /two tasks end in the file x.md/],
];

describe('a plan', () => {
  it.each(BAD)('is refused with %s', (_what, tasks, said) => {
    const checked = checkPlan(tasks, bounds);
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.error).toMatchObject({ kind: 'usage', said: expect.stringMatching(said) });
  });

  it('of 200 tasks in a row is one', () => {
    const tasks = Array.from({ length: 200 }, (_, at) => plannedTask(`t${at}`, at === 0 ? [] : [`t${at - 1}`]));
    expect(checkPlan(tasks, { roles: ['coder'], maxTasks: 200 }).ok).toBe(true);
  });

  it('comes back plain and bounded', () => {
    const checked = checkPlan(
      [plannedTask('a', [], { title: 'x\u001b]52;c;y\u0007z', text: 't'.repeat(20_000) }), plannedTask('b', ['a', 'a'])],
      bounds,
    );
    if (!checked.ok) throw new Error(checked.error.said);
    expect(checked.value[0]?.title).toBe('xz');
    expect(checked.value[0]?.text.length).toBe(8000);
    expect(checked.value[1]?.after).toEqual(['a']);
  });
});
