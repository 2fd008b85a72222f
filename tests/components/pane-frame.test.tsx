// What stands around the live pane: the title gives way part by part, and words stand where no cells are.
import { describe, expect, it } from 'vitest';
import { glyphSet } from '../../src/components/glyphs.js';
import { PaneFrame } from '../../src/components/pane-frame.js';
import type { ScreenProps } from '../../src/components/screen-props.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { pullRequest } from '../helpers/pulls.js';
import { renderInk } from '../helpers/render-ink.js';
import { anAgent, aScreen, sampleAgents } from '../helpers/view-fixtures.js';

function pane(client: ReturnType<typeof clientView>, over: Partial<ScreenProps> = {}) {
  const layout = viewLayout(client.view, client.world);
  const screen = aScreen({ view: client.view, world: client.world, ...over });
  const { cols, rows } = client.world.size;
  const ink = renderInk(<PaneFrame layout={layout} glyphs={glyphSet('unicode')} screen={screen} />, { cols, rows });
  ink.unmount();
  return { text: ink.lastFrame(), title: ink.lastFrame().split('\n')[layout.paneFrame?.y ?? 0]?.trim() ?? '', styled: ink.styledFrame() };
}

const usage = { 'id-fix-login': { cpuPercent: 12.2, memoryBytes: 250e6 } };

describe('the title of the pane', () => {
  it('says whose it is, where it runs, what it asks, and how those below it are', () => {
    const agents = [
      anAgent({ name: 'lead', number: 1 }),
      anAgent({
        name: 'login',
        number: 2,
        parent: 'id-lead',
        role: 'worker',
        node: 'gpu-1',
        inquiry: { id: 'm1', text: 'Which port?', options: [], with: 'person', at: '' },
      }),
      anAgent({ name: 'schema', number: 3, parent: 'id-login' }),
    ];
    const { title } = pane(clientView({ agents, size: { cols: 160, rows: 40 } }, 'id-login'));
    expect(title).toContain('login · claude · on gpu-1 · orch/login · asks you · working 2 m ─');
    expect(title).toContain('─ worker of lead  below it ● 1 ╮');
    // All of them, as a folded row counts them.
    expect(pane(clientView({ agents, size: { cols: 160, rows: 40 } }, 'id-lead')).title).toMatch(/below it . 1 +. 1 |below it ● 2 /u);
  });

  it.each([
    [140, 'fix-login · claude · orch/fix-login · +48 −12 · working 2 m ─'],
    [80, 'fix-login · claude · orch/fix-login · +48 −12 · working 2 m ─'],
    [60, 'fix-login · claude · +48 −12 · working 2 m ─'],
    [50, 'fix-login · +48 −12 · working 2 m ─'],
    [40, 'fix-login · working 2 m ─'],
  ])('tells at %i columns what fits whole', (cols, text) => {
    const client = clientView({ agents: sampleAgents(), size: { cols, rows: 24 } }, 'id-fix-login');
    if (cols < 60) client.does('part.next');
    expect(pane(client).title).toContain(text);
  });

  it('has the pull request where the size of the diff stands, which goes first', () => {
    const pull = pullRequest({ state: 'merged' });
    const agents = [anAgent({ name: 'fix-login', state: 'done', pull: pull.id, diff: { files: 3, additions: 48, deletions: 12 } })];
    const title = (cols: number) => {
      const client = clientView({ agents, pulls: { [pull.id]: pull }, size: { cols, rows: 24 } }, 'id-fix-login');
      if (cols < 60) client.does('part.next');
      return pane(client).title;
    };
    expect(title(80)).toContain('fix-login · claude · orch/fix-login · PR #12 merged · +48 −12 · done 2 m ─');
    expect(title(50)).toContain('fix-login · PR #12 merged · done 2 m ─');
  });

  it('says who waits with a pull request when the header is hidden', () => {
    const pull = pullRequest({ follow: 'paused', error: { kind: 'needs-person', tried: 't', said: 's', next: 'n' } });
    const agents = [anAgent({ name: 'works' }), anAgent({ name: 'fix-login', number: 2, state: 'done', pull: pull.id })];
    const client = clientView({ agents, pulls: { [pull.id]: pull }, size: { cols: 80, rows: 24 } }, 'id-works');
    client.does('pane.zoom');
    expect(pane(client).title).toMatch(/\? 1$/u);
  });

  it('shows processor, memory, and a size that is not the pane’s', () => {
    const client = clientView({ agents: sampleAgents() }, 'id-fix-login');
    expect(pane(client, { usage, ptySize: { cols: 120, rows: 36 } }).title).toMatch(/120x36 {2}12 % 238 MB ╮$/u);
    expect(pane(client, { ptySize: viewLayout(client.view, client.world).paneSize }).title).not.toMatch(/\d+x\d+/u);
  });

  it('says how far the pane is scrolled', () => {
    const client = clientView({ agents: sampleAgents(), scrollback: 500 }, 'id-fix-login');
    client.does('pane.scroll');
    expect(pane(client).title).toContain('↑34 of 500 rows');
  });

  it('says who waits when the header is hidden', () => {
    const client = clientView({ agents: sampleAgents(), size: { cols: 80, rows: 24 } }, 'id-fix-login');
    client.does('pane.zoom');
    expect(pane(client).title).toMatch(/\? 1$/u);
  });

  it('tells how far the agent is, below where there is a border, else behind it, and takes no row for that', () => {
    const progress = '3 of 5 tests pass; the other two need the new token 期限';
    const agents = [anAgent({ name: 'fix-login', progress })];
    const wide = clientView({ agents }, 'id-fix-login');
    const before = clientView({ agents: [anAgent({ name: 'fix-login' })] }, 'id-fix-login');
    expect(pane(wide).text.split('\n').at(-3)).toMatch(/^ +╰─ 3 of 5 tests pass; the other two need the new token 期限 ─+╯$/u);
    expect(viewLayout(wide.view, wide.world)).toEqual(viewLayout(before.view, before.world));
    const narrow = clientView({ agents, size: { cols: 80, rows: 24 } }, 'id-fix-login');
    expect(pane(narrow).title).toMatch(/· working 2 m · 3 of 5 tests pass; th.*… ─+$/u);
    const narrower = clientView({ agents, size: { cols: 60, rows: 24 } }, 'id-fix-login');
    expect(pane(narrower).title).not.toContain('3 of 5');
  });

  it('takes the accent while attached', () => {
    const client = clientView({ agents: sampleAgents() }, 'id-fix-login');
    const before = pane(client).styled;
    client.does('agent.attach');
    const { styled } = pane(client);
    expect(before).not.toContain('\u001b[36m');
    expect(styled).toContain('\u001b[36m');
  });
});

describe('the inside of the pane', () => {
  it('is left blank for the cells of the agent', () => {
    const client = clientView({ agents: sampleAgents() }, 'id-fix-login');
    const inside = pane(client)
      .text.split('\n')
      .slice(2, 37)
      .map((row) => row.slice(42, 139));
    expect(new Set(inside.map((row) => row.trim()))).toEqual(new Set(['']));
  });

  it.each([
    ['waits for a place', { state: 'queued' }, 'all places are taken'],
    ['waits, and what would free a place', { state: 'queued' }, 'until you finish (f) or stop (x) it'],
    [
      'never started',
      { state: 'failed', error: { kind: 'harness', tried: 'start codex', said: 'it is not installed', next: 'Install it.' } },
      'it is not installed',
    ],
    ['was interrupted', { state: 'interrupted' }, 'resume it'],
  ] as const)('says why there are none when the agent %s', (_, over, text) => {
    const client = clientView({ agents: [anAgent({ name: 'a', process: null, ...over })] });
    expect(pane(client).text).toContain(text);
  });
});
