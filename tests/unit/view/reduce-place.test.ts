// Moving through the views that take the body: diff, timeline, help.
import { describe, expect, it } from 'vitest';
import { helpRows } from '../../../src/core/view/help-rows.js';
import { helpSubject } from '../../../src/core/view/selection.js';
import { modeOf } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';
import { ago, sampleAgents } from '../../helpers/view-fixtures.js';

const agents = sampleAgents();

function file(name: string, lines: number): string {
  return `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1,${lines} +1,${lines} @@\n${' x\n'.repeat(lines)}`;
}

function openDiff(diff: string) {
  const client = clientView({ agents, size: { cols: 100, rows: 24 } }, 'id-fix-login');
  client.does('view.diff');
  client.act({ type: 'answered', method: 'diff', params: { agent: 'id-fix-login' }, result: { diff, truncated: true } });
  const place = () => {
    if (client.view.place.kind !== 'diff') throw new Error('the diff is not open');
    return client.view.place;
  };
  return { client, place };
}

describe('the diff', () => {
  it('asks for what the chosen agent changed, and says when it was cut off', () => {
    const { place } = openDiff(file('a', 3));
    expect(place()).toMatchObject({ name: 'fix-login', isTruncated: true });
  });

  it('goes from file to file, to every one of them', () => {
    const { client, place } = openDiff(file('a', 30) + file('b', 2) + file('c', 2));
    const tops: number[] = [];
    for (const key of ['n', 'n', 'n', 'j', 'p', 'p', 'p', 'p']) {
      client.presses(key);
      tops.push(place().top);
    }
    const [a, b, c] = (place().model?.files ?? []).map((each) => each.start);
    expect(tops).toEqual([b, c, c, c, c, b, a, a]);
  });

  it('goes back to the beginning of a file from its middle', () => {
    const { client, place } = openDiff(file('a', 30) + file('b', 30));
    client.presses('n', 'j', 'j', 'p');
    expect(place().top).toBe(place().model?.files[1]?.start);
  });

  it('moves by rows and pages within its rows', () => {
    const { client, place } = openDiff(file('a', 20_000));
    client.does('page.down');
    client.does('selection.next');
    expect([place().top, place().cursor]).toEqual([19, 20]);
    client.presses('G');
    expect(place().top).toBe(20_002 - 19);
    client.does('page.down');
    expect(place().top).toBe(20_002 - 19);
    client.does('page.first');
    client.does('selection.previous');
    expect(place().top).toBe(0);
  });

  it.each(['view.back', 'view.diff'] as const)('is left by %s', (action) => {
    const { client } = openDiff('');
    client.does(action);
    expect(modeOf(client.view)).toBe('list');
  });

  it('ignores every key while the answer is awaited', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('view.diff');
    client.presses('n', 'j', 'G', 'x');
    expect(client.effects).toEqual([]);
    expect(modeOf(client.view)).toBe('diff');
  });

  it('goes back to the agents when it can not be had', () => {
    const client = clientView({ agents }, 'id-fix-login');
    client.does('view.diff');
    client.act({ type: 'refused', method: 'diff', error: { kind: 'git', tried: 'diff', said: 'gone', next: 'Look.' } });
    expect([client.view.place.kind, client.view.dialog?.kind]).toEqual(['agents', 'notice']);
  });
});

describe('the timeline', () => {
  function openTimeline() {
    const client = clientView({ agents, size: { cols: 100, rows: 24 } }, 'id-docs');
    client.does('view.timeline');
    const entries = Array.from({ length: 100 }, (_, at) => ({
      at: ago(1000 - at),
      agent: at % 2 === 0 ? 'id-docs' : null,
      text: `entry ${at}`,
    }));
    client.act({ type: 'answered', method: 'timeline', params: { agent: null, limit: 2000 }, result: { entries } });
    const place = () => {
      if (client.view.place.kind !== 'timeline') throw new Error('the timeline is not open');
      return client.view.place;
    };
    return { client, place };
  }

  it('begins at its end and scrolls back to its beginning', () => {
    const { client, place } = openTimeline();
    expect(place().fromEnd).toBe(0);
    client.presses('k');
    expect(place().fromEnd).toBe(1);
    client.does('page.first');
    expect(place().fromEnd).toBe(100 - 19);
    client.does('page.last');
    client.presses('j');
    expect(place().fromEnd).toBe(0);
  });

  it('narrows to the chosen agent and back', () => {
    const { client, place } = openTimeline();
    client.presses('a');
    expect(place().agent).toBe('id-docs');
    client.presses('a');
    expect(place().agent).toBeNull();
  });

  it('is filtered while typing; Esc first ends the filter, then the view', () => {
    const { client, place } = openTimeline();
    client.does('list.filter');
    expect(modeOf(client.view)).toBe('form');
    client.act({ type: 'fieldChanged', field: 'timelineFilter', value: 'entry 7' });
    expect(place().filter).toBe('entry 7');
    client.presses('escape');
    expect([modeOf(client.view), place().filter]).toEqual(['timeline', '']);
    client.presses('escape');
    expect(modeOf(client.view)).toBe('list');
  });
});

describe('the help', () => {
  it('scrolls no further than its last row', () => {
    const client = clientView({ agents, size: { cols: 80, rows: 24 } });
    client.does('view.help');
    client.does('page.last');
    const total = helpRows(helpSubject(client.view, client.world)).length;
    expect(client.view.place).toEqual({ kind: 'help', top: total - 19 });
  });

  it('shows first what works here and now, then what needs another agent', () => {
    const headed = (selected: string) => {
      const client = clientView({ agents }, selected);
      const rows = helpRows(helpSubject(client.view, client.world));
      const first = rows.findIndex((row) => row.kind === 'blank');
      return rows.slice(0, first).flatMap((row) => (row.kind === 'key' ? [row.text] : []));
    };
    expect(headed('id-fix-login').join()).toContain('Attach');
    expect(headed('id-fix-login').join()).not.toContain('Resume');
    expect(headed('id-flaky-ci').join()).toContain('Resume');
    expect(headed('id-flaky-ci').join()).not.toContain('Attach');
  });
});
