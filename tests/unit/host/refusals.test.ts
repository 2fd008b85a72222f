// When everybody who is there has refused a task it waits for nobody; while nobody can say who is there, it waits.
import { expect, it } from 'vitest';
import { fail, ok } from '../../../src/core/model/error.js';
import type { Broker } from '../../../src/core/ports/broker.js';
import { Refusals } from '../../../src/host/remote/refusals.js';

const there = (...names: readonly string[]): Pick<Broker, 'nodes'> => ({
  nodes: async () => ok(names.map((name) => ({ name, kind: 'worker', labels: [] }))) as never,
});
const AWAY: Pick<Broker, 'nodes'> = {
  nodes: async () => fail({ kind: 'broker', tried: 'ask', said: 'it does not answer', next: 'Wait' }),
};

it('nobody is left when the last of them refuses it', async () => {
  const refusals = new Refusals();
  expect(await refusals.add('one', there('one', 'two'), {})).toBe(false);
  expect(await refusals.add('two', there('one', 'two'), {})).toBe(true);
});

it('while nobody can say who is there, somebody may be left', async () => {
  const refusals = new Refusals();
  expect(await refusals.add('one', AWAY, {})).toBe(false);
  expect(await refusals.add('one', null, {})).toBe(false);
  expect(await refusals.add('one', there('one'), {})).toBe(true);
});
