// Agents that send on to each other for ever, over three or more of them, are found; questions and answers of many are not taken for that.
import { describe, expect, test } from 'vitest';
import { CircleWatch } from '../../../src/core/messaging/circle-watch.js';
import type { Party } from '../../../src/core/model/message.js';
import { openTestPost, readAll, textsOf } from '../../helpers/post-fixture.js';

const HOUR_MS = 3_600_000;
/** Of two agents within an hour, as configured by default; so many of a circle too. */
const MOST = 150;

function named(count: number, by = 'a'): readonly Party[] {
  return Array.from({ length: count }, (_, at) => `${by}${at + 1}`);
}

/** The same numbers for the same seed (mulberry32). */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

function openCircle() {
  const fixture = openTestPost();
  const { post, clock } = fixture;
  const tell = (from: Party, to: readonly Party[], inReplyTo?: string) =>
    post.send({ from, to, type: 'message', payload: { text: 'go on', ...(inReplyTo === undefined ? {} : { inReplyTo }) } });
  /** Its words are read by the other; what it was told where it was refused. */
  const pass = async (from: Party, to: Party): Promise<string | null> => {
    const sent = await tell(from, [to]);
    await readAll(post, to);
    return sent.ok ? null : sent.error.said;
  };
  /** Each sends to the next, the last one to the first. Gives how many were sent until one was refused, and with which words; null: none was. */
  const goRound = async (agents: readonly Party[], { most, everyMs }: { readonly most: number; readonly everyMs: number }) => {
    for (let count = 0; count < most; count++) {
      clock.advance(everyMs);
      const from = agents[count % agents.length] as Party;
      const said = await pass(from, agents[(count + 1) % agents.length] as Party);
      if (said !== null) return { count, from, said };
    }
    return null;
  };
  const told = async () => {
    await post.flush();
    return textsOf(post.list({ party: 'person', of: 'all', limit: 1000 })).filter((text) => text.startsWith('There are'));
  };
  return { ...fixture, tell, pass, goRound, told };
}

describe('a circle', () => {
  test.each([3, 4, 7, 12])('of %i agents that send on to each other is found within the hour, and stopped', async (size) => {
    const { goRound, told, post } = openCircle();
    const agents = named(size);
    const end = await goRound(agents, { most: 1000, everyMs: 20_000 });
    // What comes to somebody for the first time has not come round.
    expect(end?.count).toBe(MOST + size - 1);
    expect(end?.said).toMatch(/^more than 150 messages an hour in a circle: a/u);
    expect(await told()).toEqual([
      expect.stringMatching(/^There are more than 150 messages an hour in a circle: .* raise messages\.perMinute\.$/u),
    ]);
    const names = (await told())[0]?.match(/\ba\d+\b/gu) ?? [];
    expect(new Set(names).size).toBe(Math.min(size, 8));
    // Nothing of what was sent is lost.
    const sent = post.list({ party: null, of: 'all', limit: 1000 }).filter(({ message }) => message.to_agent !== 'person');
    expect(sent.filter(({ state }) => state === 'acknowledged')).toHaveLength(end?.count ?? 0);
  });

  test('as slow as three a minute is none: two agents may talk as much', async () => {
    const { goRound } = openCircle();
    expect(await goRound(named(3), { most: 500, everyMs: 25_000 })).toBeNull();
  });

  test('is told once, however often one of its agents tries again, and by whichever way round', async () => {
    const { goRound, tell, told, clock } = openCircle();
    const end = await goRound(named(4), { most: 1000, everyMs: 10_000 });
    for (let again = 0; again < 30; again++) {
      clock.advance(1000);
      expect(await tell(end?.from as Party, [named(4)[((end?.count ?? 0) + 1) % 4] as Party])).toMatchObject({ ok: false });
    }
    await goRound(named(4), { most: 1000, everyMs: 10_000 });
    await goRound(['a1', 'a3', 'a4', 'a2'], { most: 1000, everyMs: 10_000 });
    expect(await told()).toHaveLength(1);
  });

  test('goes on when it has rested, and is told again when it comes back', async () => {
    const { goRound, told, clock } = openCircle();
    await goRound(named(3), { most: 1000, everyMs: 10_000 });
    clock.advance(HOUR_MS);
    expect((await goRound(named(3), { most: 1000, everyMs: 10_000 }))?.count).toBe(MOST + 2);
    expect(await told()).toHaveLength(2);
  });

  test('that takes another agent each time is found too', async () => {
    const next = chance(7);
    const { pass, clock, told } = openCircle();
    const agents = named(6);
    let [from, before] = ['a1', ''];
    let said: string | null = null;
    for (let count = 0; count < 300 && said === null; count++) {
      clock.advance(15_000);
      const others = agents.filter((agent) => agent !== from && agent !== before);
      const to = others[next(others.length)] as Party;
      said = await pass(from, to);
      [before, from] = [from, to];
    }
    expect(said).toMatch(/in a circle/u);
    expect(await told()).toHaveLength(1);
  });

  test('is found although each of its agents says a word back to whom it got it from', async () => {
    const { pass, clock } = openCircle();
    const agents = named(4);
    let said: string | null = null;
    for (let count = 0; count < 300 && said === null; count++) {
      clock.advance(20_000);
      const [from, to] = [agents[count % 4] as Party, agents[(count + 1) % 4] as Party];
      said = await pass(from, to);
      if (said === null) await pass(to, from);
    }
    expect(said).toMatch(/in a circle/u);
  });

  test('is found although one of its agents is asked by others all the time', async () => {
    const { tell, post, clock } = openCircle();
    const agents = named(3);
    let refused: unknown = null;
    for (let count = 0; count < 300 && refused === null; count++) {
      clock.advance(20_000);
      const sent = await tell(agents[count % 3] as Party, [agents[(count + 1) % 3] as Party]);
      if (!sent.ok) refused = sent.error.said;
      // Each asks for the first time, and what came last is that question.
      await tell(`guest${count}`, ['a1']);
      for (const agent of agents) await readAll(post, agent);
    }
    expect(refused).toMatch(/in a circle/u);
  });

  test('is found where one of its agents answers the same message again and again', async () => {
    const { tell, post, pass, clock } = openCircle();
    const first = await tell('a1', ['a3']);
    await readAll(post, 'a3');
    const id = first.ok ? first.value[0]?.id : undefined;
    let refused = false;
    for (let count = 0; count < 100 && !refused; count++) {
      clock.advance(30_000);
      await pass('a1', 'a2');
      await pass('a2', 'a3');
      refused = !(await tell('a3', ['a1'], id)).ok;
      await readAll(post, 'a1');
    }
    expect(refused).toBe(true);
  });

  test('over two machines is found by the one that has two of its agents', async () => {
    const { post, tell, clock } = openCircle();
    let said: string | null = null;
    for (let count = 0; count < 100 && said === null; count++) {
      clock.advance(30_000);
      const sent = await tell('a1', ['far']);
      await post.acknowledge(sent.ok ? sent.value.map(({ id }) => id) : []);
      const back = {
        id: `f${count}`,
        type: 'message',
        from_agent: 'far',
        to_agent: 'a2',
        payload: { text: 'go on' },
        retry_count: 0,
      } as const;
      const timestamp = new Date(clock.now()).toISOString();
      await post.accept({ to: 'here', message: { ...back, timestamp }, fromName: 'far', toName: 'a2' });
      await readAll(post, 'a2');
      const on = await tell('a2', ['a1']);
      await readAll(post, 'a1');
      said = on.ok ? null : on.error.said;
      if (!sent.ok) said = sent.error.said;
    }
    expect(said).toMatch(/in a circle: /u);
  });
});

describe('who is in a circle', () => {
  async function stopped() {
    const circle = openCircle();
    const end = await circle.goRound(named(3), { most: 1000, everyMs: 10_000 });
    const from = end?.from as Party;
    const next = named(3)[((end?.count ?? 0) + 1) % 3] as Party;
    const before = named(3).find((agent) => agent !== from && agent !== next) as Party;
    return { ...circle, from, next, before };
  }

  test('reaches the person, the manager and others, and whom it got the last one from', async () => {
    const { tell, pass, from, before } = await stopped();
    for (const to of ['person', 'manager']) expect(await tell(from, [to])).toMatchObject({ ok: true });
    expect(await pass(from, before)).toBeNull();
    expect(await pass(from, 'outside')).toBeNull();
    expect(await pass('outside', from)).toBeNull();
    expect(await pass('outside', 'another')).toBeNull();
  });

  test('does not reach the next one, not even together with others', async () => {
    const { tell, pass, from, next } = await stopped();
    expect(await pass(from, next)).toMatch(/in a circle/u);
    expect(await tell(from, ['outside', next])).toMatchObject({ ok: false, error: { kind: 'denied' } });
  });

  test('does not reach it by one more agent between', async () => {
    const { pass, from, next } = await stopped();
    expect(await pass(from, 'outside')).toBeNull();
    expect(await pass('outside', next)).toMatch(/in a circle/u);
  });

  test.each(['message', 'task_assignment'] as const)('begins anew by a %s that stands for a beginning', async (type) => {
    const { post, pass, from, next } = await stopped();
    await post.send({ from: type === 'message' ? 'person' : 'outside', to: [from], type, payload: { text: 'do this' } });
    await readAll(post, from);
    expect(await pass(from, next)).toBeNull();
  });

  test('disturbs nobody else', async () => {
    const { goRound, told } = await stopped();
    expect(await goRound(named(4, 'b'), { most: 100, everyMs: 1000 })).toBeNull();
    expect(await told()).toHaveLength(1);
    expect((await goRound(named(4, 'b'), { most: 1000, everyMs: 10_000 }))?.said).toMatch(/in a circle: /u);
    expect(await told()).toHaveLength(2);
  });
});

describe('no circle', () => {
  const SEEDS = Array.from({ length: 12 }, (_, at) => at + 1);

  test.each(SEEDS)('is a coordinator that is asked by ten workers for two hours, seed %i', async (seed) => {
    const next = chance(seed);
    const { tell, post, clock, told } = openCircle();
    const workers = named(10, 'w');
    /** Questions that wait for an answer, by worker. */
    const open = new Map<Party, string>();
    await tell('chief', workers);
    const refused: string[] = [];
    let answers = 0;
    for (let at = 0; at < 2 * HOUR_MS; at += 20_000) {
      clock.advance(20_000);
      for (const worker of workers) {
        if (open.has(worker) || next(5) > 0) continue;
        await readAll(post, worker);
        const asked = await tell(worker, ['chief']);
        if (asked.ok) open.set(worker, asked.value[0]?.id ?? '');
        else refused.push(asked.error.said);
      }
      await readAll(post, 'chief');
      // Some with the id of the question, some without, in any order, and two of them also about what another asked.
      for (const [worker, id] of [...open].sort(() => next(3) - 1).slice(0, 1 + next(4))) {
        const said = await tell('chief', [worker], next(2) > 0 ? id : undefined);
        if (said.ok) answers += 1;
        else refused.push(said.error.said);
        open.delete(worker);
      }
    }
    expect(refused).toEqual([]);
    expect(answers).toBeGreaterThan(500);
    expect(await told()).toEqual([]);
  });

  test.each(SEEDS)('comes of whatever is said up and down a tree, seed %i', async (seed) => {
    const next = chance(seed);
    const { tell, post, clock } = openCircle();
    const agents = named(20);
    const parents = new Map(agents.slice(1).map((agent, at) => [agent, agents[next(at + 1)] as Party]));
    const pairs = [...parents];
    const refused: string[] = [];
    for (let step = 0; step < 3000; step++) {
      clock.advance(500 + next(2000));
      const [child, parent] = pairs[next(pairs.length)] as [Party, Party];
      const [from, to] = next(2) > 0 ? [child, parent] : [parent, child];
      const sent = await tell(from, [to]);
      if (!sent.ok) refused.push(sent.error.said);
      if (next(3) > 0) await readAll(post, agents[next(agents.length)] as Party);
    }
    expect(refused.filter((said) => said.includes('circle'))).toEqual([]);
  });

  test('is a chief that goes through its workers one after the other, all day', async () => {
    const { pass, clock } = openCircle();
    for (let count = 0; count < 600; count++) {
      const worker = `w${count % 8}`;
      clock.advance(5000);
      expect(await pass('chief', worker)).toBeNull();
      clock.advance(5000);
      expect(await pass(worker, 'chief')).toBeNull();
    }
  });

  test('are thirty that tell all others how far they are, six times an hour', async () => {
    const { tell, post, clock } = openCircle();
    const agents = named(30);
    for (let count = 0; count < 360; count++) {
      clock.advance(20_000);
      const from = agents[count % 30] as Party;
      const others = agents.filter((agent) => agent !== from);
      expect(await tell(from, others)).toMatchObject({ ok: true });
      for (const other of others) await readAll(post, other);
    }
  });
});

test.each([
  [3, 5000],
  [5, 20_000],
  [8, 20_000],
])('a storm, where each of %i answers all the others, is found and told', async (size, everyMs) => {
  const { tell, post, clock, told } = openCircle();
  const agents = named(size);
  await tell('a1', agents.slice(1));
  let refused: string | null = null;
  for (let round = 0; round < 1000 && refused === null; round++) {
    for (const agent of agents) {
      clock.advance(everyMs / size);
      if ((await readAll(post, agent)).length === 0) continue;
      const sent = await tell(
        agent,
        agents.filter((other) => other !== agent),
      );
      if (!sent.ok) refused = sent.error.said;
    }
  }
  expect(refused).toMatch(/^more than /u);
  expect(await told()).toHaveLength(1);
});

test('a chain of tens of thousands is not walked through with each message', () => {
  const watch = new CircleWatch(100_000);
  const agents = named(50);
  for (let at = 0; at < 40_000; at++) {
    const [from, to] = [agents[at % 50] as Party, agents[(at + 1) % 50] as Party];
    const step = watch.step(from, to, { inReplyTo: undefined, now: at });
    watch.sent(`m${at}`, step);
    watch.read(`m${at}`, at);
    expect(step.isTooMuch).toBe(false);
  }
});
