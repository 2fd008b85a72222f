// Whom an agent can name: those of its own goal, by id, name, or a beginning that only one has.
import { expect, test } from 'vitest';
import { inCircle } from '../../../../src/host/door/circle.js';
import { fold, newAgent, submitted } from '../../../helpers/fold-events.js';

const state = fold([
  submitted(newAgent('a1', { name: 'lead' }), newAgent('a2', { name: 'write-net' }), newAgent('a3', { name: 'write-tax' })),
  { type: 'goal.submitted', goal: 'g2', text: 'another', agents: [newAgent('b1', { name: 'tidy-up' })] },
]);
const lead = state.agents.a1;

test.each<[string, string | null]>([
  ['a2', 'a2'],
  ['write-tax', 'a3'],
  ['write-n', 'a2'],
  ['write-', null],
  ['tidy', null],
  ['b1', null],
  ['', null],
])('`%s`', (typed, expected) => {
  if (lead === undefined) throw new Error('there is no lead');
  const found = inCircle(state, lead, typed);
  expect(found.ok ? found.value.id : null).toBe(expected);
});
