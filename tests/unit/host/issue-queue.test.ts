// The queue of issues over a clock, a forge and goals that the test plays: taken once each, asked for rarely, given up where asking is useless.
import { describe, expect, it } from 'vitest';
import { fail, type OrchError, ok, type Result } from '../../../src/core/model/error.js';
import type { ForgeIssue, IssueList } from '../../../src/core/model/issue.js';
import type { RunParams } from '../../../src/core/model/requests.js';
import type { AppState } from '../../../src/core/model/state.js';
import type { Forge } from '../../../src/core/ports/forge.js';
import { ASK_AGAIN_MS, FIRST_ASK_MS } from '../../../src/core/state/issue-queue.js';
import { IssueQueue } from '../../../src/host/issue-queue.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { FakeTextFiles } from '../../helpers/fake-effect-ports.js';
import { fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';

const MEMORY = '/state/taken-issues.json';
const REMOTE = { remote: 'origin', host: 'github.com', owner: 'ada', repo: 'shop' };
const issue = (number: number): ForgeIssue => ({ number, title: `title ${number}`, body: `body ${number}` });
const list = (...numbers: readonly number[]): Result<IssueList> =>
  ok({ kind: 'issues', issues: numbers.map(issue), etag: `etag of ${numbers}` });
const unchanged: Result<IssueList> = ok({ kind: 'unchanged' });
const refusal: OrchError = { kind: 'needs-person', tried: 'list the issues', said: 'the token is not accepted', next: 'Set another' };

interface Order {
  readonly answers: readonly Result<IssueList>[];
  readonly state?: AppState;
  readonly files?: FakeTextFiles;
  readonly remote?: typeof REMOTE | null;
  readonly tries?: readonly string[];
  readonly whole?: Forge['issue'];
}

const NO_MORE: OrchError = { kind: 'forge', tried: 'read it', said: 'no more is known', next: 'Try again' };

function world({
  answers,
  state = fold([]),
  files = new FakeTextFiles(),
  remote = REMOTE,
  tries = [],
  whole = async () => fail(NO_MORE),
}: Order) {
  const left = [...answers];
  const clock = new FakeClock();
  const asked: (string | null)[] = [];
  const started: RunParams[] = [];
  const said: string[] = [];
  let now = state;
  let answer: Result<unknown> = ok({});
  const queue = new IssueQueue({
    clock,
    label: 'orch-tui',
    tries,
    forge: {
      async listIssues({ etag }) {
        asked.push(etag);
        const next = left.shift();
        if (next === undefined) throw new Error('the forge was asked once too often');
        return next;
      },
      issue: whole,
    },
    forgeRemote: async () => ok(remote),
    files,
    memory: MEMORY,
    state: () => now,
    async run(params) {
      if (!answer.ok) return answer;
      started.push(params);
      const { issue: name } = params;
      const order = newAgent(`a${name?.number}`);
      const event = { ...submitted(order), goal: `g${name?.number}`, ...(name === undefined ? {} : { issue: name }) };
      now = fold([event as ReturnType<typeof submitted>], now);
      return answer;
    },
    say: (text) => said.push(text),
  });
  return {
    clock,
    asked,
    started,
    said,
    files,
    queue,
    refuseRuns: (error: OrchError) => {
      answer = fail(error);
    },
    /** A person orders something. */
    orders(event: ReturnType<typeof submitted>) {
      now = fold([event], now);
    },
    /** The goal of this issue ends. */
    ends(number: number) {
      now = fold([{ type: 'agent.startFailed', agent: `a${number}`, error: refusal }], now);
      queue.check();
    },
    /** Something happens, not at once after the start, and all that follows of it has been done. */
    async looks() {
      if (asked.length === 0) clock.advance(FIRST_ASK_MS);
      queue.check();
      for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    },
    async passes(ms: number) {
      clock.advance(ms);
      for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    },
  };
}

const numbers = (runs: readonly RunParams[]) => runs.map((params) => params.issue?.number);

describe('issues', () => {
  it('get the tries that are configured, and are not planned then', async () => {
    const all = world({ answers: [list(1)], tries: ['claude', 'builtin:small'] });
    await all.looks();
    expect(all.started).toMatchObject([
      { harness: 'claude', model: null, others: [{ harness: 'builtin', model: 'small' }], plan: 'none', count: 1 },
    ]);
  });

  it('are taken the oldest first, unattended, no more at a time than agents', async () => {
    const all = world({ answers: [list(1, 2, 3, 4, 5, 6, 7)] });
    await all.looks();
    expect(numbers(all.started)).toEqual([1, 2, 3, 4, 5]);
    expect(all.started[0]).toMatchObject({
      text: expect.stringContaining('Resolve issue #1 of ada/shop.'),
      issue: { forge: 'github.com/ada/shop', number: 1 },
      unattended: true,
      whenStuck: 'fail',
      finish: null,
      harness: null,
    });
    expect(all.clock.timers).toBe(0);
    all.ends(2);
    await all.looks();
    expect(numbers(all.started)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(all.said).toEqual([]);
  });

  it('are asked for again after five minutes, with the mark of the last answer, and never while one is worked on', async () => {
    const one = world({ answers: [list(), unchanged, list(7), unchanged] });
    await one.looks();
    await one.looks();
    expect(one.asked).toEqual([null]);
    expect(one.clock.waits).toEqual([ASK_AGAIN_MS]);
    await one.passes(ASK_AGAIN_MS);
    expect(one.asked).toEqual([null, 'etag of ']);
    await one.passes(ASK_AGAIN_MS);
    expect(numbers(one.started)).toEqual([7]);
    expect(one.clock.timers).toBe(0);
    await one.passes(60 * 60_000);
    expect(one.asked).toHaveLength(3);
    one.ends(7);
    await one.looks();
    expect(one.asked).toEqual([null, 'etag of ', 'etag of ', 'etag of 7']);
  });

  it('are never taken twice: not from a later list, not by the next host, not where it died before it could write that down', async () => {
    const first = world({ answers: [list(1, 2), list(1, 2, 3)] });
    await first.looks();
    first.ends(1);
    first.ends(2);
    await first.passes(ASK_AGAIN_MS);
    await first.looks();
    expect(numbers(first.started)).toEqual([1, 2, 3]);
    expect(JSON.parse(first.files.texts.get(MEMORY) ?? '')).toEqual({ 'github.com/ada/shop': [1, 2, 3] });

    const next = world({ answers: [list(1, 2, 3, 4)], files: first.files });
    await next.looks();
    expect(numbers(next.started)).toEqual([4]);

    const state = fold([
      { ...submitted(newAgent('a9')), issue: { forge: 'github.com/ada/shop', number: 9 } } as ReturnType<typeof submitted>,
    ]);
    const ended = fold([shows('a9', 'working'), { type: 'agent.startFailed', agent: 'a9', error: refusal }], state);
    const crashed = world({ answers: [list(9, 10)], state: ended });
    await crashed.looks();
    expect(numbers(crashed.started)).toEqual([10]);
  });

  it('of another repository keep their memory', async () => {
    const files = new FakeTextFiles();
    files.texts.set(MEMORY, '{"github.com/ada/other":[5]}');
    const one = world({ answers: [list(5)], files });
    await one.looks();
    expect(numbers(one.started)).toEqual([5]);
    expect(JSON.parse(files.texts.get(MEMORY) ?? '')).toEqual({ 'github.com/ada/other': [5], 'github.com/ada/shop': [5] });
  });
});

describe('one issue', () => {
  const detail = (number: number, state: 'open' | 'closed' = 'open') =>
    ok({
      ...issue(number),
      state,
      url: '',
      author: 'ada',
      labels: [],
      comments: [{ author: 'grace', body: `said of ${number}` }],
    });

  it('brings its comments; where they can not be had, it is taken without', async () => {
    const whole: Forge['issue'] = async ({ number }) => (number === 1 ? detail(1) : fail(NO_MORE));
    const two = world({ answers: [list(1, 2)], whole });
    await two.looks();
    expect(two.started.map(({ text }) => /Comment by grace:\nsaid of 1/u.test(text))).toEqual([true, false]);
    expect(two.started[1]?.text).toContain('body 2');
  });

  it('that was closed meanwhile is left alone', async () => {
    const two = world({ answers: [list(1, 2)], whole: async ({ number }) => detail(number, number === 1 ? 'closed' : 'open') });
    await two.looks();
    expect(numbers(two.started)).toEqual([2]);
  });

  it('that a person has ordered meanwhile is not taken', async () => {
    const mine = { ...submitted(newAgent('a9')), issue: { forge: 'github.com/ada/shop', number: 2 } } as ReturnType<typeof submitted>;
    const one = world({ answers: [list(), list(2, 3)] });
    await one.looks();
    one.orders(mine);
    one.ends(9);
    await one.passes(ASK_AGAIN_MS);
    expect(numbers(one.started)).toEqual([3]);
  });
});

it('an issue is planned where its own words need it', async () => {
  const long = { number: 2, title: 'Two things', body: '- one\n- two' };
  const two = world({ answers: [ok({ kind: 'issues', issues: [issue(1), long], etag: null })] });
  await two.looks();
  expect(two.started.map(({ plan }) => plan)).toEqual(['none', 'auto']);
});

describe('a failure', () => {
  it('that passes is told once, and asked again after five minutes', async () => {
    const broken = fail({ kind: 'forge', tried: 'list the issues', said: 'status 500', next: 'It is asked again' } as const);
    const one = world({ answers: [broken, broken, list(1)] });
    await one.looks();
    await one.passes(ASK_AGAIN_MS);
    expect(one.said).toEqual(['list the issues: status 500. It is asked again.']);
    expect(one.queue.isOpen).toBe(true);
    await one.passes(ASK_AGAIN_MS);
    expect(numbers(one.started)).toEqual([1]);
    expect(one.queue.error).toBe(null);
  });

  it.each([
    ['a token that is not accepted', { answers: [fail(refusal)] }, /the token is not accepted/],
    ['no forge', { answers: [], remote: null }, /no remote of this repository is a forge/],
    ['a memory that can not be read', { answers: [], files: damaged() }, /which issues were taken is not known/],
  ])('that stays ends it, and it says so: %s', async (_sentence, order, words) => {
    const one = world(order);
    await one.looks();
    expect(one.queue.isOpen).toBe(false);
    expect(one.said).toEqual([expect.stringMatching(/^no more issues are taken: /)]);
    expect(one.said[0]).toMatch(words);
    expect(one.clock.timers).toBe(0);
    await one.looks();
    expect(one.said).toHaveLength(1);
  });

  it('to start a goal ends it: the next issue would fare no better', async () => {
    const one = world({ answers: [list(1, 2)] });
    one.refuseRuns({ kind: 'config', tried: 'choose an agent CLI', said: 'none is there', next: 'Install one' });
    await one.looks();
    expect(one.queue.isOpen).toBe(false);
    expect(one.said).toEqual([expect.stringContaining('start a goal for issue #1 of ada/shop: choose an agent CLI: none is there')]);
  });

  it('to remember ends it, before another is taken', async () => {
    const files = new FakeTextFiles();
    files.answer = fail({ kind: 'storage', tried: 'write', said: 'no space left', next: 'Free some' });
    const one = world({ answers: [list(1, 2)], files });
    await one.looks();
    expect(numbers(one.started)).toEqual([1]);
    expect(one.queue.isOpen).toBe(false);
  });
});

function damaged(): FakeTextFiles {
  const files = new FakeTextFiles();
  files.texts.set(MEMORY, '{"github.com/ada/shop":[1,');
  return files;
}
