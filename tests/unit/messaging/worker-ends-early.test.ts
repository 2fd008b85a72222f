// A worker that is told to end just as it takes a task: nothing is begun for that, and nobody waits.
import { expect, it } from 'vitest';
import { ok, type Result } from '../../../src/core/model/error.js';
import { VERSION } from '../../../src/core/model/version.js';
import { Worker } from '../../../src/servers/worker/worker.js';
import type { WorkRepository } from '../../../src/servers/worker/worker-world.js';
import { FakeCarrier, FakeHostLink, remoteStory } from '../../helpers/remote-story.js';

/** Stands still at one step until it is let on. */
async function standingAt(step: 'opens its clone' | 'looks what it has') {
  const story = remoteStory();
  let letOn: () => void = () => undefined;
  const on = new Promise<void>((resolve) => {
    letOn = resolve;
  });
  const link = new FakeHostLink();
  const known = async () => {
    if (step === 'looks what it has') await on;
    return [story.first];
  };
  const repository: WorkRepository = { folder: '/clone', carrier: new FakeCarrier(story.commits, story.first), link, known };
  const worker = new Worker({
    broker: story.cluster.broker('far'),
    secret: 'secret',
    version: VERSION,
    clock: story.clock,
    slots: 1,
    labels: [],
    heartbeatMs: 30_000,
    checkpointMs: 120_000,
    repositoryFor: async (): Promise<Result<WorkRepository>> => {
      if (step === 'opens its clone') await on;
      return ok(repository);
    },
    say: () => undefined,
  });
  await worker.start();
  void story.start();
  await story.rest();
  return { story, link, worker, letOn: () => letOn() };
}

it.each(['opens its clone', 'looks what it has'] as const)('one that %s begins no agent', async (step) => {
  const { story, link, worker, letOn } = await standingAt(step);
  let hasEnded = false;
  void worker.stop().then(() => {
    hasEnded = true;
  });
  await story.rest();
  letOn();
  await story.rest();
  expect(hasEnded).toBe(true);
  expect(link.orders).toEqual([]);
  expect(story.agent()).toMatchObject({ process: null, state: 'starting' });
});

it('one whose agent there still waits for a place to go on in stops that, too', async () => {
  const story = remoteStory();
  const { link, carrier, worker } = await story.addWorker('far');
  void story.start();
  await story.rest();
  carrier.refs.set('refs/heads/orch/fix-1234-2', story.first);
  link.shows({ state: 'done', pid: null, result: { commit: story.first } as never });
  await story.rest();
  const asked = link.request;
  link.request = async (method, params) => {
    if (method !== 'resume') return asked(method, params);
    link.shows({ state: 'queued', pid: null });
    return ok({}) as never;
  };
  void story.agents.start(story.agent(), 'resume', 'and the tests');
  await story.rest();
  expect(link.agent).toMatchObject({ state: 'queued' });
  let hasEnded = false;
  void worker.stop().then(() => {
    hasEnded = true;
  });
  await story.passes(1000);
  expect(hasEnded).toBe(true);
  expect(link.asked).toContain('stop');
  expect(link.asked.join()).not.toContain('send and the tests');
});
