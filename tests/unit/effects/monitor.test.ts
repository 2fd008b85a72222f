// The monitor log: every two minutes while anything runs, and no timer while nothing does.
import { describe, expect, it } from 'vitest';
import { Monitor, monitorBlock } from '../../../src/core/effects/monitor.js';
import { emptyState } from '../../../src/core/model/state.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { FakeTextFiles } from '../../helpers/fake-effect-ports.js';
import { atWork, exited, fold } from '../../helpers/fold-events.js';

const MINUTE = 60_000;

describe('the monitor log', () => {
  it('has one timer while an agent runs, and none before and after', () => {
    const clock = new FakeClock();
    const files = new FakeTextFiles();
    let state = emptyState(5);
    const monitor = new Monitor({ clock, files, path: '/log', state: () => state });
    monitor.update();
    expect(clock.timers).toBe(0);
    state = fold(atWork('a'));
    monitor.update();
    monitor.update();
    expect(clock.timers).toBe(1);
    clock.advance(4 * MINUTE);
    state = fold([exited('a', 1)], state);
    monitor.update();
    expect(clock.timers).toBe(0);
    clock.advance(10 * MINUTE);
    expect(files.texts.get('/log')?.match(/^\[/gmu)).toHaveLength(2);
  });

  it('reads as a table, and what agents say can not act on a terminal', () => {
    const state = fold([...atWork('a'), exited('a', 1, { tail: 'no\u001b]52;c;eA==\u0007 luck' })]);
    expect(monitorBlock(state, Date.parse('2026-11-21T12:03:10.000Z'))).toBe(
      [
        '[2026-11-21T12:03:10.000Z] 1 failed',
        '  name-a                claude      failed 3 min          orch/name-a  exit code 1: no luck',
        '',
        '',
      ].join('\n'),
    );
  });
});
