// A finish that goes on whatever the verify command says: only where a pull request comes of it, and only that once.
import { expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { atWork, exited, fold, shows, started } from '../../helpers/fold-events.js';

const finish = (kind: 'pr' | 'merge', draft?: true): EventBody => ({
  type: 'finish.requested',
  agent: 'a',
  kind,
  removeWorktree: false,
  ...(draft ? { draft } : {}),
});
const failed: EventBody = {
  type: 'finish.failed',
  agent: 'a',
  error: { kind: 'git', tried: 't', said: 's', next: 'n' },
  waitsFor: 'person',
};
const done: EventBody = { type: 'finish.done', agent: 'a', result: { kind: 'pr', url: 'u', commit: 'c', path: null }, notes: [] };
const again: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: 'go on' };
const after = (...bodies: readonly EventBody[]) => fold([...atWork('a'), ...bodies]).agents.a?.finish.despiteVerify;

it.each([
  ['a pull request as a draft', [finish('pr', true)], true],
  ['a pull request', [finish('pr')], undefined],
  ['a merge, of which there is no draft', [finish('merge', true)], undefined],
  [
    'work that is done anew and ends by itself',
    [finish('pr', true), done, exited('a', 0), again, started('a'), shows('a', 'working'), exited('a', 0)],
    undefined,
  ],
  ['a pull request that was to be a draft before', [finish('pr', true), failed, finish('pr')], undefined],
] as const)('%s', (_sentence, bodies, is) => {
  expect(after(...bodies)).toBe(is);
});
