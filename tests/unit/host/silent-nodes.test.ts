// Which nodes give no answer: by what is told them, asked of them and read of them; nothing of it stays once they are heard again.
import { expect, it } from 'vitest';
import { SilentNodes } from '../../../src/host/network/silent-nodes.js';
import { FakeCluster } from '../../helpers/fake-broker.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const SAID = 'far does not answer: keys are not typed until it does';

async function watched({ heartbeatSeconds }: { readonly heartbeatSeconds?: number } = {}) {
  const clock = new FakeClock();
  const cluster = new FakeCluster(clock);
  const [here, far] = [cluster.broker('here'), cluster.broker('far')];
  const counts = { changes: 0, looks: 0 };
  const said: string[] = [];
  const broker = {
    ...here,
    get condition() {
      return here.condition;
    },
    nodes: () => {
      counts.looks += 1;
      return here.nodes();
    },
  };
  const silent = new SilentNodes({
    clock,
    heartbeatMs: 10_000,
    broker: () => broker,
    onChange: () => {
      counts.changes += 1;
    },
    say: (text) => void said.push(text),
  });
  const node = { version: '1', slots: 1, busy: 0, labels: [] };
  const farBeats = () => far.announce({ ...node, name: 'far', kind: 'worker', ...(heartbeatSeconds ? { heartbeatSeconds } : {}) }, []);
  /** As a host does with each heartbeat of its own. */
  const beat = async ({ isRenewed = true } = {}) => {
    if (isRenewed) await here.announce({ ...node, name: 'here', kind: 'host' }, []);
    await silent.look(broker);
  };
  /** Heartbeats of ours in which the other one is not heard. */
  const beatsAlone = async (count: number, how = {}) => {
    for (let turn = 0; turn < count; turn += 1) {
      clock.advance(10_000);
      await beat(how);
    }
  };
  const rest = () => new Promise<void>((resolve) => setImmediate(resolve));
  await farBeats();
  await beat();
  return { silent, clock, cluster, counts, said, farBeats, beat, beatsAlone, rest };
}

it('one that nobody hears is silent since its last word, until something reaches it', async () => {
  const { silent, clock, said, counts, rest } = await watched();
  clock.advance(4000);
  silent.heard('far');
  clock.advance(40_000);
  silent.reached('far', 0, false);
  await rest();
  expect([silent.since('far'), said]).toEqual(['2026-11-21T12:00:04.000Z', []]);
  silent.reached('far', 0, true);
  silent.reached('far', 0, true);
  expect([silent.takesKeys('far'), said, counts.changes]).toEqual([true, [SAID], 1]);
  silent.reached('far', 1, true);
  expect([silent.since('far'), counts.changes]).toEqual([null, 2]);
  silent.reached('far', 0, true);
  expect(said).toEqual([SAID, SAID]);
});

it('a heartbeat from before its silence is no sign of life, and the next one is', async () => {
  const { silent, clock, farBeats, beat, rest } = await watched();
  clock.advance(3000);
  await farBeats();
  silent.reached('far', 0, false);
  await rest();
  await beat();
  expect(silent.since('far')).not.toBeNull();
  clock.advance(3000);
  await farBeats();
  await beat();
  expect(silent.since('far')).toBeNull();
});

it('the first heartbeat after its silence ends that, also where none had come just before it', async () => {
  const { silent, clock, farBeats, beat, rest } = await watched();
  clock.advance(3000);
  silent.reached('far', 0, false);
  await rest();
  clock.advance(3000);
  await farBeats();
  await beat();
  expect(silent.since('far')).toBeNull();
});

it('one that has missed more than two heartbeats is silent, and takes no keys until it is heard', async () => {
  const { silent, farBeats, beat, beatsAlone, said } = await watched();
  await beatsAlone(2);
  expect(silent.since('far')).toBeNull();
  await beatsAlone(1);
  expect([silent.since('far'), silent.takesKeys('far')]).toEqual(['2026-11-21T12:00:00.000Z', false]);
  // Its line is there still: what it is told lies on the way.
  silent.reached('far', 1, false);
  silent.notTyped('far');
  silent.notTyped('far');
  expect([silent.since('far') === null, said]).toEqual([false, [SAID]]);
  await farBeats();
  await beat();
  expect([silent.since('far'), silent.takesKeys('far')]).toEqual([null, true]);
});

it('one whose heartbeats are rarer than ours is waited for by its own', async () => {
  const { silent, beatsAlone } = await watched({ heartbeatSeconds: 30 });
  await beatsAlone(7);
  expect(silent.since('far')).toBeNull();
  await beatsAlone(1);
  expect(silent.since('far')).not.toBeNull();
});

it('whoever was cut off itself, or renews nothing, says nothing of others', async () => {
  const { silent, cluster, clock, beat, beatsAlone } = await watched();
  cluster.cut('here');
  clock.advance(60_000);
  cluster.restore('here');
  await beat();
  expect(silent.since('far')).toBeNull();
  await beatsAlone(4, { isRenewed: false });
  expect(silent.since('far')).toBeNull();
  await beatsAlone(1);
  expect(silent.since('far')).not.toBeNull();
});

it('is forgotten with its last entry', async () => {
  const { silent, cluster, beatsAlone } = await watched();
  await beatsAlone(3);
  cluster.lose('far');
  await beatsAlone(1);
  expect(silent.since('far')).toBeNull();
});

it('reads who is there once in a heartbeat, and more often only while somebody is silent', async () => {
  const { silent, clock, counts, beat, rest } = await watched();
  for (let turn = 0; turn < 10; turn += 1) {
    clock.advance(400);
    await beat();
  }
  expect(counts.looks).toBe(1);
  silent.reached('far', 0, false);
  await rest();
  await beat();
  expect(counts.looks).toBe(3);
});

async function doubted() {
  const story = await watched();
  const asked: (() => void)[] = [];
  story.clock.advance(10_000);
  const doubt = () => void story.silent.doubt('far', () => new Promise<void>((resolve) => asked.push(resolve)));
  const passes = async (ms: number) => {
    story.clock.advance(ms);
    await story.rest();
  };
  return { ...story, asked, doubt, passes };
}

it('one that keys go to and nothing comes from is asked, once at a time, and is silent without an answer', async () => {
  const { silent, said, asked, doubt, passes } = await doubted();
  doubt();
  await passes(1900);
  doubt();
  expect(asked).toHaveLength(0);
  await passes(100);
  doubt();
  expect(asked).toHaveLength(1);
  await passes(4000);
  asked.shift()?.();
  await passes(0);
  expect([silent.takesKeys('far'), said]).toEqual([false, [SAID]]);
  // It is asked at once whether it is there again.
  doubt();
  expect(asked).toHaveLength(1);
  // One that was only busy.
  silent.heard('far');
  asked.shift()?.();
  await passes(0);
  expect([silent.since('far'), silent.takesKeys('far'), said]).toEqual([null, true, [SAID]]);
});

it('one whose screen goes on is not asked, and is when that ends in the middle of what is typed', async () => {
  const { silent, clock, asked, doubt, passes } = await doubted();
  for (let turn = 0; turn < 5; turn += 1) {
    doubt();
    await passes(100);
    silent.heard('far');
    await passes(600);
  }
  await passes(5000);
  expect([asked, clock.timers]).toEqual([[], 0]);
  doubt();
  await passes(100);
  silent.heard('far');
  await passes(100);
  doubt();
  await passes(4000);
  await passes(2000);
  expect(asked).toHaveLength(1);
});

it('a question that could not be put, or was answered, says nothing', async () => {
  const { silent, asked, doubt, passes } = await doubted();
  doubt();
  await passes(2000);
  asked.shift()?.();
  await passes(0);
  expect(silent.since('far')).toBeNull();
  doubt();
  await passes(2000);
  await passes(3900);
  silent.heard('far');
  await passes(100);
  asked.shift()?.();
  await passes(0);
  expect(silent.since('far')).toBeNull();
});
