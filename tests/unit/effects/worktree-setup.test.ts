// Making worktrees ready through the whole loop, over fakes: installs, setup, ports, teardown, and what is broken off.
import { describe, expect, it } from 'vitest';
import { createLanes } from '../../../src/core/effects/lanes.js';
import { prepareCheckout } from '../../../src/core/effects/prepare-checkout.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { InstallCache } from '../../../src/core/ports/worktree.js';
import type { CommandRunner } from '../../../src/core/ports.js';
import { fakePorts, refusal } from '../../helpers/fake-effect-ports.js';
import { newAgent, submitted } from '../../helpers/fold-events.js';
import { bench } from '../../helpers/store-with-fakes.js';

type Order = Parameters<CommandRunner['run']>[0];
type Changes = NonNullable<Parameters<typeof bench>[0]>;

const PASSED = { exitCode: 0, timedOut: false, tail: '' };
const NPM = { lock: 'package-lock.json', command: 'npm ci', folder: 'node_modules' };
const config = (changes: Partial<typeof DEFAULT_CONFIG.worktree>) => ({ ...DEFAULT_CONFIG.worktree, ...changes });
const resume: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: null };

/** What is installed once is there for the next; all under one name. */
function keepingInstalls(calls: string[]): InstallCache {
  let isKept = false;
  return {
    keyOf: async () => ok({ key: 'k', folder: 'node_modules' }),
    place: async ({ worktree }) => {
      if (isKept) calls.push(`copied to ${worktree}`);
      return ok(isKept);
    },
    keep: async ({ worktree }) => {
      isKept = true;
      calls.push(`kept from ${worktree}`);
      return ok(undefined);
    },
    trim: async () => undefined,
  };
}

describe('setup', () => {
  it('runs in the new worktree before the CLI starts, with its ports, its time-out and its output in a log', async () => {
    const orders: Order[] = [];
    const printed: string[] = [];
    const { play, ports } = bench({
      commands: async (order) => {
        orders.push(order);
        order.onOutput?.(Buffer.from('made a database\n'));
        return PASSED;
      },
      worktrees: {
        config: config({ setup: 'make db', timeoutSeconds: 60 }),
        setupEnv: ({ port }) => ({ PORT: String(port) }),
        openLog: () => ({ write: (output) => printed.push(Buffer.from(output).toString()), close: async () => undefined }),
      },
    });
    expect(await play(submitted(newAgent('a')))).toMatchObject({
      state: 'starting',
      port: 41_000,
      setup: { state: 'passed', what: 'make db' },
    });
    expect(ports.calls).toEqual(['createWorktree(orch/name-a)', 'run(make db)', 'start(a)']);
    expect(orders).toMatchObject([{ command: 'make db', cwd: '/wt/name-a', env: { PORT: '41000' }, timeoutMs: 60_000 }]);
    expect(printed.join('')).toBe('$ make db\nmade a database\n');
  });

  it('that fails is a failed agent with its last words, and is run again in the same worktree by r', async () => {
    let runs = 0;
    const { play, ports } = bench({
      commands: async () => {
        runs += 1;
        return runs === 1 ? { exitCode: 3, timedOut: false, tail: 'no such host: db' } : PASSED;
      },
      worktrees: { config: config({ setup: 'make db' }) },
    });
    expect(await play(submitted(newAgent('a')))).toMatchObject({
      state: 'failed',
      setup: { state: 'failed' },
      error: { kind: 'setup', said: 'setup failed with exit code 3: no such host: db', next: expect.stringContaining('press r') },
    });
    expect(await play(resume)).toMatchObject({ state: 'starting', worktree: '/wt/name-a' });
    const told = ports.calls.filter((call) => /^(createWorktree|run|start)\(/.test(call));
    expect(told).toEqual(['createWorktree(orch/name-a)', 'run(make db)', 'run(make db)', 'start(a)']);
  });

  it('that is stopped is ended at once, and nothing starts', async () => {
    const { store, ports } = bench({
      commands: ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve({ exitCode: null, timedOut: false, tail: '' }));
          queueMicrotask(() => store.dispatch({ type: 'agent.stopRequested', agent: 'a' }));
        }),
      worktrees: { config: config({ setup: 'make db' }) },
    });
    store.dispatch(submitted(newAgent('a')));
    await store.whenSettled();
    expect(store.state.agents.a).toMatchObject({ state: 'stopped', setup: { state: 'failed' }, error: null });
    expect(ports.calls).not.toContain('start(a)');
  });

  it('that ends only after its agent was resumed says nothing of the next one', async () => {
    let runs = 0;
    const { store } = bench({
      commands: ({ signal }) => {
        runs += 1;
        if (runs > 1) return Promise.resolve(PASSED);
        queueMicrotask(() => {
          store.dispatch({ type: 'agent.stopRequested', agent: 'a' });
          store.dispatch(resume);
        });
        return new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve({ exitCode: null, timedOut: false, tail: '' }));
        });
      },
      worktrees: { config: config({ setup: 'make db' }) },
    });
    store.dispatch(submitted(newAgent('a')));
    await store.whenSettled();
    expect(runs).toBe(2);
    expect(store.state.agents.a).toMatchObject({ state: 'starting', setup: { state: 'passed' }, error: null });
  });

  it('does not hold a host that ends', async () => {
    const { store, ports } = bench({
      commands: ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve({ exitCode: null, timedOut: false, tail: '' }));
          queueMicrotask(() => store.dispatch({ type: 'host.stopping' }));
        }),
      worktrees: { config: config({ setup: 'make db' }) },
    });
    store.dispatch(submitted(newAgent('a')));
    await store.whenSettled();
    expect(store.state.agents.a?.state).toBe('preparing');
    expect(ports.calls).not.toContain('start(a)');
  });

  it('of a worktree that is gone says so', async () => {
    const { play, ports } = bench({
      commands: async () => ({ exitCode: 1, timedOut: false, tail: '' }),
      worktrees: { config: config({ setup: 'make db' }) },
    });
    await play(submitted(newAgent('a')));
    ports.files.folders.clear();
    expect(await play(resume)).toMatchObject({ state: 'failed', error: { kind: 'not-found' } });
  });
});

describe('an install', () => {
  it('is done once for two worktrees at the same moment, and the second gets a copy', async () => {
    const calls: string[] = [];
    const { store, ports } = bench({
      worktrees: { config: config({ installs: [NPM] }), installs: keepingInstalls(calls), installing: createLanes() },
    });
    store.dispatch(submitted(newAgent('a'), newAgent('b')));
    await store.whenSettled();
    expect(ports.calls.filter((call) => call === 'run(npm ci)')).toHaveLength(1);
    expect(calls).toEqual(['kept from /wt/name-a', 'copied to /wt/name-b']);
    expect(Object.values(store.state.agents).map(({ state }) => state)).toEqual(['starting', 'starting']);
  });

  it('that fails is not kept, and the other worktree tries it for itself', async () => {
    const calls: string[] = [];
    let runs = 0;
    const { store } = bench({
      commands: async () => {
        runs += 1;
        return runs === 1 ? { exitCode: 1, timedOut: false, tail: 'network down' } : PASSED;
      },
      worktrees: { config: config({ installs: [NPM] }), installs: keepingInstalls(calls), installing: createLanes() },
    });
    store.dispatch(submitted(newAgent('a'), newAgent('b')));
    await store.whenSettled();
    expect(store.state.agents.a).toMatchObject({ state: 'failed', error: { said: 'install failed with exit code 1: network down' } });
    expect(store.state.agents.b?.state).toBe('starting');
    expect(calls).toEqual(['kept from /wt/name-b']);
  });

  it('whose folder git does not ignore is a failed setup: it would be committed', async () => {
    const { play } = bench({
      repository: { heldIn: async () => ok('untracked') },
      worktrees: { config: config({ installs: [NPM] }), installs: keepingInstalls([]) },
    });
    expect(await play(submitted(newAgent('a')))).toMatchObject({
      state: 'failed',
      error: { said: 'git does not ignore node_modules, so it would be committed with the work' },
    });
  });

  it('is left out where the branch has files of its folder, which a copy would take the place of', async () => {
    const { play, ports } = bench({
      repository: { heldIn: async () => ok('tracked') },
      worktrees: { config: config({ installs: [NPM] }), installs: keepingInstalls([]) },
    });
    expect((await play(submitted(newAgent('a'))))?.state).toBe('starting');
    expect(ports.calls).not.toContain('run(npm ci)');
  });

  it('is left out where its lock file is not there, and the rest goes on', async () => {
    const installs = { ...keepingInstalls([]), keyOf: async () => ok({ skip: 'there is no package-lock.json' }) };
    const { play, store } = bench({ worktrees: { config: config({ installs: [NPM] }), installs } });
    expect((await play(submitted(newAgent('a'))))?.state).toBe('starting');
    expect(store.recentEvents().find(({ type }) => type === 'setup.passed')).toMatchObject({
      notes: ['not installed by npm ci: there is no package-lock.json'],
    });
  });
});

describe('ports', () => {
  it('that are used up are told, and the agent starts without', async () => {
    const { play, ports } = bench({ worktrees: { blocks: { claim: async () => refusal('none left'), release: async () => undefined } } });
    const agent = await play(submitted(newAgent('a')));
    expect(agent?.state).toBe('starting');
    expect(agent).not.toHaveProperty('port');
    expect(ports.calls).toContainEqual('say(name-a starts without ports of its own (ORCH_PORT): none left. do.)');
  });

  it('are given back when the worktree is removed, and kept when it could not be', async () => {
    const released: string[] = [];
    const blocks = { claim: async () => ok(41_000), release: async (owner: string) => void released.push(owner) };
    const remove: EventBody = { type: 'agent.removeRequested', agent: 'a' };
    await bench({ worktrees: { blocks } }).play(submitted(newAgent('a')), remove);
    expect(released).toEqual(['a']);
    await bench({ repository: { removeWorktree: async () => refusal('busy') }, worktrees: { blocks } }).play(
      submitted(newAgent('a')),
      remove,
    );
    expect(released).toEqual(['a']);
  });
});

describe('teardown', () => {
  const removed = (changes: Changes) => bench(changes).play(submitted(newAgent('a')), { type: 'agent.removeRequested', agent: 'a' });

  it('runs in the worktree that goes', async () => {
    const orders: Order[] = [];
    const commands = async (order: Order) => {
      orders.push(order);
      return PASSED;
    };
    await removed({ commands, worktrees: { config: config({ teardown: 'drop db' }) } });
    expect(orders).toMatchObject([{ command: 'drop db', cwd: '/wt/name-a' }]);
  });

  it('does not hold a host that ends', async () => {
    const ending = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    const commands = async ({ signal }: Order) => {
      signals.push(signal);
      return PASSED;
    };
    await removed({ commands, worktrees: { config: config({ teardown: 'drop db' }), hostEnds: ending.signal } });
    expect(signals).toEqual([ending.signal]);
  });

  it('that fails is told and stops nothing', async () => {
    const said: string[] = [];
    const agent = await removed({
      commands: async () => ({ exitCode: 1, timedOut: false, tail: 'no db' }),
      worktrees: { config: config({ teardown: 'drop db' }), say: (text) => said.push(text) },
    });
    expect(agent).toBeUndefined();
    expect(said).toEqual(['the worktree of name-a went all the same: teardown failed with exit code 1: no db']);
  });
});

describe('a checkout that is no agent’s', () => {
  const order = { worktree: '/scratch/g1', owner: { id: 'g1', name: 'g1' }, signal: new AbortController().signal };

  it('gets files, installs, setup and ports, and gives them back', async () => {
    const calls: string[] = [];
    const released: string[] = [];
    const ports = fakePorts({
      worktrees: {
        config: config({ copy: ['.env'], installs: [NPM], setup: 'make db', teardown: 'drop db' }),
        installs: keepingInstalls(calls),
        blocks: { claim: async () => ok(41_010), release: async (owner) => void released.push(owner) },
        setupEnv: ({ name, port }) => ({ of: `${name} ${port}` }),
      },
    });
    const ready = await prepareCheckout(order, ports);
    if (!ready.ok) throw new Error(ready.error.said);
    expect(ready.value.env).toEqual({ of: 'g1 41010' });
    expect(ports.calls).toEqual(['bringFiles()', 'heldIn()', 'run(npm ci)', 'heldIn()', 'run(make db)']);
    await ready.value.leave();
    expect([ports.calls.at(-1), released]).toEqual(['run(drop db)', ['g1']]);
  });

  it('that can not be made ready leaves nothing', async () => {
    const released: string[] = [];
    const ports = fakePorts({
      commands: async () => ({ exitCode: 1, timedOut: false, tail: 'no db' }),
      worktrees: {
        config: config({ setup: 'make db' }),
        blocks: { claim: async () => ok(41_010), release: async (owner) => void released.push(owner) },
      },
    });
    expect(await prepareCheckout(order, ports)).toMatchObject({
      ok: false,
      error: { kind: 'setup', next: 'Mend it, then resume the goal' },
    });
    expect(released).toEqual(['g1']);
  });

  it('without its files is not used', async () => {
    const ports = fakePorts({ repository: { bringFiles: async () => fail(refusal('too many').error) } });
    expect(await prepareCheckout(order, ports)).toMatchObject({ ok: false, error: { said: 'too many' } });
  });
});
