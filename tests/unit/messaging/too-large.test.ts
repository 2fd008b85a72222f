// What is too large to be told to another machine: refused with words where somebody waits, cut where that loses nothing, and told of once where not.
import { expect, it } from 'vitest';
import { Sealer } from '../../../src/core/messaging/sealed.js';
import { stateOf } from '../../../src/servers/worker/local-state.js';
import { remoteStory } from '../../helpers/remote-story.js';

const MEGABYTE = 1024 * 1024;

async function atWork() {
  const story = remoteStory();
  const far = await story.addWorker('far');
  void story.start();
  await story.rest();
  return { story, ...far };
}

it('an order is refused at once, with words, and nothing of it arrives', async () => {
  const { story, link } = await atWork();
  const sent = await story.agents.send('a-1234', 'x'.repeat(MEGABYTE), true);
  expect(sent).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringMatching(/^it has 1025 KB, .* at most 1024/u) } });
  expect(link.asked.filter((line) => line.startsWith('send'))).toEqual([]);
  expect(await story.agents.send('a-1234', 'y'.repeat(1000), true)).toMatchObject({ ok: true });
});

it('a task with what is said to it ends with words instead of being asked for again and again', async () => {
  const story = remoteStory();
  await story.addWorker('far');
  const started = story.agents.start(story.agent(), 'resume', 'z'.repeat(MEGABYTE));
  await story.rest();
  expect(await started).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringContaining('at most 1024') } });
});

it('what is typed goes in pieces, in order', async () => {
  const { story, link } = await atWork();
  const typed: string[] = [];
  const request = link.request;
  link.request = (async (method: string, params: { readonly data: string }) => {
    if (method !== 'terminalKeys') return request(method as never, params as never);
    typed.push(Buffer.from(params.data, 'base64').toString());
    return { ok: true, value: {} };
  }) as never;
  const text = `${'a'.repeat(MEGABYTE)}${'b'.repeat(MEGABYTE)}`;
  story.agents.type('a-1234', text);
  await story.rest();
  expect(typed.length).toBeGreaterThan(1);
  expect(typed.join('') === text).toBe(true);
});

it('a question is cut to what its owner reads', async () => {
  const { story, link } = await atWork();
  const options = Array.from({ length: 80 }, (_, at) => `${at} ${'o'.repeat(9000)}`);
  const question = { kind: 'choice', text: 'q'.repeat(MEGABYTE), options, digest: 'd1', command: 'c'.repeat(MEGABYTE) } as const;
  link.shows({ state: 'waiting', question });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'waiting', question: { digest: 'd1' } });
  expect(story.agent().question?.text.length).toBeLessThanOrEqual(4000);
  const told = link.agent === null ? null : stateOf(link.agent, null);
  expect(JSON.stringify(told).length).toBeLessThan(100_000);
});

it('what can not be told is said once at its sender, and what can not be read once at its receiver', async () => {
  const { story, link, said } = await atWork();
  link.request = (async () => {
    const data = Buffer.from('a'.repeat(2 * MEGABYTE)).toString('base64');
    return { ok: true, value: { data, isNew: true, mark: null, size: { cols: 80, rows: 24 } } };
  }) as never;
  void story.agents.look('a-1234');
  await story.passes(3000);
  expect(said.filter((line) => line.includes('at most 1024'))).toHaveLength(1);

  const sealer = new Sealer('secret');
  for (const kind of ['sung', 'danced', 'sung'])
    story.cluster.repeat({
      topic: 'owner:home',
      from: 'far',
      body: sealer.seal('owner:home', { task: 'a-1234', fence: 2, body: { kind } }),
    });
  await story.rest();
  expect(story.notices.filter((text) => text.includes('can not read'))).toHaveLength(1);
});

it('an answer to an order is cut to what its owner reads', async () => {
  const { story, link } = await atWork();
  link.request = (async () => ({ ok: true, value: { answer: 'a'.repeat(2 * MEGABYTE) } })) as never;
  const answered = await story.agents.answer('a-1234', 'd1', 'yes');
  expect(answered).toMatchObject({ ok: true, value: expect.stringMatching(/^a{3000,4000}/u) });
});
