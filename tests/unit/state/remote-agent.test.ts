// An agent on another node: it takes no place here, outlives its host, and can be told to run elsewhere as long as it has not begun.
import { expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import type { Placement } from '../../../src/core/model/node.js';
import { REMOTE_PROCESS, runsElsewhere } from '../../../src/core/model/remote.js';
import { emptyState } from '../../../src/core/model/state.js';
import { withoutHost } from '../../../src/core/state/without-host.js';
import { commandsAfter, created, exited, fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';

const anywhere = { placement: { on: 'any' } } as const;
const offered = (agent: string, fence = 1): EventBody => ({ type: 'agent.offered', agent, fence });
const placed = (agent: string, node: string | null, fence = 1): EventBody => ({ type: 'agent.placed', agent, node, fence });
const startedThere = (agent: string): EventBody => ({ type: 'agent.started', agent, process: REMOTE_PROCESS, conversation: null });
const hostStarts: EventBody = { type: 'host.started', pid: 1, version: '1', bootId: 'b' };
const out = [submitted(newAgent('a', anywhere)), created('a'), offered('a'), placed('a', 'far'), startedThere('a'), shows('a', 'working')];

it('takes no place of this machine, however many there are', () => {
  const state = fold([submitted(newAgent('a', anywhere), newAgent('b', anywhere), newAgent('c'), newAgent('d'))], emptyState(1));
  expect(['a', 'b', 'c', 'd'].map((id) => state.agents[id]?.state)).toEqual(['preparing', 'preparing', 'preparing', 'queued']);
});

it('goes on when its host was killed, while one of this machine is interrupted', () => {
  const state = fold([...out, submitted(newAgent('b')), created('b'), hostStarts]);
  expect(state.agents.a).toMatchObject({ state: 'working', node: 'far', offer: { fence: 1 }, process: REMOTE_PROCESS });
  expect(state.agents.b?.state).toBe('interrupted');
});

it('is told as at work also while no host runs', () => {
  expect(withoutHost(fold(out), '2026-11-21T12:00:00.000Z').agents.a).toMatchObject({ state: 'working', node: 'far' });
});

it('is still waited for when its host was killed before a node took it', () => {
  const state = fold([submitted(newAgent('a', anywhere)), created('a'), offered('a'), hostStarts]);
  expect(state.agents.a).toMatchObject({ state: 'starting', process: null, offer: { fence: 1, checkpoint: null } });
});

it('says what it waits for as long as nobody has taken it', () => {
  const evidenceOf = (placement: Placement) =>
    fold([submitted(newAgent('a', { placement })), created('a'), offered('a')]).agents.a?.why.evidence;
  expect(evidenceOf({ on: 'any' })).toBe('waits for a worker with a place');
  expect(evidenceOf({ on: 'label', label: 'gpu' })).toBe('waits for a worker that is gpu or has that label');
});

it('keeps what was saved of it when its node is lost, and belongs to the next one under a new fence', () => {
  const saved: EventBody = { type: 'agent.checkpointed', agent: 'a', commit: 'c1' };
  const lost = fold([...out, saved, placed('a', null), offered('a', 2)]);
  expect(lost.agents.a).toMatchObject({ state: 'working', offer: { fence: 2, checkpoint: 'c1' } });
  expect(lost.agents.a?.node).toBeUndefined();
  expect(fold([placed('a', 'other', 3)], lost).agents.a).toMatchObject({ node: 'other', offer: { fence: 3, checkpoint: 'c1' } });
});

it('is finished here when its run there has ended well', () => {
  const agent = newAgent('a', { ...anywhere, plan: { unattended: true } });
  expect(commandsAfter([submitted(agent), ...out.slice(1), exited('a', 0)])).toContainEqual({
    type: 'work.finish',
    agent: 'a',
    kind: 'merge',
    removeWorktree: false,
  });
});

it('comes back into the queue of this machine as long as it has not begun', () => {
  const moved: EventBody = { type: 'agent.moved', agent: 'a', placement: { on: 'here' }, evidence: 'no worker is there' };
  const early = fold([submitted(newAgent('a', anywhere)), created('a'), moved]);
  expect(early.agents.a).toMatchObject({ state: 'starting', placement: { on: 'here' } });
  const begun = fold([...out, moved]).agents.a;
  expect(begun?.state).toBe('working');
  expect(begun === undefined || runsElsewhere(begun)).toBe(false);
});
