// What another node says is read only as far as it is known, signed and bounded; nothing of it can act here.
import { describe, expect, it } from 'vitest';
import { readOwnerNews, readRemoteResult, readRemoteTask, readSealed, readWorkerNews } from '../../../src/core/messaging/remote-wire.js';
import { isSignedBy, Opener, Sealer, signatureOf } from '../../../src/core/messaging/sealed.js';
import { REMOTE_PROTOCOL } from '../../../src/core/model/remote.js';

const COMMIT = 'a'.repeat(40);
const own = { protocol: REMOTE_PROTOCOL, version: '1.0.0' };
const task = {
  protocol: REMOTE_PROTOCOL,
  version: '1.0.0',
  agent: 'a-12ab',
  name: 'fix',
  repository: { name: 'widget', remote: null, root: COMMIT },
  harness: 'claude',
};

describe('a seal', () => {
  const sealer = new Sealer('secret');
  const seal = () => sealer.seal('worker:b', { task: 'a-1', fence: 3, body: { kind: 'taken' } });

  it('opens once, by who knows the secret, for its own topic', () => {
    const opener = new Opener('worker:b', 'secret');
    const first = seal();
    expect(opener.opens(first)).toBe(true);
    expect(opener.opens(first)).toBe(false);
    expect(opener.opens(seal())).toBe(true);
    expect(new Opener('worker:c', 'secret').opens(seal())).toBe(false);
    expect(new Opener('worker:b', 'another').opens(seal())).toBe(false);
  });

  it('does not open when anything of it was changed', () => {
    const opener = new Opener('worker:b', 'secret');
    for (const change of [{ fence: 4 }, { task: 'a-2' }, { body: { kind: 'left' } }, { turn: 99 }])
      expect(opener.opens({ ...seal(), ...change })).toBe(false);
  });

  it('does not open to what is older than what was opened', () => {
    const opener = new Opener('worker:b', 'secret');
    const [older, newer] = [seal(), seal()];
    expect([opener.opens(newer), opener.opens(older)]).toEqual([true, false]);
  });

  it('is the same whoever has written the JSON anew', () => {
    expect(signatureOf({ a: 1, b: { d: 1, c: 2 } }, 's')).toBe(signatureOf({ b: { c: 2, d: 1 }, a: 1 }, 's'));
    expect(isSignedBy({ a: 1 }, 'short', 's')).toBe(false);
  });

  it('is not even looked at where it is malformed', () => {
    expect(readSealed(JSON.parse(JSON.stringify(seal())))).toEqual(expect.objectContaining({ task: 'a-1', fence: 3 }));
    for (const bad of [null, 'x', {}, { ...seal(), fence: -1 }, { ...seal(), signature: 'zz' }]) expect(readSealed(bad)).toBeNull();
  });
});

describe('a task', () => {
  it('is taken as it is', () => {
    expect(readRemoteTask(task, own)).toEqual({ ok: true, value: task });
  });

  it('of another version is refused in plain words, whatever else is in it', () => {
    const read = readRemoteTask({ protocol: REMOTE_PROTOCOL + 1, version: '9.9.9', news: true }, own);
    expect(read).toMatchObject({ ok: false, error: { kind: 'protocol', said: expect.stringContaining('9.9.9') } });
  });

  it.each([
    ['a command instead of a harness', { harness: 'sh -c x' }],
    ['a name that is a path', { name: '../x' }],
    ['an option as a commit', { repository: { ...task.repository, root: '--all' } }],
    ['an id that is none', { agent: 'refs/heads/x' }],
  ])('with %s is refused', (_what, change) => {
    expect(readRemoteTask({ ...task, ...change }, own)).toMatchObject({ ok: false, error: { said: 'it can not be read' } });
  });
});

describe('news of a worker', () => {
  const state = {
    state: 'waiting',
    source: 'screen',
    rule: 'r',
    evidence: 'e\u001b]52;c;x\u0007',
    question: { kind: 'permission', text: 'May I?\u001b[2J', options: ['yes', 'no'], digest: 'd' },
    title: null,
    progress: null,
    usage: null,
    diff: null,
  };

  it('have no text that acts on a terminal', () => {
    const read = readWorkerNews({ kind: 'state', state });
    expect(JSON.stringify(read)).not.toContain('\\u001b');
    expect(read).toMatchObject({ kind: 'state', state: { question: { text: expect.stringContaining('May I?') } } });
  });

  it.each([
    ['of an unknown kind', { kind: 'run', text: 'x' }],
    ['with an unknown state', { kind: 'state', state: { ...state, state: 'asleep' } }],
    ['with a screen that is too large', { kind: 'output', data: 'A'.repeat(600_000), isNew: true, size: { cols: 80, rows: 24 } }],
    ['with a size that no screen has', { kind: 'output', data: '', isNew: true, size: { cols: 80, rows: 1e6 } }],
    ['with a ref that is a branch', { kind: 'checkpoint', work: { commit: COMMIT, ref: 'refs/heads/main', blob: null } }],
    ['with a commit that is an option', { kind: 'checkpoint', work: { commit: '--upload-pack=x', ref: null, blob: null } }],
  ])('%s are dropped', (_what, news) => {
    expect(readWorkerNews(news)).toBeNull();
  });
});

it('orders and results are read the same way', () => {
  expect(readOwnerNews({ kind: 'order', id: 1, order: { what: 'stop' } })).toEqual({ kind: 'order', id: 1, order: { what: 'stop' } });
  expect(readOwnerNews({ kind: 'order', id: 1, order: { what: 'exec', argv: ['sh'] } })).toBeNull();
  const result = { fence: 2, state: 'done', work: null, tail: 'bye', error: null, usage: null };
  expect(readRemoteResult(result)).toEqual(result);
  expect(readRemoteResult({ ...result, state: 'merged' })).toBeNull();
  const report = { summary: 'done', artifacts: ['out/a.md', '/etc/passwd', '../../.ssh/id', 'a/../../b', ''] };
  expect(readRemoteResult({ ...result, report })?.report).toEqual({ summary: 'done', artifacts: ['out/a.md'] });
});

it('whether a person is to be asked, and what those below it ask, may be left out as by older versions', () => {
  const part = { role: null, depth: 1, maxDepth: 3, delegate: 'auto', isChild: true, title: 't', brief: 'b', goal: 'g' };
  const run = {
    fence: 2,
    base: { commit: COMMIT, ref: null, blob: null },
    harness: 'claude',
    model: null,
    text: null,
    task: 't',
    mode: 'start',
    isUnattended: true,
    isStrict: false,
    part,
  };
  const read = (changes: object) => readOwnerNews({ kind: 'begin', run: { ...run, part: { ...part, ...changes } } });
  expect(read({})).toMatchObject({ run: { part: { isChild: true } } });
  expect(read({ asksPerson: false })).toMatchObject({ run: { part: { asksPerson: false } } });
  expect(read({ asksPerson: 'yes' })).toBeNull();
  const letters = { kind: 'letters', letters: [], taken: [], kept: [] };
  expect(readWorkerNews(letters)).toEqual(letters);
  expect(readWorkerNews({ ...letters, asking: ['m-1'] })).toEqual({ ...letters, asking: ['m-1'] });
  expect(readWorkerNews({ ...letters, asking: ['../x'] })).toBeNull();
});
