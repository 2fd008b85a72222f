import { describe, expect, it } from 'vitest';
import { HeadWatch } from '../../../src/host/head-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function watched() {
  const clock = new FakeClock();
  let line = { branch: 'main', ahead: 0, behind: 0 };
  let asked = 0;
  let changes = 0;
  const listeners = new Set<() => void>();
  const repository = {
    headLine: async () => {
      asked += 1;
      return line;
    },
    watchHead: (onMoved: () => void) => {
      listeners.add(onMoved);
      return () => void listeners.delete(onMoved);
    },
  };
  const onChange = () => {
    changes += 1;
  };
  const head = new HeadWatch({ clock, repository, onChange });
  return {
    clock,
    head,
    listeners,
    is: (next: typeof line) => {
      line = next;
    },
    moves: () => {
      for (const tell of listeners) tell();
    },
    counts: () => ({ asked, changes }),
  };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the line of the header about the main checkout', () => {
  it('is asked for once after many moves, and told only when it is another', async () => {
    const { head, clock, moves, is, counts } = watched();
    head.start();
    head.start();
    await head.refresh();
    is({ branch: 'feature', ahead: 1, behind: 0 });
    for (let at = 0; at < 20; at++) moves();
    clock.advance(300);
    await turn();
    expect(head.current).toEqual({ branch: 'feature', ahead: 1, behind: 0 });
    moves();
    clock.advance(300);
    await turn();
    expect(counts()).toEqual({ asked: 3, changes: 2 });
  });

  it('costs nothing while nobody looks', async () => {
    const { head, clock, listeners, moves, counts } = watched();
    head.start();
    moves();
    head.stop();
    head.moved();
    clock.advance(60_000);
    await turn();
    expect([listeners.size, clock.timers, counts().asked]).toEqual([0, 0, 0]);
  });
});
