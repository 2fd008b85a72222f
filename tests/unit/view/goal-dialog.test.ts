// The new-goal dialog: the order it becomes, what is off without a planner, and that nothing typed is lost.
import { expect, it } from 'vitest';
import { approvalChoices, chosenApprovals, goalRemembered, isPlanned, unfinished } from '../../../src/core/view/goal-dialog.js';
import { clientView } from '../../helpers/client-view.js';
import { sampleAgents } from '../../helpers/view-fixtures.js';
import { aGoal } from '../../helpers/view-goals.js';

function newGoal(over: Parameters<typeof clientView>[0] = {}) {
  const client = clientView({ agents: sampleAgents(), ...over });
  client.does('goal.new');
  const dialog = () => {
    if (client.view.dialog?.kind !== 'goal') throw new Error('the new-goal dialog is not open');
    return client.view.dialog;
  };
  return { client, dialog };
}

it('orders a goal that is planned and agreed to first', () => {
  const { client } = newGoal({ defaults: { harness: 'codex', tries: 1, base: 'main', finish: 'ask', verify: 'npm test' } });
  client.pastes('Login with tokens');
  client.presses('enter');
  expect(client.effects).toMatchObject([
    { type: 'remember', of: 'goal', defaults: { harness: 'codex', finish: 'auto', verify: 'npm test', approve: ['plan'] } },
    {
      method: 'run',
      params: {
        text: 'Login with tokens',
        harness: 'codex',
        plan: 'always',
        approve: ['plan'],
        finish: null,
        unattended: true,
        verify: 'npm test',
      },
    },
  ]);
});

it('turns who does it, how it ends and where one agrees, and bounds its money', () => {
  const { client } = newGoal();
  client.pastes('x');
  client.presses('tab', 'right', 'tab', 'right', 'tab', 'tab', 'tab', 'right', 'tab');
  client.act({ type: 'fieldChanged', field: 'budget', value: '$2.50' });
  client.presses('enter');
  expect(client.effects).toMatchObject([
    { type: 'remember', defaults: { harness: 'codex', finish: 'pr', approve: ['plan', 'finish'] } },
    { params: { harness: 'codex', finish: 'pr', approve: ['plan', 'finish'], budget: { usd: 2.5, tokens: null, turns: null } } },
  ]);
});

it.each([
  ['budget', 'much', 'A budget is US dollars, such as 2.50.'],
  ['budget', '-1', 'A budget is US dollars, such as 2.50.'],
] as const)('refuses %s %j', (field, value, problem) => {
  const { client, dialog } = newGoal();
  client.pastes('x');
  client.act({ type: 'fieldChanged', field, value });
  client.presses('enter');
  expect([client.effects, dialog().problem, dialog().focus]).toEqual([[], problem, field]);
});

it('says when it is empty', () => {
  const { client, dialog } = newGoal();
  client.presses('enter');
  expect(dialog().problem).toBe('What is to be reached? The goal is empty.');
});

it('without a planner starts one agent on the whole goal', () => {
  const { client } = newGoal({ planner: { off: 'no key is set.' } });
  client.pastes('x');
  client.presses('enter');
  expect(client.effects[1]).toMatchObject({ params: { plan: 'none', approve: [] } });
});

it('shows the plan of what was ordered', () => {
  const { client } = newGoal();
  client.pastes('x');
  client.presses('enter');
  const params = { plan: 'always' } as never;
  client.worldIs({ goals: [aGoal({ id: 'g7' })] });
  client.act({ type: 'answered', method: 'run', params, result: { goal: 'g7', agents: [] } });
  expect(client.view.place).toMatchObject({ kind: 'tasks', goal: 'g7' });
});

it('keeps what was typed when it is left, and when it is refused', () => {
  const { client, dialog } = newGoal();
  client.pastes('half a goal');
  client.presses('escape');
  client.does('goal.new');
  expect(dialog().edit.text).toBe('half a goal');
  client.presses('enter');
  client.act({ type: 'refused', method: 'run', error: { kind: 'usage', tried: 'start', said: 'no base', next: 'Name one.' } });
  expect(dialog()).toMatchObject({ edit: { text: 'half a goal' }, problem: 'no base. Name one.' });
});

it('is left whole to one agent where the person wants it, and then there is no plan to agree to', () => {
  const { client, dialog } = newGoal();
  client.pastes('x');
  client.presses('shift-tab', 'shift-tab', 'right');
  expect(approvalChoices(dialog())).toEqual([['plan'], ['plan', 'finish'], ['finish'], []]);
  expect(chosenApprovals(dialog())).toEqual(['plan', 'finish']);
  client.presses('shift-tab', 'right');
  expect([dialog().focus, dialog().plan]).toEqual(['plan', 'one']);
  expect(approvalChoices(dialog())).toEqual([['finish'], []]);
  client.presses('enter');
  expect(client.effects[1]).toMatchObject({ params: { plan: 'none', approve: ['finish'] } });
});

it('turns where one agrees among what there is without a plan', () => {
  const { client, dialog } = newGoal({ planner: { off: 'no key is set.' } });
  client.presses('shift-tab', 'shift-tab', 'right');
  expect(chosenApprovals(dialog())).toEqual(['finish']);
  client.presses('right');
  expect(chosenApprovals(dialog())).toEqual([]);
  client.presses('up', 'right');
  expect(isPlanned(dialog())).toBe(false);
});

it('begins as the last goal was ordered here, and is planned all the same', () => {
  const goalDefaults = { harness: 'codex', finish: 'merge', verify: 'npm test', approve: ['finish'] } as const;
  const { client, dialog } = newGoal({ goalDefaults });
  expect(dialog()).toMatchObject({ harness: 'codex', finish: 'merge', verify: 'npm test', plan: 'tasks' });
  expect(chosenApprovals(dialog())).toEqual(['finish']);
  expect(goalRemembered(dialog())).toEqual(goalDefaults);
  client.presses('escape');
  client.worldIs({ goalDefaults: { ...goalDefaults, harness: 'aider', approve: ['command'] } });
  client.does('goal.new');
  // An agent CLI that is gone meanwhile, and an agreement that the dialog does not offer.
  expect(dialog()).toMatchObject({ harness: 'claude' });
  expect(chosenApprovals(dialog())).toEqual(['plan']);
});

it('brings back what a screen that is gone left half written, once', () => {
  const gone = newGoal();
  gone.client.pastes('half a goal');
  const { goal } = unfinished(gone.client.view);
  const { client, dialog } = newGoal({ goalDraft: goal, planner: { off: 'no key is set.' } });
  expect([dialog().edit.text, client.effects]).toEqual(['half a goal', [{ type: 'draftTaken', of: 'goal' }]]);
  expect(isPlanned(dialog())).toBe(false);
  expect(unfinished(newGoal().client.view).goal).toBeNull();
});
