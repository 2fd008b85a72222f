// A CLI that takes up its conversation prints it again: an old turn that it shows is not the end of the new one.
import { expect, test } from 'vitest';
import { atWork, exited, fold, shows } from '../../helpers/fold-events.js';

const ENDED = fold([exited('a', 0)], fold(atWork('a')));
const resumed = fold(
  [
    { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: 'Mend it' },
    { type: 'agent.started', agent: 'a', process: { pid: 2, startTicks: null }, conversation: 'c' },
  ],
  { ...ENDED, agents: { a: { ...ENDED.agents.a!, state: 'failed', finish: { ...ENDED.agents.a!.finish, unattended: true } } } },
);

test('what it prints of its history, and the end of an old turn on its screen, finish nothing', () => {
  const shown = fold([shows('a', 'working', 'quiet'), shows('a', 'done', 'screen')], resumed);
  expect(shown.agents.a).toMatchObject({ state: 'idle', run: { mode: 'resume', hasWorked: false } });
  const done = fold([shows('a', 'working'), shows('a', 'idle')], shown);
  expect(done.agents.a).toMatchObject({ state: 'finishing' });
});

test('in a run that began with its task, whatever it prints is work', () => {
  const shown = fold([shows('a', 'working', 'quiet')], fold(atWork('a')));
  expect(shown.agents.a).toMatchObject({ state: 'working', run: { hasWorked: true } });
});
