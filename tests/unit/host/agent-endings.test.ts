// An agent's next CLI waits for the end of its last one.
import { expect, it } from 'vitest';
import { AgentEndings } from '../../../src/host/agent-endings.js';

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

it('whoever waits goes on when all ends of that agent are over, also one that failed', async () => {
  const endings = new AgentEndings();
  const [one, other] = [gate(), gate()];
  const log: string[] = [];
  const first = endings.during('a', () => one.opened);
  const second = endings
    .during('a', async () => {
      await other.opened;
      throw new Error('no such process');
    })
    .catch(() => log.push('failed'));
  await endings.over('b');
  const waiting = endings.over('a').then(() => log.push('over'));
  one.open();
  await first;
  await Promise.resolve();
  expect(log).toEqual([]);
  other.open();
  await Promise.all([second, waiting]);
  expect(log.toSorted()).toEqual(['failed', 'over']);
  await endings.over('a');
});
