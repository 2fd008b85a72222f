// The first row: what stays and what goes as it gets narrow.
import { describe, expect, it } from 'vitest';
import { glyphSet } from '../../src/components/glyphs.js';
import { Header, type HeaderProps } from '../../src/components/header.js';
import { pullRequest } from '../helpers/pulls.js';
import { renderInk } from '../helpers/render-ink.js';
import { anAgent, aScreen, aWorld, sampleAgents } from '../helpers/view-fixtures.js';

function header(cols: number, over: Partial<HeaderProps['screen']> = {}, listRange: string | null = null): string {
  const screen = { ...aScreen({ world: aWorld({ agents: sampleAgents() }) }), ...over };
  const at = { x: 0, y: 0, width: cols, height: 1 };
  const ink = renderInk(<Header at={at} glyphs={glyphSet('unicode')} screen={screen} listRange={listRange} />, { cols, rows: 1 });
  ink.unmount();
  return ink.lastFrame();
}

const full = { kind: 'storage', tried: 'save', said: 'no space left on device', next: 'Make room.' } as const;

describe('the header', () => {
  it('shows repository, branch, counts of states that occur, age of the host and the clock', () => {
    expect(header(100)).toBe(' widget  main ↑2   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1                               host 2 h 14 m   12:41');
  });

  it('counts whoever is done with a stuck pull request among those that wait', () => {
    const pull = pullRequest({ follow: 'paused', error: full });
    const agents = ['stuck', 'fine'].map((name) => anAgent({ name, state: 'done', ...(name === 'stuck' ? { pull: pull.id } : {}) }));
    expect(header(50, { world: aWorld({ agents, pulls: { [pull.id]: pull } }) }).trimEnd()).toContain('   ? 1  ✓ 1');
  });

  it.each([
    [70, ' widget  main ↑2   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1                 12:41'],
    [50, ' widget  main ↑2   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1'],
    [45, ' widget  main   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1'],
    [40, ' widget   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1'],
  ])('gives way from the right at %i columns, the counts last', (cols, text) => {
    expect(header(cols).trimEnd()).toBe(text);
  });

  it.each([
    [80, ' widget  main ↑2   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1', '12:41   5-12 of 60'],
    [60, ' widget  main   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1', '5-12 of 60'],
    [40, '    ? 1  ✗ 1  ● 2  ◔ 1', '5-12 of 60'],
    [24, '    ? 1', '5-12 of 60'],
  ])('tells at %i columns which part of the list is in sight; branch, name and quiet counts give way to it', (cols, left, right) => {
    const text = header(cols, {}, '5-12 of 60').trimEnd();
    expect(text.startsWith(left) && text.endsWith(right) && text.slice(left.length, -right.length).trim() === '', text).toBe(true);
  });

  it.each([
    [120, { usd: 0.42, isEstimated: false, limitUsd: 5 }, '$0.42 of $5.00 today'],
    [120, { usd: 0.42, isEstimated: true, limitUsd: null }, '~$0.42 today'],
    [120, { usd: 0, isEstimated: false, limitUsd: 5 }, '$0.00 of $5.00 today'],
    [120, { usd: 0, isEstimated: false, limitUsd: null }, null],
    [60, { usd: 0.42, isEstimated: false, limitUsd: 5 }, null],
  ] as const)('tells at %i columns what today has cost: %o', (cols, money, text) => {
    const shown = header(cols, { money });
    expect(shown.includes(text ?? 'today')).toBe(text !== null);
    expect(shown).toContain('12:41');
  });

  it.each([
    [120, { whenEmpty: 'issues', label: 'night', said: '', stays: true }, 'takes issues: night   host 2 h 14 m   12:41'],
    [120, { whenEmpty: 'issues', label: 'night', said: '', stays: false }, 'takes no more issues   host'],
    [120, { whenEmpty: 'wait', label: null, said: '', stays: true }, 'waits for goals   host'],
    [99, { whenEmpty: 'issues', label: 'night', said: '', stays: true }, null],
  ] as const)('tells at %i columns what the host does when nothing is left to do: %o', (cols, queue, text) => {
    const shown = header(cols, { queue });
    expect(shown.includes(text ?? 'issues')).toBe(text !== null);
  });

  it('says what is wrong before the clock', () => {
    const world = aWorld({ agents: [], isSlow: true, isReadOnly: true });
    expect(header(100, { world, storageError: full })).toMatch(/slow line.*read-only.*not saved/u);
    expect(header(40, { world, storageError: full })).toContain('not saved');
  });

  it('cuts a long name before it hides a count', () => {
    const repository = { name: 'repository-with-a-rather-long-name', branch: 'main', ahead: 0, behind: 0 };
    expect(header(40, { repository }).trimEnd()).toBe(' reposit…   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1');
  });

  it('says that the line is slow before the name of a branch', () => {
    const repository = { name: 'widget', branch: 'feature/some-very-long-branch-name', ahead: 0, behind: 0 };
    const world = aWorld({ agents: [], isSlow: true });
    expect(header(50, { repository, world })).toBe(' widget         host 2 h 14 m   12:41   slow line');
  });

  it('says that no branch is checked out', () => {
    expect(header(80, { repository: { name: 'widget', branch: null, ahead: 0, behind: 3 } })).toContain('widget  detached ↓3');
  });
});
