// The host as such: how long it lives (decision 1), what it costs while nothing happens (promise 4), and a disk that takes no more.
import { describe, expect, it } from 'vitest';
import { fail, type Result } from '../../src/core/model/error.js';
import { OSC, ST } from '../../src/core/model/sequences.js';
import { type App, launch, launchApp, PLAIN_RUN } from '../helpers/launch-app.js';

const full: Result<void> = fail({ kind: 'storage', tried: 'save the state', said: 'no space left on device', next: 'Free some space' });

async function twentyIdle(app: App) {
  await app.run('agent', { count: 20, finish: 'keep' });
  for (let number = 1; number <= 20; number += 1) {
    app.agent(number).prints(`ready ${number}${OSC}0;✳ ready${ST}`);
    app.agent(number).says('working');
    app.agent(number).says('done');
  }
  await app.passes(60_000);
}

it('gives a task and a goal of the same words that begin at the same moment different names', async () => {
  const app = await launchApp();
  const task = {
    title: 'Mend it',
    text: 'Mend it.',
    role: null,
    after: [],
    done: null,
    artifact: null,
    verify: null,
    estimateMinutes: null,
  };
  const goal = { ...PLAIN_RUN, name: null, unattended: true, tasks: [{ ...task, id: 't1', kind: 'code' }] } as const;
  await Promise.all([app.ask('run', { ...goal, text: 'Mend all' }), app.ask('run', { ...PLAIN_RUN, name: null, text: 'Mend it' })]);
  await app.settled();
  expect([app.agentState(1), app.agentState(2)].map(({ name }) => name).sort()).toEqual(['mend-it', 'mend-it-2']);
});

it('gives a name that is ordered twice at the same moment to one agent', async () => {
  const app = await launchApp();
  const chosen = { ...PLAIN_RUN, text: 'Fix more', name: 'mine' };
  expect(await Promise.all([app.ask('run', chosen), app.ask('run', chosen)])).toMatchObject([
    { ok: true },
    { ok: false, error: { kind: 'usage' } },
  ]);
});

describe('the life of the host', () => {
  it('ends ten seconds after the last screen was closed', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.passes(600_000);
    expect(app.hasEnded).toBe(false);
    await app.me.press('q');
    await app.passes(9000);
    expect(app.hasEnded).toBe(false);
    await app.passes(2000);
    expect(app.hasEnded).toBe(true);
    expect(app.storage.isClosed).toBe(true);
  });

  it('a screen that comes in time keeps it', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.me.leaves();
    await app.passes(8000);
    const second = await app.open({ cols: 80, rows: 24 });
    await app.passes(60_000);
    expect(app.hasEnded).toBe(false);
    await second.leaves();
    await app.passes(11_000);
    expect(app.hasEnded).toBe(true);
  });

  it('does not end while an agent runs, is queued or waits for a person', async () => {
    const app = await launchApp({ config: { agents: { max: 1 } } });
    await app.run('first');
    await app.run('second');
    await app.passes(600_000);
    expect(app.hasEnded).toBe(false);
    app.agent(1).exits(0);
    await app.settled();
    app.agent(2).says('blocked');
    await app.passes(600_000);
    expect(app.agentState(2).state).toBe('waiting');
    expect(app.hasEnded).toBe(false);
    app.agent(2).exits(1);
    await app.passes(11_000);
    expect(app.hasEnded).toBe(true);
  });

  it('lives while a command waits for its answer', async () => {
    const app = await launchApp({ ports: { repository: { emptyTrash: () => new Promise(() => undefined) } } });
    void app.ask('trashEmpty', { olderThanDays: 0 });
    await app.passes(60_000);
    expect(app.hasEnded).toBe(false);
  });

  it.each(['statusAfter', 'eventsAfter'] as const)('does not live for %s, whose client may be long gone', async (method) => {
    const app = await launchApp();
    void app.ask(method, { seq: 1_000_000 });
    await app.passes(11_000);
    expect(app.hasEnded).toBe(true);
  });

  it('tells events as they come: from now on, or all since a number', async () => {
    const app = await launchApp();
    const { seq, events: before } = await app.request('eventsAfter', { seq: null });
    expect(before).toEqual([]);
    const next = app.ask('eventsAfter', { seq });
    await app.run('one');
    expect(await next).toMatchObject({ ok: true, value: { events: [{ seq: seq + 1, type: 'goal.submitted' }], missed: 0 } });
    const all = await app.request('eventsAfter', { seq: 0 });
    expect(all.events.map((event) => event.type)).toEqual(expect.arrayContaining(['host.started', 'goal.submitted', 'agent.started']));
  });

  it('a host that nobody ever needed ends, too', async () => {
    const app = await launchApp();
    await app.passes(11_000);
    expect(app.hasEnded).toBe(true);
  });

  it('Q asks, stops the agents, tells every screen and ends', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    const other = await app.open({ cols: 80, rows: 24 });
    await app.run('one');
    await app.me.press('Q');
    expect(app.me.shows.includes('Stop everything and quit?')).toBe(true);
    await app.me.press('y');
    await app.passes(1000);
    expect(app.hasEnded).toBe(true);
    expect(app.agent(1).signals).toEqual(['SIGTERM']);
    for (const screen of [app.me, other])
      expect(screen.lastWords).toMatchObject({ reason: 'host-stopped', message: 'orch-tui: stopped one' });
    expect(Object.values(app.storage.saved.at(-1)?.agents ?? {})).toMatchObject([{ state: 'stopped', process: null }]);
  });
});

describe('while nothing happens', () => {
  it('with twenty idle agents and a screen no timer is set below a second, no process started, and hardly a byte sent', async () => {
    const app = await launch({ cols: 120, rows: 40, config: { agents: { max: 20 } } });
    await twentyIdle(app);
    expect(app.agentState(20).state).toBe('idle');
    await app.passes(60_000);
    const before = { programs: app.machine.programs.length, calls: app.ports.calls.length };
    app.me.frames.length = 0;
    app.clock.delaysMs.length = 0;
    await app.passes(60_000);
    // The clock in the header and the ages in the list.
    expect(app.me.frames.length).toBeLessThanOrEqual(2);
    expect(app.me.frames.join('').length).toBeLessThan(2000);
    // What a frame is followed by once; nothing that comes again by itself.
    expect(app.clock.delaysMs.filter((delayMs) => delayMs < 1000).length).toBeLessThanOrEqual(app.me.frames.length);
    expect({ programs: app.machine.programs.length, calls: app.ports.calls.length }).toEqual(before);
  });

  it('without a screen only the monitor block of every two minutes is left', async () => {
    const app = await launchApp({ config: { agents: { max: 20 } } });
    await twentyIdle(app);
    expect(app.clock.waits).toHaveLength(1);
    expect(app.clock.waits[0]).toBeGreaterThan(1000);
  });
});

describe('a state that can not be saved', () => {
  it('is shown as the most urgent thing, and agents go on', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('fix-login');
    app.storage.saveAnswer = async () => full;
    app.agent(1).says('working');
    await app.passes(1500);
    expect(app.me.shows.row(-2)).toContain('State is not being saved: no space left on device. Free some space');
    expect(app.agent(1).isRunning).toBe(true);

    await app.me.press('enter');
    await app.me.type('go on');
    expect(app.agent(1).received()).toBe('go on');
    await app.me.press('ctrl-q');
    await app.run('another');
    expect(app.agent(2).isRunning).toBe(true);
    app.agent(1).exits(0);
    await app.settled();
    expect(app.agentState(1)).toMatchObject({ state: 'done', result: { kind: 'branch' } });
  });

  it('also when the journal fails, event by event', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    app.storage.appendAnswer = full;
    await app.run('fix-login');
    expect(app.me.shows.row(-2)).toContain('State is not being saved');
    expect(app.agent(1).isRunning).toBe(true);
  });

  it('goes away when there is room again, and everything of meanwhile is saved', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    app.storage.saveAnswer = async () => full;
    await app.run('meanwhile');
    await app.passes(1500);
    expect(app.me.shows.row(-2)).toContain('State is not being saved');
    app.storage.saveAnswer = async () => ({ ok: true, value: undefined });
    app.agent(1).says('working');
    await app.passes(1500);
    expect(app.me.shows.text()).not.toContain('State is not being saved');
    expect(Object.values(app.storage.saved.at(-1)?.agents ?? {})).toMatchObject([{ name: 'meanwhile', state: 'working' }]);
  });
});
