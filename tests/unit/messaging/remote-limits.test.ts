// A limit that keeps an agent of another machine from going on: told here with its kind and its time, and seen to there.
import { expect, it } from 'vitest';
import { readWorkerNews } from '../../../src/core/messaging/remote-wire.js';
import type { AgentStatus } from '../../../src/core/model/status.js';
import { agentStatus } from '../../../src/core/state/status.js';
import { worthKnowing } from '../../../src/core/view/worth-knowing.js';
import { remoteStory } from '../../helpers/remote-story.js';

const UNTIL = '2026-11-27T14:00:00.000Z';
const WHY: AgentStatus['why'] = { source: 'structured', rule: 'claude.limit', evidence: 'usage limit reached', at: UNTIL };
const LIMIT = { kind: 'usage-limit', until: UNTIL, next: 'go-on' } as const;

async function limited(changes: Partial<AgentStatus>) {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  link.shows({ why: WHY, ...changes });
  await story.rest();
  return { ...story, link };
}

it('is shown as that of an agent of here, and nobody here does anything about it', async () => {
  const story = await limited({ state: 'limited', limit: LIMIT });
  expect(story.agent()).toMatchObject({ state: 'limited', limit: { kind: 'usage-limit', until: UNTIL, next: 'there' } });
  expect(worthKnowing(story.agent(), Date.parse(UNTIL) - 1)).toMatch(/^until \d\d:\d\d$/);
  expect(agentStatus(story.agent(), { goals: {} } as never).limit).toEqual({ kind: 'usage-limit', until: UNTIL, next: 'there' });
  await story.passes(10_000);
  expect(story.agent().state).toBe('limited');
  story.link.shows({ state: 'working', limit: null });
  await story.rest();
  expect(story.agent().state).toBe('working');
  expect(story.agent().limit).toBeUndefined();
});

it('one that its node leaves to a person waits here, and says where to log in', async () => {
  const story = await limited({ state: 'waiting', limit: { kind: 'auth', until: null, next: 'person' } });
  expect(story.agent()).toMatchObject({
    state: 'waiting',
    limit: { kind: 'auth', next: 'person' },
    error: {
      kind: 'limit',
      said: 'not logged in: usage limit reached',
      next: expect.stringMatching(/^It runs on far\. Log in to its CLI/),
    },
  });
});

it('is past when its node is lost', async () => {
  const story = await limited({ state: 'limited', limit: LIMIT });
  story.cluster.lose('far');
  story.cluster.cut('far');
  await story.passes(60_000);
  expect(story.agent()).toMatchObject({ state: 'unknown' });
  expect(story.agent().limit).toBeUndefined();
});

it('of a node that does not tell it the state is unknown, as before', async () => {
  const story = await limited({ state: 'limited', limit: null });
  expect(story.agent()).toMatchObject({ state: 'unknown', why: { evidence: 'usage limit reached' } });
});

it('what is no kind and no time of ours is dropped, and the state is read all the same', () => {
  const state = {
    state: 'limited',
    source: 'structured',
    rule: 'r',
    evidence: 'e',
    question: null,
    title: null,
    progress: null,
    usage: null,
    diff: null,
  };
  const read = (limit: unknown) => readWorkerNews({ kind: 'state', state: { ...state, limit } });
  expect(read({ kind: 'auth', until: UNTIL })).toMatchObject({ state: { limit: { kind: 'auth', until: UNTIL } } });
  expect(read({ kind: 'of later', until: null })).toMatchObject({ state: { state: 'limited', limit: null } });
  expect(read({ kind: 'auth', until: '\u001b[2Jsoon' })).toMatchObject({ state: { limit: null } });
  expect(readWorkerNews({ kind: 'state', state })).toMatchObject({ state: { state: 'limited' } });
});
