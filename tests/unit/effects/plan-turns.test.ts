// A file of goals has many planned at once: the model is asked a few at a time, and all of them get their turn.
import { expect, it } from 'vitest';
import { createEffectRunner, type Handlers } from '../../../src/core/effects/effect-runner.js';
import { emptyState } from '../../../src/core/model/state.js';

it('plans are made three at a time, in order; other work does not wait for them', async () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const handlers = {
    'plan.make': ({ goal }: { readonly goal: string }) => {
      begun.push(goal);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    'goal.finish': async ({ goal }: { readonly goal: string }) => void begun.push(`finish ${goal}`),
  } as unknown as Handlers;
  const runner = createEffectRunner({
    handlers,
    context: { state: () => emptyState(1), agent: () => undefined, dispatch: () => undefined },
    onIdle: () => undefined,
    onBug: () => undefined,
  });
  const rest = () => new Promise<void>((resolve) => setImmediate(resolve));
  for (let goal = 1; goal <= 7; goal += 1) runner.run({ type: 'plan.make', goal: `g${goal}` });
  runner.run({ type: 'goal.finish', goal: 'g9' });
  await rest();
  expect(begun).toEqual(['finish g9', 'g1', 'g2', 'g3']);
  ends.shift()?.();
  await rest();
  expect(begun.slice(4)).toEqual(['g4']);
  for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
    end();
    await rest();
  }
  expect(begun.slice(1)).toEqual(['g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7']);
  expect(runner.inFlight).toBe(0);
});
