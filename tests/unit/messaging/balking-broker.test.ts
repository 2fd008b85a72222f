// A broker that is there and answers with errors (its disk is full, it stands still for a while) says nothing of who holds a task.
import { expect, it } from 'vitest';
import { remoteStory } from '../../helpers/remote-story.js';

async function atWork() {
  const story = remoteStory();
  const worker = await story.addWorker('far');
  void story.start();
  await story.rest();
  return { story, ...worker };
}

it('an agent goes on while nobody can say whether its machine still holds the task', async () => {
  const { story, link, said } = await atWork();
  story.cluster.balk('far');
  await story.passes(20_000);
  expect(link.agent).toMatchObject({ state: 'working', pid: 7 });
  story.cluster.answers('far');
  await story.passes(10_000);
  expect(link.agent).toMatchObject({ state: 'working', pid: 7 });
  expect(said.join()).not.toContain('not given');
});

it('an end that falls into that time is given when the broker takes it, and nobody does it once more', async () => {
  const { story, link, carrier, said } = await atWork();
  const other = await story.addWorker('near');
  story.cluster.balk('far');
  const commit = story.commits.make(story.first);
  carrier.stands = commit;
  link.shows({ state: 'done', pid: null, result: { commit } as never });
  await story.passes(20_000);
  expect(said.join()).not.toContain('not given');
  story.cluster.answers('far');
  await story.passes(10_000);
  expect(said).toContain('fix: done, and its owner has it');
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(commit);
  expect(other.link.orders).toEqual([]);
});

it('a worker that is told to end then does not wait for it, and keeps what was done', async () => {
  const { story, link, carrier, worker, said } = await atWork();
  story.cluster.balk('far');
  carrier.stands = story.commits.make(story.first);
  link.shows({ state: 'done', pid: null, result: { commit: carrier.stands } as never });
  await story.passes(5000);
  let hasEnded = false;
  void worker.stop().then(() => {
    hasEnded = true;
  });
  await story.passes(15_000);
  expect(hasEnded).toBe(true);
  expect(said.join('\n')).toContain('not given (this worker ends); what was done here is kept as refs/orch/rescue/');
});
