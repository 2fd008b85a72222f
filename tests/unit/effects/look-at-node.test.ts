// Work that goes on at another node is looked at as it was saved here: its size, its diff, and whose lines it changes as well.
import { expect, it } from 'vitest';
import { agentDiff } from '../../../src/core/adapters/agent-diff.js';
import type { Changes } from '../../../src/core/model/changes.js';
import { ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { REMOTE_PROCESS } from '../../../src/core/model/remote.js';
import { fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { bench } from '../../helpers/store-with-fakes.js';

const CHANGED: Changes = {
  size: { files: 1, additions: 2, deletions: 1 },
  files: [{ path: 'x', isNew: false, hunks: [{ start: 5, end: 5, added: 1, text: 'there' }] }],
  isCut: false,
};
const OURS: Changes = { ...CHANGED, files: [{ path: 'x', isNew: false, hunks: [{ start: 6, end: 6, added: 1, text: 'here' }] }] };
const NOTHING: Changes = { size: { files: 0, additions: 0, deletions: 0 }, files: [], isCut: false };

const there: readonly EventBody[] = [
  submitted(newAgent('a', { placement: { on: 'any' }, worktree: '/wt/a', branch: 'orch/a' }), newAgent('b', { worktree: '/wt/b' })),
  { type: 'agent.offered', agent: 'a', fence: 1 },
  { type: 'agent.placed', agent: 'a', node: 'far', fence: 1 },
  { type: 'agent.started', agent: 'a', process: REMOTE_PROCESS, conversation: null },
  shows('a', 'working'),
  shows('b', 'working'),
];
const SAVED: EventBody = { type: 'agent.checkpointed', agent: 'a', commit: 'saved' };

function lookBench() {
  const git: string[] = [];
  const world = bench({
    repository: {
      measureChanges: async ({ worktree }) => {
        git.push(`measure ${worktree}`);
        return ok(worktree === '/wt/b' ? OURS : NOTHING);
      },
      changesBetween: async ({ from, to }) => {
        git.push(`${from}..${to}`);
        return ok(to === 'saved' ? CHANGED : NOTHING);
      },
      tips: async () => ok(new Map()),
      deliveredDiff: async ({ baseCommit, delivered }) => ok({ diff: `${baseCommit}..${delivered}`, truncated: false }),
      diff: async ({ worktree }) => ok({ diff: worktree, truncated: false }),
    },
  });
  return { ...world, git };
}

it('has the size of what was saved, and overlaps with whoever changes the same here', async () => {
  const { store, git, play } = lookBench();
  await play(...there, shows('b', 'idle'));
  expect(store.state.overlaps).toBeUndefined();
  const agent = await play(SAVED);
  expect(agent?.diff).toEqual(CHANGED.size);
  expect(store.state.overlaps).toEqual([{ agents: ['a', 'b'], base: null, files: [{ path: 'x', level: 'lines' }] }]);
  expect(git.filter((line) => line === 'measure /wt/a')).toEqual([]);
});

it('its diff is that of what was saved last, with when and from where; before that it says that nothing was', async () => {
  const { store, ports, play } = lookBench();
  const diff = () => {
    const { a } = store.state.agents;
    if (a === undefined) throw new Error('there is no agent');
    return agentDiff(ports.repository, a, { litter: [], maxBytes: 1000 });
  };
  await play(...there);
  expect(await diff()).toMatchObject({ value: { diff: '', saved: { node: 'far', at: null, commit: null } } });
  const agent = await play(SAVED);
  const at = agent?.offer?.saved?.at;
  expect(at).toBeDefined();
  expect(await diff()).toMatchObject({ value: { diff: `${agent?.baseCommit}..saved`, saved: { node: 'far', at, commit: 'saved' } } });
  // It has come home: what stands in its worktree is newer than anything that was saved on the way.
  await play({ type: 'agent.exited', agent: 'a', exitCode: 0, signal: null, tail: '', attended: false });
  expect(await diff()).toEqual({ ok: true, value: { diff: '/wt/a', truncated: false } });
});

it('what was saved keeps its node while another takes the work over', () => {
  const state = fold([...there, SAVED, { type: 'agent.placed', agent: 'a', node: null }, { type: 'agent.offered', agent: 'a', fence: 2 }]);
  const taken = fold([{ type: 'agent.placed', agent: 'a', node: 'near', fence: 3 }], state);
  expect(taken.agents.a).toMatchObject({ node: 'near', offer: { fence: 3, checkpoint: 'saved', saved: { node: 'far' } } });
});
