// Names under which work is kept on its way between machines: gone when the task is over, and never before the work has another name at home.
import { expect, it } from 'vitest';
import { sweepRefs } from '../../../src/servers/worker/kept-refs.js';
import { type FakeCarrier, remoteStory } from '../../helpers/remote-story.js';

/** With a remote that all machines push to. */
async function withRemote() {
  const story = remoteStory();
  const origin = new Map<string, string>();
  story.carrier.origin = origin;
  const far = await story.addWorker('far');
  void story.start();
  await story.rest();
  const stands = (machine: typeof far, parent: string) => {
    const work = story.commits.make(parent);
    machine.carrier.has1.add(work);
    machine.carrier.stands = work;
    return work;
  };
  /** As git of that machine has it: on the agent's branch. */
  const ends = async (machine: typeof far, work: string) => {
    machine.carrier.refs.set(`refs/heads/${machine.link.agent?.branch}`, work);
    machine.link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
    await story.passes(5000);
  };
  const orchRefs = (carrier: FakeCarrier) => [...carrier.refs.keys()].filter((ref) => ref.startsWith('refs/orch/'));
  return { story, origin, far, stands, ends, orchRefs };
}

it('nothing is left of a task that is done, at the remote, here or there', async () => {
  const { story, origin, far, stands, ends, orchRefs } = await withRemote();
  await ends(far, stands(far, story.first));
  expect(story.agent()).toMatchObject({ state: 'finishing' });
  expect([...origin.keys()]).toEqual([]);
  expect(orchRefs(story.carrier)).toEqual([]);
  expect(orchRefs(far.carrier)).toEqual([]);
});

it('what was pushed under an older number goes with the end of the newer one, and what nobody took of it is kept', async () => {
  const { story, origin, far, stands, ends } = await withRemote();
  const saved = stands(far, story.first);
  far.link.shows({ state: 'idle' });
  await story.rest();
  const late = story.commits.make(saved);
  story.cluster.cut('far');
  const near = await story.addWorker('near');
  story.cluster.lose('far');
  await story.rest();
  // It had pushed once more before it was cut off, and nobody heard of that.
  origin.set('refs/orch/tasks/a-1234/2', late);
  origin.set('refs/orch/tasks/a-12345/1', late);
  await ends(near, stands(near, saved));
  expect([...origin.keys()]).toEqual(['refs/orch/tasks/a-12345/1']);
  expect(story.carrier.refs.get('refs/orch/rescue/fix-2')).toBe(late);
  expect(story.notices.filter((text) => text.includes('kept as refs/orch/rescue/fix-2'))).toHaveLength(1);
});

it('what can not be fetched is left at the remote', async () => {
  const { story, origin, far, stands, ends } = await withRemote();
  const lost = story.commits.make(story.first);
  origin.set('refs/orch/tasks/a-1234/1', lost);
  const { fetch } = story.carrier;
  story.carrier.fetch = async (order) => (order.ref.endsWith('/1') ? { ok: false, error: UNREACHED } : fetch(order));
  await ends(far, stands(far, story.first));
  expect([...origin.keys()]).toEqual(['refs/orch/tasks/a-1234/1']);
});

it('an agent that is removed leaves nothing at the remote, and what was saved of it is kept', async () => {
  const { story, origin, far, stands } = await withRemote();
  const saved = stands(far, story.first);
  far.link.shows({ state: 'idle' });
  await story.rest();
  expect(story.carrier.refs.get('refs/orch/nodes/a-1234')).toBe(saved);
  story.dispatch({ type: 'agent.stopRequested', agent: 'a-1234' });
  story.cluster.cut('far');
  const stopped = story.agents.stop('a-1234');
  await story.passes(25_000);
  await stopped;
  expect(origin.size).toBe(1);
  story.dispatch({ type: 'agent.removed', agent: 'a-1234', rescueRef: null, trash: null, restore: null });
  story.agents.begin();
  await story.rest();
  expect([...origin.keys()]).toEqual([]);
  expect(story.carrier.refs.has('refs/orch/nodes/a-1234')).toBe(false);
  expect(story.carrier.refs.get('refs/orch/rescue/fix-saved')).toBe(saved);
});

it('a machine lets go of what killed workers have left there, but of no work that has no other name', async () => {
  const { story, far } = await withRemote();
  const { carrier } = far;
  const [named, nameless] = [story.commits.make(story.first), story.commits.make(story.first)];
  for (const commit of [named, nameless]) carrier.has1.add(commit);
  const put = (ref: string, commit: string) => void carrier.refs.set(ref, commit);
  put('refs/heads/orch/one-12ab-2', named);
  put('refs/orch/given/one-12ab-2', named);
  put('refs/orch/given/two-34cd-2', nameless);
  put('refs/orch/given/fix-1234-2', named);
  put('refs/orch/base/a-old', story.first);
  put('refs/orch/base/a-1234', story.first);
  await sweepRefs(carrier, { isDoing: (name) => name === 'fix-1234-2', holds: (task) => task === 'a-1234' });
  expect([...carrier.refs.keys()].filter((ref) => ref.startsWith('refs/orch/')).sort()).toEqual([
    'refs/orch/base/a-1234',
    'refs/orch/given/fix-1234-2',
    'refs/orch/given/two-34cd-2',
  ]);
});

const UNREACHED = { kind: 'git', tried: 'fetch', said: 'the remote does not answer', next: '' } as const;
