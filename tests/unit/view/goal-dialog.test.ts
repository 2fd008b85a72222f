// The new-goal dialog: the order it becomes, what is off without a planner, and that nothing typed is lost.
import { expect, it } from 'vitest';
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
  client.presses('tab', 'right', 'tab', 'right', 'tab', 'tab', 'right', 'tab');
  client.act({ type: 'fieldChanged', field: 'budget', value: '$2.50' });
  client.presses('enter');
  expect(client.effects).toMatchObject([
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
  expect(client.effects).toMatchObject([{ params: { plan: 'none', approve: [] } }]);
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
