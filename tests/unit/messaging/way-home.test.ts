// The end of a run on another machine, on its way home: read or not, fetched at once, later, or when a person asks for it. Nothing of it is lost.
import { expect, it } from 'vitest';
import type { OrchError } from '../../../src/core/model/error.js';
import { fail, ok } from '../../../src/core/model/error.js';
import { timelineText } from '../../../src/core/state/timeline.js';
import { stamp } from '../../helpers/fold-events.js';
import { remoteStory } from '../../helpers/remote-story.js';

const UNREACHED: OrchError = {
  kind: 'git',
  tried: 'fetch the work',
  said: 'the remote does not answer',
  next: 'Look at the network, then try again.',
};

/** At work on `far`; `ends` is its end there, `broken` keeps its work from coming here until `mended`. */
async function atWork() {
  const story = remoteStory();
  const { link, carrier, said } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const work = story.commits.make(story.first);
  carrier.stands = work;
  const { unbundle } = story.carrier;
  return {
    story,
    link,
    said,
    work,
    broken(error = UNREACHED) {
      story.carrier.unbundle = async () => fail(error);
    },
    mended() {
      story.carrier.unbundle = unbundle;
    },
    async ends(change: Parameters<typeof link.shows>[0] = {}) {
      link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null }, ...change });
      await story.rest();
    },
    /** The queue brings it again and again. */
    async isTriedFor(ms: number) {
      for (let left = ms; left > 0; left -= 30_000) {
        await story.passes(Math.min(left, 30_000));
        await story.cluster.bringAgain();
        await story.rest();
      }
    },
  };
}

it('work that can not be fetched at once is fetched again, and told of once', async () => {
  const { story, work, broken, mended, ends, isTriedFor } = await atWork();
  broken();
  await ends();
  await isTriedFor(120_000);
  expect(story.types()).not.toContain('agent.exited');
  expect(story.agent()).toMatchObject({ state: 'unknown', why: { rule: 'node.fetch' } });
  expect(story.notices.filter((text) => text.includes('the remote does not answer'))).toHaveLength(1);
  mended();
  await story.cluster.bringAgain();
  await story.rest();
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null });
});

it('its agent can be stopped while its work can not be fetched, and that is owed then', async () => {
  const { story, work, broken, mended, ends } = await atWork();
  broken();
  await ends();
  story.dispatch({ type: 'agent.stopRequested', agent: 'a-1234' });
  const stopped = story.agents.stop('a-1234');
  await story.passes(25_000);
  await stopped;
  expect(story.agent()).toMatchObject({ state: 'stopped', process: null });
  mended();
  await story.cluster.bringAgain();
  await story.start();
  await story.rest();
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
});

it('after some minutes it fails with words that say where its work is, and resuming it fetches that and goes on', async () => {
  const { story, link, work, broken, mended, ends, isTriedFor } = await atWork();
  broken();
  await ends();
  await isTriedFor(400_000);
  expect(story.agent()).toMatchObject({ state: 'failed', process: null });
  const { said = '', next = '' } = story.agent().error ?? {};
  expect(said).toContain('the remote does not answer');
  expect(said).toContain('It is on far, and for a week as a bundle in Redis');
  expect(next).toBe('Look at the network, then press r to fetch it');

  const again = await story.start();
  expect(again).toMatchObject({ ok: false, error: { said: expect.stringContaining('the remote does not answer') } });
  mended();
  const asked = link.asked.length;
  expect(await story.start()).toMatchObject({ ok: true });
  await story.rest();
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
  expect(story.types().at(-1)).toBe('agent.exited');
  expect(link.asked.slice(asked)).toEqual([]);
  expect(story.agent().offer?.owed).toBeUndefined();
});

it('finishing it fetches its work, too', async () => {
  const { story, work, broken, mended, ends, isTriedFor } = await atWork();
  broken();
  await ends();
  await isTriedFor(400_000);
  expect(await story.agents.bringBack(story.agent())).toMatchObject({ ok: false });
  mended();
  expect(await story.agents.bringBack(story.agent())).toEqual(ok(undefined));
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
});

it('one that had failed there goes on from its work when that could be fetched', async () => {
  const { story, link, work, broken, mended, ends, isTriedFor } = await atWork();
  broken();
  const error: OrchError = { kind: 'harness', tried: 'run it', said: 'exit code 1: out of memory', next: 'Press r' };
  await ends({ state: 'failed', result: null, error });
  await isTriedFor(400_000);
  mended();
  void story.start();
  await story.passes(5000);
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
  expect(link.asked.filter((line) => line.startsWith('run') || line.startsWith('resume')).length).toBeGreaterThan(1);
  expect(story.agent()).toMatchObject({ process: { pid: 0 } });
});

it('a bundle that has expired is no reason to try again: it fails at once, and says where the work is', async () => {
  const { story, ends } = await atWork();
  const { has } = story.carrier;
  story.carrier.has = async (commit) => {
    story.cluster.loseBlobs();
    return has(commit);
  };
  await ends();
  expect(story.agent()).toMatchObject({ state: 'failed' });
  expect(story.agent().error?.said).toContain('It is on far');
});

it('what is left in Redis for a person is not taken away with the task', async () => {
  const { story, broken, ends, isTriedFor } = await atWork();
  broken();
  await ends();
  await isTriedFor(400_000);
  const blob = story.agent().offer?.owed?.work.blob ?? '';
  expect(story.cluster.blobs).toContain(blob);
  // By the id of its task all that came with that is dropped.
  expect(blob).not.toContain('-a-1234-');
});

it('an end that can not be read ends its agent with words, and its work is taken all the same', async () => {
  const { story, link, work, ends } = await atWork();
  const { complete } = story.cluster;
  story.cluster.complete = (body) => complete({ ...(body as object), state: 'perfected' });
  await ends();
  expect(link.asked).toContain('seen');
  expect(story.agent()).toMatchObject({ state: 'failed', process: null });
  expect(story.agent().error?.said).toContain('far has ended it in words that this version can not read');
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
});

it('an end of which nothing can be read ends its agent, too, but never a newer run of it', async () => {
  const { story, ends } = await atWork();
  const { complete } = story.cluster;
  story.cluster.complete = () => complete('gibberish');
  await ends();
  expect(story.agent()).toMatchObject({ state: 'failed', process: null });

  const next = await atWork();
  await next.story.cluster.end({ task: 'a-1234', fence: 0, by: 'far', body: 'gibberish' });
  await next.story.rest();
  expect(next.story.agent()).toMatchObject({ state: 'working' });
});

it('what it failed of there is said once', async () => {
  const { story, ends } = await atWork();
  const error: OrchError = {
    kind: 'harness',
    tried: 'run claude for fix-1234-2',
    said: 'exit code 1, 0.3 s after its start: no such model',
    next: 'Press r to run it again, or read `orch-tui logs fix-1234-2`',
  };
  await ends({ state: 'failed', result: null, error });
  expect(story.agent().error?.said).toBe('exit code 1, 0.3 s after its start: no such model');
  expect(story.agent().error?.next).toContain('on far');
  expect(story.agent().why.evidence).toBe('exit code 1, 0.3 s after its start: no such model');
  const exited = story.events.find(({ type }) => type === 'agent.exited');
  expect(exited === undefined ? null : timelineText(stamp(exited, 1))).toBe('ended: exit code 1, 0.3 s after its start: no such model');
});
