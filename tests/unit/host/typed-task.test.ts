// A task that is typed: once, when the CLI has been silent for a second behind its first output.
import { expect, it } from 'vitest';
import { TypedTask } from '../../../src/host/typed-task.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function typing() {
  const clock = new FakeClock();
  const sent: string[] = [];
  return { clock, sent, task: new TypedTask({ clock, text: 'fix it', send: (text) => sent.push(text) }) };
}

it('waits for a second of silence behind output, and comes once', () => {
  const { clock, sent, task } = typing();
  clock.advance(5000);
  expect(sent).toEqual([]);
  for (let at = 0; at < 3000; at += 500) {
    task.output();
    clock.advance(500);
  }
  expect(sent).toEqual([]);
  clock.advance(500);
  task.output();
  clock.advance(5000);
  expect(sent).toEqual(['fix it']);
});

it('never comes behind the end of its CLI', () => {
  const { clock, sent, task } = typing();
  task.output();
  task.dispose();
  task.output();
  clock.advance(5000);
  expect([sent, clock.timers]).toEqual([[], 0]);
});
