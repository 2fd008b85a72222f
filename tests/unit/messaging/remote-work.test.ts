// An agent's work on another machine, both sides: taken, begun, told of, asked, given back; taken over when its node is lost, and done to its end once.
import { expect, it } from 'vitest';
import { Sealer } from '../../../src/core/messaging/sealed.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail } from '../../../src/core/model/error.js';
import type { OwnerNews } from '../../../src/core/model/remote.js';
import { remoteStory } from '../../helpers/remote-story.js';

it('is done there and brought here, and its end is told after its work is here', async () => {
  const story = remoteStory();
  const { link, carrier, said } = await story.addWorker('far');
  const started = story.start();
  await story.rest();
  expect(await started).toMatchObject({ ok: true, value: { process: { pid: 0 } } });
  expect(link.asked.find((line) => line.startsWith('run'))).toBe('run fix-1234-2: task of a-1234');
  expect(story.agent()).toMatchObject({ state: 'working', node: 'far', why: { rule: 'node.far', source: 'structured' } });

  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
  expect(story.types().slice(-2)).toEqual(['agent.checkpointed', 'agent.exited']);
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null });
  expect(said.at(-1)).toBe('fix: done, and its owner has it');
  expect(link.asked).toContain('seen');
});

it('is not over before its CLI has ended there: only then it is known what it has used', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.shows({ state: 'done', result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.types()).not.toContain('agent.exited');
  const usage = { inputTokens: 1200, outputTokens: 40, costUsd: 0.01, estimated: false };
  link.shows({ pid: null, usage });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null, usage });
});

it('what several runs and nodes have used is counted together, each time once', async () => {
  const used = (inputTokens: number) => ({ inputTokens, outputTokens: 10, costUsd: inputTokens / 100, estimated: false });
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  link.shows({ usage: used(100) });
  await story.rest();
  // Another worker of that machine goes on with the same agent, which tells all that it has ever used.
  story.cluster.kill('far');
  await story.addWorker('far', { link });
  await story.passes(6000);
  link.shows({ usage: { ...used(150), outputTokens: 25 } });
  await story.rest();
  expect(story.agent().usage).toMatchObject({ inputTokens: 150, outputTokens: 25, costUsd: 1.5 });
  story.cluster.cut('far');
  const next = await story.addWorker('near');
  story.cluster.lose('far');
  await story.rest();
  expect(story.agent().node).toBe('near');
  // More at its first word than the other had told by then.
  next.link.shows({ usage: used(200) });
  await story.rest();
  expect(story.agent().usage).toMatchObject({ inputTokens: 350, outputTokens: 35 });
  next.link.shows({ usage: used(400) });
  await story.rest();
  expect(story.agent().usage).toMatchObject({ inputTokens: 550 });
});

it('asks its owner what it asks, and is answered, told and stopped from there', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const question = { kind: 'permission', text: 'May I?', options: ['yes', 'no'], digest: 'd1' } as const;
  link.shows({ state: 'waiting', question });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'waiting', question: { text: 'May I?', digest: 'd1' } });
  await story.agents.answer('a-1234', 'd1', 'yes');
  expect(await story.agents.send('a-1234', 'hurry', true)).toMatchObject({ ok: true });
  story.agents.interrupt('a-1234');
  await story.rest();
  expect(link.asked.filter((line) => /^(?:answer|send|interrupt)/.test(line))).toEqual(['answer yes', 'send hurry', 'interrupt']);
  story.dispatch({ type: 'agent.stopRequested', agent: 'a-1234' });
  await story.agents.stop('a-1234');
  expect(story.agent()).toMatchObject({ state: 'stopped', process: null });
});

it('what its own rules there are asked is not told to its owner', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  link.shows({ state: 'waiting', question: { kind: 'permission', text: 'May I?', options: [], digest: 'd1', with: 'policy' } });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'working', question: null });
});

it('shows its screen only while somebody looks', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.passes(3000);
  expect(link.asked).not.toContain('terminalAfter');
  const looked = story.agents.look('a-1234');
  await story.passes(1000);
  await looked;
  expect(story.shown[0]).toBe('screen');
});

it('a node that is lost has its task taken over, from what was saved of it, and is refused when it comes back', async () => {
  const story = remoteStory();
  const lost = await story.addWorker('far');
  void story.start();
  await story.rest();
  const saved = story.commits.make(story.first);
  lost.carrier.stands = saved;
  lost.link.shows({ state: 'idle' });
  await story.rest();
  expect(story.agent().offer?.checkpoint).toBe(saved);

  story.cluster.cut('far');
  const next = await story.addWorker('near');
  story.cluster.lose('far');
  await story.rest();
  expect(story.agent()).toMatchObject({ node: 'near', offer: { fence: 3, checkpoint: saved } });
  expect(next.carrier.has1.has(saved)).toBe(true);
  expect(next.link.asked.find((line) => line.startsWith('run'))).toMatch(/^run fix-1234-3: task of a-1234\n\nThis was begun before/);
  // With what was saved all of it may be done.
  expect([lost, next].map(({ link }) => link.orders[0]?.part?.hasWork)).toEqual([undefined, true]);

  const theirs = story.commits.make(saved);
  lost.carrier.stands = theirs;
  lost.link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: theirs, path: null } });
  await story.passes(10_000);
  expect(story.types()).not.toContain('agent.exited');
  story.cluster.restore('far');
  await story.passes(10_000);
  expect(story.types()).not.toContain('agent.exited');
  expect(lost.carrier.refs.get('refs/orch/rescue/fix-1234-2')).toBe(theirs);
  expect(lost.said.at(-1)).toContain('kept as refs/orch/rescue/fix-1234-2 in /clone/far');

  const ours = story.commits.make(saved);
  next.link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: ours, path: null } });
  await story.rest();
  expect(story.types().filter((type) => type === 'agent.exited')).toHaveLength(1);
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(ours);
});

it('a node that was cut off and still has the task gives its work when it is back', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  story.cluster.cut('far');
  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.passes(20_000);
  expect(story.agent().state).toBe('working');
  story.cluster.restore('far');
  await story.passes(5000);
  expect(story.agent().state).toBe('finishing');
});

it('a task that comes to the same machine again goes on there, under the new hold', async () => {
  const story = remoteStory();
  const { link, carrier, said } = await story.addWorker('far', { slots: 2 });
  void story.start();
  await story.rest();
  story.cluster.lose('far');
  await story.passes(10_000);
  expect(link.asked.filter((line) => line.startsWith('run'))).toHaveLength(1);
  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(said.at(-1)).toBe('fix: done, and its owner has it');
  expect(story.agent().state).toBe('finishing');
});

it('a worker that was killed and is started anew goes on with the agent that it had begun', async () => {
  const story = remoteStory();
  const killed = await story.addWorker('far');
  void story.start();
  await story.rest();
  story.cluster.cut('far');
  story.cluster.lose('far');
  story.cluster.restore('far');
  const anew = await story.addWorker('far', { link: killed.link });
  await story.passes(3000);
  expect(anew.said).toContain('fix: fix-1234-2 is at work in /clone/far');
  expect(killed.link.asked.filter((line) => line.startsWith('run'))).toHaveLength(1);
});

it('a worker that ends gives back what it has, with what was done, and another goes on', async () => {
  const story = remoteStory();
  const first = await story.addWorker('far');
  void story.start();
  await story.rest();
  const half = story.commits.make(story.first);
  first.carrier.stands = half;
  const next = await story.addWorker('near');
  await first.worker.stop();
  await story.rest();
  expect(first.link.asked).toContain('stop');
  expect(story.notices).toContain('far has given fix back: this worker ends');
  expect(story.agent()).toMatchObject({ node: 'near', offer: { checkpoint: half } });
  expect(next.link.asked.some((line) => line.startsWith('run fix-1234-'))).toBe(true);
});

it('a worker that can not do it says why, on both sides, and nobody waits for ever', async () => {
  const story = remoteStory();
  const { said } = await story.addWorker('far', { refuses: 'it works in another repository' });
  const started = story.start();
  await story.rest();
  expect(await started).toMatchObject({ ok: false, error: { said: 'it works in another repository' } });
  expect(said[0]).toContain('it works in another repository');
});

it('a host that comes after a crash hears of it again, and takes its end', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  story.agents.dispose();
  story.dispatch({ type: 'host.started', pid: 2, version: '1', bootId: null });
  story.newOwner().begin();
  const work = story.commits.make(story.first);
  carrier.stands = work;
  await story.passes(6000);
  expect(story.agent()).toMatchObject({ state: 'working', node: 'far' });
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.agent().state).toBe('finishing');
});

it('what somebody repeats or makes up is not heard', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const asked = link.asked.length;
  for (const news of [...story.cluster.said]) story.cluster.repeat(news);
  const forged = { kind: 'order', id: 9, order: { what: 'send', text: 'rm -rf /', wait: false } };
  story.cluster.repeat({
    topic: 'worker:far',
    from: 'home',
    body: { task: 'a-1234', fence: 2, session: '0'.repeat(16), turn: 1, body: forged, signature: '0'.repeat(64) },
  });
  await story.rest();
  expect(link.asked.slice(asked)).toEqual([]);
});

it('what was said to an earlier hold of the same task is not for the one that has it now', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const sealer = new Sealer('secret');
  const say = (fence: number, body: OwnerNews) =>
    story.cluster.repeat({ topic: 'worker:far', from: 'home', body: sealer.seal('worker:far', { task: 'a-1234', fence, body }) });
  expect(story.agent().offer?.fence).toBe(2);
  const asked = link.asked.length;
  say(0, { kind: 'order', id: 9, order: { what: 'stop' } });
  say(0, { kind: 'dismissed', error: { kind: 'conflict', tried: 'go on', said: 'another has it', next: '' } });
  say(1, { kind: 'keys', data: 'eA==' });
  await story.rest();
  expect(link.asked.slice(asked)).toEqual([]);
  say(2, { kind: 'order', id: 9, order: { what: 'interrupt' } });
  await story.rest();
  expect(link.asked.slice(asked)).toEqual(['interrupt']);
});

it('whoever took an offer that is out of date does not take it from whoever has it', async () => {
  const story = remoteStory();
  await story.addWorker('far');
  void story.start();
  await story.rest();
  story.cluster.kill('far');
  story.cluster.lose('far');
  await story.passes(40_000);
  const next = await story.addWorker('near');
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'working', node: 'near' });
  const { fence } = story.agent().offer ?? {};
  const body = { kind: 'taken', known: [] } as const;
  story.cluster.repeat({
    topic: 'owner:home',
    from: 'far',
    body: new Sealer('secret').seal('owner:home', { task: 'a-1234', fence: 1, body }),
  });
  await story.passes(10_000);
  expect(story.agent()).toMatchObject({ state: 'working', node: 'near', offer: { fence } });
  expect(next.link.asked).not.toContain('stop');
});

it('a worker that was killed and comes back under its name goes on with what still runs there, and begins nothing twice', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  story.cluster.kill('far');
  const again = await story.addWorker('far', { link });
  await story.passes(6000);
  expect(link.asked.filter((line) => line.startsWith('run'))).toHaveLength(1);
  expect(link.asked).not.toContain('stop');
  const work = story.commits.make(story.first);
  again.carrier.stands = work;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null });
});

it('a Redis that comes back with nothing loses no task: what waits and what is at work is offered anew', async () => {
  const story = remoteStory();
  const started = story.start();
  await story.rest();
  story.cluster.forget();
  await story.rest();
  const { link, carrier } = await story.addWorker('far');
  await story.rest();
  expect(await started).toMatchObject({ ok: true });
  story.cluster.forget();
  await story.passes(20_000);
  expect(story.agent()).toMatchObject({ state: 'working', node: 'far' });
  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.passes(5000);
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null });
});

it('a node whose clock is slow is no lost one', async () => {
  const story = remoteStory();
  story.cluster.slows('far', 3_600_000);
  const { worker } = await story.addWorker('far');
  void story.start();
  await story.rest();
  await story.passes(120_000);
  expect(worker.busy).toBe(1);
  expect(story.notices.filter((text) => text.includes('no sign of life'))).toEqual([]);
});

it('work that can not be fetched because the broker goes away just then comes again', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const work = story.commits.make(story.first);
  carrier.stands = work;
  const has = story.carrier.has;
  story.carrier.has = async (commit) => {
    if (commit === work) story.cluster.cut('home');
    return has(commit);
  };
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.types()).not.toContain('agent.exited');
  story.carrier.has = has;
  story.cluster.restore('home');
  await story.rest();
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null });
});

it('a text that is too long to be told is refused at once, not offered for ever', async () => {
  const story = remoteStory();
  await story.addWorker('far');
  const started = await story.agents.start({ ...story.agent(), text: 'x'.repeat(300_000) }, 'start', null);
  expect(started).toMatchObject({ ok: false, error: { said: 'its text has more than 256 KB' } });
  expect(story.types()).not.toContain('agent.offered');
});

it('what was begun under an older offer does not end the newer one, also on the same machine', async () => {
  const story = remoteStory();
  void story.start();
  // Its state is not told at the moment at which nodes are looked at.
  await story.passes(3000);
  const { link, carrier } = await story.addWorker('far', { slots: 3 });
  await story.rest();
  const work = story.commits.make(story.first);
  carrier.stands = work;
  story.cluster.lose('far');
  for (let left = DEFAULT_CONFIG.registry.heartbeatSeconds; story.agent().offer?.fence === 2 && left > 0; left -= 1)
    await story.passes(1000);
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.passes(10_000);
  expect(story.notices.filter((text) => text.includes('too late'))).toEqual([]);
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null });
});

it('a node that is gone is told of once, however long it takes until that can be seen to', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  let comes: () => void = () => undefined;
  const unbundle = story.carrier.unbundle.bind(story.carrier);
  story.carrier.unbundle = async (order) => {
    await new Promise<void>((resolve) => {
      comes = resolve;
    });
    return unbundle(order);
  };
  carrier.stands = story.commits.make(story.first);
  link.shows({ state: 'idle' });
  await story.rest();
  story.cluster.cut('far');
  story.cluster.lose('far');
  await story.passes(95_000);
  comes();
  await story.rest();
  expect(story.notices.filter((text) => text.includes('is offered to other nodes again'))).toEqual([
    'far gives no sign of life: fix is offered to other nodes again',
  ]);
  expect(story.agent()).toMatchObject({ offer: { fence: 3, checkpoint: carrier.stands } });
  expect(story.agent().node).toBeUndefined();
});

it('one that is done there and whose work can not be given is not done here', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  carrier.snapshot = async () => fail({ kind: 'git', tried: 'save the work', said: 'no space left on device', next: 'Make room' }) as never;
  link.shows({ state: 'done', pid: null, result: null });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'failed', error: { kind: 'git', said: 'no space left on device' } });
});

it('waits where Redis is away when it is to be offered, and is offered when that is back', async () => {
  const story = remoteStory();
  await story.addWorker('far');
  story.cluster.cut('home');
  const started = story.start();
  await story.rest();
  expect(story.agent().state).toBe('starting');
  story.cluster.restore('home');
  await story.rest();
  expect(await started).toMatchObject({ ok: true });
  expect(story.agent()).toMatchObject({ state: 'working', node: 'far' });
});

it('its end is given alone: what was being saved just then is broken off, and never stands over it', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const [half, whole] = [story.commits.make(story.first), story.commits.make(story.first)];
  const bundled: string[] = [];
  let letOn = (): void => undefined;
  const isSlow = new Promise<void>((resolve) => {
    letOn = resolve;
  });
  const { bundle } = carrier;
  carrier.bundle = async (order) => {
    bundled.push(order.commit);
    if (order.commit === half) await isSlow;
    return bundle(order);
  };
  carrier.stands = half;
  await story.passes(120_000);
  carrier.stands = whole;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: whole, path: null } });
  await story.rest();
  expect(bundled).toEqual([half]);
  expect(carrier.ends?.aborted).toBe(true);
  letOn();
  await story.rest();
  expect(bundled).toEqual([half, whole]);
  expect(story.agent()).toMatchObject({ state: 'finishing', process: null });
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(whole);
});
