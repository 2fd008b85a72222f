// How an agent tells how far it is and that it is done, hands over, and asks for results: what is taken, and what is refused.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../src/core/model/error.js';
import { DEFAULT_LIMITS } from '../../../../src/core/model/limit.js';
import type { MessageResult } from '../../../../src/core/model/message.js';
import { begun, type DoorFixture, openTestDoor } from '../../../helpers/door-fixture.js';
import { expectOk } from '../../../helpers/expect-ok.js';
import { atWork, created, exited, fold, newAgent, shows, started, submitted } from '../../../helpers/fold-events.js';
import { temporaryFolder } from '../../../helpers/temporary-folder.js';

function atWorkIn(worktree: string, changes: Parameters<typeof newAgent>[1] = {}, fixture: DoorFixture = {}) {
  const start = fold([submitted(newAgent('a', changes)), { ...created('a'), worktree } as never, started('a'), shows('a', 'working')]);
  return openTestDoor(start, fixture);
}

describe('progress', () => {
  it('is one plain line, told where it is new', async () => {
    const { call, store, events } = atWorkIn('/wt/a');
    for (const text of ['half\nof \u001b[31mit', 'half of it']) expectOk(await call('a', 'agentProgress', { text }));
    expect(store.state.agents.a?.progress).toBe('half of it');
    expect(events).toHaveLength(1);
    expect(await call('a', 'agentProgress', {})).toMatchObject({ ok: false, error: { kind: 'usage' } });
  });
});

describe('its end', () => {
  const worktree = () => {
    const folder = temporaryFolder();
    const tree = join(folder, 'tree');
    mkdirSync(join(tree, 'docs'), { recursive: true });
    writeFileSync(join(folder, 'secret'), 's');
    writeFileSync(join(tree, 'docs/report.md'), 'r');
    symlinkSync('docs/report.md', join(tree, 'inside'));
    symlinkSync('../secret', join(tree, 'outside'));
    symlinkSync('..', join(tree, 'up'));
    writeFileSync(join(tree, '.git'), 'gitdir: elsewhere');
    return tree;
  };

  it('is kept with its words and files, each file once', async () => {
    const { call, store } = atWorkIn(worktree(), { plan: { unattended: true, verify: 'npm test' } });
    const files = ['docs/report.md', './docs/../docs/report.md', 'inside'];
    const { notes } = expectOk(await call('a', 'agentFinish', { summary: 'All\n of \u001b[1mit. ', artifacts: files }));
    expect(store.state.agents.a?.report).toMatchObject({ summary: 'All\n of it.', artifacts: ['docs/report.md', 'inside'] });
    expect(notes).toEqual(['your work is checked with `npm test` and merged into main when your turn ends']);
  });

  it('is said to be too early where something waits in its inbox', async () => {
    const { call, post } = atWorkIn(worktree());
    expectOk(await post.send({ from: 'person', to: ['a'], type: 'message', payload: { text: 'use port 80' } }));
    const { notes } = expectOk(await call('a', 'agentFinish', { summary: 'Done.' }));
    expect(notes).toContain('1 message waits in your inbox: read it before your turn ends');
  });

  it('leaves a question that nobody has answered behind', async () => {
    const { call, store } = atWorkIn(worktree());
    await call('a', 'agentAsk', { text: 'Which port?' });
    const { notes } = expectOk(await call('a', 'agentFinish', { summary: 'Done with 80.' }));
    expect(store.state.agents.a?.inquiry).toBeUndefined();
    expect(notes).toEqual(['a person looks at your work when your turn ends, and finishes it']);
  });

  it.each([
    ['that is not there', 'docs/none.md', 'no such file'],
    ['that is a folder', 'docs', 'no file'],
    ['by an absolute path', '/etc/passwd', 'no path within'],
    ['above the worktree', '../secret', 'out of the worktree'],
    ['by a link that leads out', 'outside', 'leads out'],
    ['through a folder that leads out', 'up/secret', 'leads out'],
    ["that is git's own", '.git', 'not in the worktree'],
    ['with a name that is none', 'a\0b', 'no path within'],
  ])('names no file %s', async (_, path, said) => {
    const { call, store } = atWorkIn(worktree());
    expect(await call('a', 'agentFinish', { summary: 'Done.', artifacts: [path] })).toMatchObject({
      ok: false,
      error: { kind: 'usage', said: expect.stringContaining(said) },
    });
    expect(store.state.agents.a?.report).toBeUndefined();
  });

  it('without a summary is none', async () => {
    expect(await atWorkIn('/wt/a').call('a', 'agentFinish', { artifacts: [] })).toMatchObject({ ok: false, error: { kind: 'usage' } });
  });
});

describe('handing over', () => {
  it('goes to the harness and model that it names', async () => {
    const { call, store } = atWorkIn('/wt/a');
    expect(expectOk(await call('a', 'agentHandOver', { text: 'The parser is half done.', harness: 'codex', model: 'big' })).to).toBe(
      'codex (big)',
    );
    const launch = { harness: 'codex', command: null, args: [], model: 'big' };
    expect(store.state.agents.a).toMatchObject({ state: 'limited', handOver: { to: launch, text: 'The parser is half done.' } });
  });

  it('goes to the next of its chain where it names none', async () => {
    const { call } = atWorkIn('/wt/a', { limits: { ...DEFAULT_LIMITS, chain: ['gemini'] } });
    expect(expectOk(await call('a', 'agentHandOver', { text: 'Go on.' })).to).toBe('gemini');
  });

  it.each([
    ['where nobody follows', {}, { text: 'Go on.' }, {}, 'denied'],
    ['to itself', {}, { text: 'Go on.', harness: 'claude' }, {}, 'denied'],
    ['without words', {}, { harness: 'codex' }, {}, 'usage'],
    ['one of several tries', { plan: { competes: true as const } }, { text: 'Go on.', harness: 'codex' }, {}, 'denied'],
    [
      'to what is not there',
      {},
      { text: 'Go on.', harness: 'codex' },
      { runtime: { canStart: () => fail({ kind: 'harness', tried: 'find codex', said: 'not found', next: 'Install it' } as const) } },
      'harness',
    ],
  ])('%s is refused, and it goes on as before', async (_, changes, params, world, kind) => {
    const { call, store } = atWorkIn('/wt/a', changes, { world });
    expect(await call('a', 'agentHandOver', params)).toMatchObject({ ok: false, error: { kind } });
    expect(store.state.agents.a?.state).toBe('working');
  });

  it('from one to the other and back ends after some times', async () => {
    const { call, store } = atWorkIn('/wt/a');
    for (let round = 0; round < 5; round += 1) {
      const harness = round % 2 === 0 ? 'codex' : 'claude';
      expectOk(await call('a', 'agentHandOver', { text: 'Yours.', harness }));
      const to = store.state.agents.a!.handOver!.to;
      store.dispatch(exited('a', null));
      store.dispatch({ type: 'agent.handedOver', agent: 'a', from: to, to, reason: '', text: '', chainAt: 0 });
      store.dispatch(started('a'));
      store.dispatch(shows('a', 'working'));
    }
    expect(await call('a', 'agentHandOver', { text: 'Yours.', harness: 'claude' })).toMatchObject({
      ok: false,
      error: { kind: 'denied', said: expect.stringContaining('5 times') },
    });
  });
});

describe('the result of a child', () => {
  const result: MessageResult = { agent: 'c', state: 'done', summary: 'All green.', artifacts: [], branch: 'orch/c', commit: 'abc' };
  const family = () =>
    openTestDoor(
      fold([
        ...atWork('p'),
        { type: 'agent.delegated', agent: 'p', order: newAgent('c', { parent: 'p', delegation: { depth: 1, waits: false, message: '' } }) },
        { type: 'agent.delegated', agent: 'p', order: newAgent('d', { parent: 'p', delegation: { depth: 1, waits: false, message: '' } }) },
        { type: 'agent.delegated', agent: 'c', order: newAgent('e', { parent: 'c', delegation: { depth: 2, waits: false, message: '' } }) },
        created('c'),
        started('c'),
        shows('c', 'working'),
      ]),
    );

  it('is waited for, comes once, and tells how it goes until then', async () => {
    const { call, store, post, clock } = family();
    store.dispatch({ type: 'agent.progressReported', agent: 'c', progress: 'half of it' });
    const early = call('p', 'agentResult', { agent: 'name-c', waitSeconds: 30 });
    await begun();
    clock.advance(30_000);
    expect(expectOk(await early)).toMatchObject({ state: 'working', progress: 'half of it', result: null });
    const waiting = call('p', 'agentResult', { agent: 'name-c', waitSeconds: 300 });
    await begun();
    store.dispatch(exited('c', 0));
    expectOk(await post.send({ from: 'c', to: ['p'], type: 'task_result', payload: { text: 'done', result } }));
    store.dispatch({ type: 'child.reported', agent: 'p', child: 'c', result });
    expect(expectOk(await waiting)).toMatchObject({ name: 'name-c', result });
    expect(expectOk(await call('p', 'agentInbox', {})).messages).toEqual([]);
  });

  it.each([
    ['its parent’s', 'c', 'name-p'],
    ['of one beside it', 'd', 'name-c'],
    ['its own', 'c', 'name-c'],
  ])('%s is not for it to read', async (_, who, whose) => {
    expect(await family().call(who, 'agentResult', { agent: whose })).toMatchObject({ ok: false, error: { kind: 'denied' } });
  });

  it('is told from its end where no message of it is kept any more, without a wait', async () => {
    const { call, store, clock } = family();
    store.dispatch(exited('c', 1));
    store.dispatch({ type: 'child.reported', agent: 'p', child: 'c', result });
    const answer = expectOk(await call('p', 'agentResult', { agent: 'name-c', waitSeconds: 300 }));
    expect(answer.result).toMatchObject({ agent: 'c', state: 'failed', summary: expect.stringContaining('exit code 1') });
    expect(clock.timers).toBe(0);
  });

  it('further below is told of in its state alone', async () => {
    expect(expectOk(await family().call('p', 'agentResult', { agent: 'name-e' }))).toMatchObject({ name: 'name-e', result: null });
  });

  it('of one that is not of its goal is not there', async () => {
    expect(await family().call('p', 'agentResult', { agent: 'nobody' })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });
});

describe('delegating', () => {
  it('is asked for with what was said, and nothing that was not', async () => {
    const orders: unknown[] = [];
    const delegates = {
      mayDelegate: () => ({ children: 1, levels: 1 }),
      delegate: async (_agent: unknown, params: unknown) => {
        orders.push(params);
        return ok({ agent: 'c', name: 'name-c', result: null, notes: [] });
      },
    };
    const { call } = atWorkIn('/wt/a', {}, { world: { delegates } });
    expectOk(await call('a', 'agentDelegate', { text: ' Write tests. ', role: 'coder', approve: 'none', policy: 'all' }));
    expect(orders).toEqual([
      { text: 'Write tests.', role: 'coder', harness: null, model: null, verify: null, wait: false, waitSeconds: 0 },
    ]);
  });

  it.each([
    ['without a task', {}],
    ['with a role that is no name', { text: 'x', role: ['coder'] }],
    ['with a command that is none', { text: 'x', verify: 7 }],
    ['with a task of a megabyte', { text: 'x'.repeat(1024 * 1024) }],
  ])('%s is refused', async (_, params) => {
    expect(await atWorkIn('/wt/a').call('a', 'agentDelegate', params)).toMatchObject({ ok: false, error: { kind: 'usage' } });
  });
});
