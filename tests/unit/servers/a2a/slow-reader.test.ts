// A reader of a stream that does not read: what is on its way to it must not pile up here.
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { Caller } from '../../../../src/servers/a2a/caller.js';
import { watchTask } from '../../../../src/servers/a2a/task-watch.js';
import { FakeA2aHost } from '../../../helpers/fake-a2a-host.js';
import { ago, anAgent } from '../../../helpers/view-fixtures.js';

class Answer extends EventEmitter {
  closed = false;
  writableNeedDrain = false;
}

const goal = { id: 'g1', text: 'Fix it', state: 'running', workspace: null, createdAt: ago(600), tasks: [] } as const;

function story() {
  const host = new FakeA2aHost();
  const works = (progress: string) => host.is({ goals: [goal], agents: [anAgent({ name: 'fix', state: 'working', progress })] });
  works('step 1');
  const answer = new Answer();
  const reader = new Caller({ res: answer as never });
  const known = { id: 'g1', contextId: 'c', messageId: 'm', digest: 'd', at: ago(600) };
  return { works, answer, watch: watchTask(host, { known, answered: null, until: 'ended', reader }) };
}

it('is told nothing more until it has read, and then the newest', async () => {
  const { works, answer, watch } = story();
  await watch.next();
  answer.writableNeedDrain = true;
  const next = watch.next();
  works('step 2');
  works('step 3');
  const first = await Promise.race([next, new Promise((resolve) => setImmediate(() => resolve('waits')))]);
  expect(first).toBe('waits');
  answer.writableNeedDrain = false;
  answer.emit('drain');
  const told = JSON.stringify((await next).value);
  expect(told).toContain('step 3');
  expect(told).not.toContain('step 2');
});

it('that goes instead ends it', async () => {
  const { answer, watch } = story();
  await watch.next();
  answer.writableNeedDrain = true;
  const next = watch.next();
  answer.emit('close');
  expect(await next).toEqual({ done: true, value: undefined });
});
