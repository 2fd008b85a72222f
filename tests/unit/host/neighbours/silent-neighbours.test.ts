// Agents of a node that does not answer: their rows say so in words, keys go nowhere and that is said, and all of it goes back by itself.
import { expect, it } from 'vitest';
import { agentRows, statusText } from '../../../../src/cli/status-text.js';
import type { Status } from '../../../../src/core/model/status.js';
import { withOthers } from '../../../../src/core/state/neighbour-status.js';
import { neighbourLines } from '../../../../src/core/view/neighbour-words.js';
import { statusWithSilence, withSilence } from '../../../../src/core/view/node-silence.js';
import { showsAge, worthKnowing } from '../../../../src/core/view/worth-knowing.js';
import { anEntry, givenOut, neighbourStory } from '../../../helpers/neighbours.js';

const FAR = { name: 'far', kind: 'worker', version: '1', slots: 1, busy: 1, labels: [] } as const;
const SAID = 'far does not answer: keys are not typed until it does';

async function typing() {
  const story = neighbourStory(anEntry({ id: 'a-1' }));
  const keys = () => story.calls.filter(({ call }) => call.kind === 'keys').length;
  await story.cluster.broker('far').announce(FAR, []);
  return { ...story, keys };
}

it('keys to one whose node was killed are said to be lost, at once and once', async () => {
  const { neighbours, cluster, notices, changes, rest } = await typing();
  cluster.kill('far');
  neighbours.type('a-1', 'x');
  neighbours.type('a-1', 'y');
  await rest();
  expect([notices, neighbours.silentSince({ node: 'far', state: 'working' }), changes()]).toEqual([[SAID], '2026-11-21T12:00:00.000Z', 2]);
});

it('whoever only looks is shown it, too, and it goes with the first word that gets there', async () => {
  const { neighbours, cluster, notices, looks, clock, rest } = await typing();
  looks.at.add('a-1');
  void neighbours.look('a-1');
  await rest();
  expect(neighbours.silentSince({ node: 'far', state: 'working' })).toBeNull();
  cluster.kill('far');
  clock.advance(5000);
  await rest();
  expect([neighbours.silentSince({ node: 'far', state: 'working' }) === null, notices]).toEqual([false, []]);
  cluster.broker('far').subscribe('neighbours:far', () => undefined);
  clock.advance(5000);
  await rest();
  expect(neighbours.silentSince({ node: 'far', state: 'working' })).toBeNull();
});

it('keys to one that only does not answer are not left on the way, and go again when it is heard', async () => {
  const { neighbours, notices, clock, keys, answers, rest } = await typing();
  neighbours.type('a-1', 'x');
  await rest();
  clock.advance(2000);
  await rest();
  clock.advance(4000);
  await rest();
  expect([keys(), notices]).toEqual([1, [SAID]]);
  neighbours.type('a-1', 'y');
  await rest();
  expect(keys()).toBe(1);
  answers('the last words');
  await rest();
  neighbours.type('a-1', 'z');
  await rest();
  expect([keys(), notices]).toEqual([2, [SAID]]);
});

it('a node that answers is never doubted, however long keys bring nothing to the screen', async () => {
  const { neighbours, notices, clock, keys, answers, orders, rest } = await typing();
  for (let turn = 0; turn < 5; turn += 1) {
    neighbours.type('a-1', 'x');
    await rest();
    clock.advance(2000);
    await rest();
    if (orders().length > turn) answers('the last words');
    await rest();
    clock.advance(5000);
    await rest();
  }
  expect([keys(), notices]).toEqual([5, []]);
});

it('rows of such a node say so before all else, in the list, in the pane and in status', () => {
  const { neighbours, silent, clock } = neighbourStory(anEntry({ id: 'a-1', name: 'fix', state: 'waiting', row: { owner: 'here' } }));
  silent.reached('far', 0, false);
  const since = (agent: Parameters<typeof neighbours.silentSince>[0]) => neighbours.silentSince(agent);
  const own = givenOut('a-2', { state: 'working' });
  const shown = withSilence([own, givenOut('a-3', { state: 'done' }), ...neighbours.agents], since);
  expect(worthKnowing(shown[0] ?? own, clock.now())).toBe('no answer from far');
  clock.advance(40_000);
  const now = clock.now();
  expect(shown.map((agent) => worthKnowing(agent, now))).toEqual([
    'no answer from far for 40 s',
    expect.not.stringContaining('no answer'),
    'no answer from far for 40 s',
  ]);
  expect(shown[0] !== undefined && showsAge(shown[0])).toBe(true);
  expect(neighbourLines(shown[2] ?? own, now)).toContain('There is no answer from far for 40 s: it may have changed since.');
  const empty = { host: null, goals: [], manager: { calls: 0 }, budget: { dayUsd: 0, limitUsd: null }, agents: [] } as unknown as Status;
  const status = statusWithSilence(withOthers(empty, neighbours.rows), since);
  expect(status.others?.[0]).toMatchObject({ state: 'waiting', silentSince: '2026-11-21T12:00:00.000Z' });
  expect(statusText(status, { now, widthCols: 200 })).toMatch(/fix@far .*no answer from far since \d\d:\d\d/);
  expect(agentRows([{ ...own, silentSince: '2026-11-21T12:00:00.000Z' } as never], now)[0]?.at(-1)).toMatch(/no answer from far since/);
  silent.heard('far');
  expect(withSilence(neighbours.agents, since)).toBe(neighbours.agents);
});
