// What those below an agent elsewhere ask, whatever happens in whichever order: answered once, told once, and open nowhere when all is over.
import { expect, it } from 'vitest';
import { newAgent } from '../../helpers/fold-events.js';
import { readAll } from '../../helpers/post-fixture.js';
import { remoteStory } from '../../helpers/remote-story.js';

/** The same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function begun() {
  const story = remoteStory({ others: [newAgent('a-boss', { name: 'boss' })], parent: 'a-boss' });
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const mine = () =>
    story
      .post()
      .list({ party: 'person', of: 'all', limit: 100 })
      .filter(({ message }) => message.to_agent === 'person' && message.type === 'question');
  return { ...story, link, mine };
}

type Story = Awaited<ReturnType<typeof begun>>;

const reply = async ({ post, mine }: Story) => {
  const id = mine().at(-1)?.message.id;
  if (id === undefined) return;
  await post().send({ from: 'person', to: ['a-1234'], type: 'answer', payload: { text: '80', inReplyTo: id } });
  await post().acknowledge([id]);
};

const STEPS: Readonly<Record<string, (story: Story) => unknown>> = {
  'it asks': async ({ link }) => {
    if (link.isAskedBelow === null) await link.asksBelow('Which port?', ['80', '8080']);
  },
  'it is replied to here': reply,
  'it is answered there': async ({ link }) => {
    if (link.isAskedBelow !== null) await link.answersBelow('8080');
  },
  'it is answered in both ways': async (story) => {
    const { link } = story;
    if (link.isAskedBelow !== null) await Promise.all([reply(story), link.answersBelow('8080'), link.answersBelow('80')]);
  },
  'the host there is killed': ({ link }) => link.restarts(),
  'the host here is killed': ({ restartsHome }) => restartsHome(),
  'it is cut off': ({ cluster }) => cluster.cut('far'),
  'it is back': ({ cluster }) => cluster.restore('far'),
  'a moment passes': ({ passes }) => passes(1000),
  'time passes': ({ passes }) => passes(6000),
};

it.each(Array.from({ length: 40 }, (_, seed) => [seed + 1]))('whatever happens (%i)', async (seed) => {
  const story = await begun();
  const { link, cluster, passes, rest, mine, agent } = story;
  const next = numbers(seed);
  const names = Object.keys(STEPS);
  const done: string[] = [];
  const ids = new Set<string>();
  for (let step = 0; step < 14; step += 1) {
    const name = names[next(names.length)] ?? '';
    done.push(name);
    await STEPS[name]?.(story);
    if (next(2) === 0) await rest();
    if (link.isAskedBelow !== null) ids.add(link.isAskedBelow);
  }
  cluster.restore('far');
  await passes(12_000);
  const told = done.join(', ');
  const open = link.isAskedBelow;
  // Shown once at most, and unread only while it waits.
  expect(new Set(mine().map(({ message }) => message.id)).size, told).toBe(mine().length);
  expect(agent().asksBelow ?? [], told).toEqual(open === null ? [] : [open]);
  for (const { message, state } of mine()) if (state === 'queued') expect(message.id, told).toBe(open);
  if (open !== null) {
    expect(
      mine().map(({ message }) => message.id),
      told,
    ).toContain(open);
    await story.post().send({ from: 'person', to: ['a-1234'], type: 'answer', payload: { text: '2', inReplyTo: open } });
    await passes(6000);
    expect(link.isAskedBelow, told).toBeNull();
  }
  expect(agent().asksBelow, told).toBeUndefined();
  const answers = (await readAll(link.post, 'a-below')).map(({ message: { payload } }) => payload.inReplyTo);
  for (const id of answers) expect([...ids], told).toContain(id);
  expect(new Set(answers).size, told).toBe(answers.length);
  link.shows({ state: 'done', pid: null });
  await passes(1000);
  expect(
    mine().filter(({ state }) => state === 'queued'),
    told,
  ).toEqual([]);
});
