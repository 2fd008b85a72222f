// The list of agents as a person reads it, with and without Unicode.
import { describe, expect, it } from 'vitest';
import { AgentList } from '../../src/components/agent-list.js';
import { glyphSet } from '../../src/components/glyphs.js';
import { Screen } from '../../src/components/screen.js';
import type { Overlap } from '../../src/core/model/overlap.js';
import type { Glyphs } from '../../src/core/view/state-mark.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { pullRequest } from '../helpers/pulls.js';
import { renderInk } from '../helpers/render-ink.js';
import { sampleGoal } from '../helpers/sample-goals.js';
import { anAgent, aScreen, sampleAgents } from '../helpers/view-fixtures.js';
import { aGoal } from '../helpers/view-goals.js';

function list(client: ReturnType<typeof clientView>, glyphs: Glyphs = 'unicode') {
  const layout = viewLayout(client.view, client.world);
  const screen = aScreen({ view: client.view, world: client.world, usage: { 'id-fix-login': { cpuPercent: 12.2, memoryBytes: 250e6 } } });
  const ink = renderInk(<AgentList layout={layout} glyphs={glyphSet(glyphs)} screen={screen} />, client.world.size);
  ink.unmount();
  const rows = ink.lastFrame().split('\n').slice(1);
  // The row of the orchestrator has a test of its own.
  const others = (_: string, at: number) => rows[at]?.includes(' orchestrator') !== true;
  return { all: rows, rows: rows.filter(others), styled: ink.styledFrame().split('\n').slice(1).filter(others) };
}

describe('the list', () => {
  it('shows mark, number, name, harness and the one thing worth knowing', () => {
    const client = clientView({ agents: sampleAgents() }, 'id-fix-login');
    expect(list(client).rows.slice(0, 9)).toEqual([
      '╭ Agents ───────────────────────────────╮',
      '│ ? 2 add-tests  run `npm test -- --wa… │',
      '│ ✗ 7 flaky-ci     2 of 31 tests failed │',
      '│▸● 1 fix-login    claude           2 m │',
      '│ ✓ 4 ├ api-spec   codex         PR #12 │',
      '│ ● 3 └ db-schema  gemini          40 s │',
      '│ ◔ 5 docs         claude   until 14:00 │',
      '│ · 8 release      gemini        queued │',
      '│ ✓ 6 typo         codex         merged │',
    ]);
  });

  it.each([
    [100, 'write-the-prices', '2 m'],
    [80, 'write-the-prices', 'Half of the currencies'],
  ])('at %i columns has words on its work only where they say something', (cols, name, said) => {
    const agents = [anAgent({ name: 'write-the-prices', number: 1, state: 'working', progress: 'Half of the currencies round right' })];
    const row = list(clientView({ agents, size: { cols, rows: 30 } })).rows.find((each) => each.includes(name));
    expect(row).toContain(said);
    expect(row?.includes('Half')).toBe(said !== '2 m');
  });

  it('reads as well in ASCII', () => {
    const client = clientView({ agents: sampleAgents() }, 'id-fix-login');
    expect(list(client, 'ascii').rows.slice(0, 5)).toEqual([
      '+ Agents -------------------------------+',
      '| ? 2 add-tests  run `npm test -- --w.. |',
      '| x 7 flaky-ci     2 of 31 tests failed |',
      '|>* 1 fix-login    claude           2 m |',
      '| + 4 |-api-spec   codex         PR #12 |',
    ]);
  });

  it.each([
    ['unicode', '│ ? 2 fix-login        PR #12 ci ✗ lint │', '│ ✓ 3 docs       claude        PR #13 ✓ │'],
    ['ascii', '| ? 2 fix-login        PR #12 ci x lint |', '| + 3 docs       claude       PR #13 ok |'],
  ] as const)('says where the pull request of finished work stands: %s', (glyphs, stuck, good) => {
    const sight = {
      isDraft: false,
      head: 'h1',
      checks: 'passed',
      failedChecks: [],
      review: 'none',
      mergeable: 'yes',
      openThreads: 0,
    } as const;
    const error = { kind: 'needs-person', tried: 't', said: 's', next: 'n' } as const;
    const first = pullRequest({ follow: 'paused', error, sight: { ...sight, checks: 'failed', failedChecks: ['lint'] } });
    const second = pullRequest({ id: 'h/o/r#13', number: 13, sight });
    const agents = [
      anAgent({ name: 'works', number: 1 }),
      anAgent({ name: 'fix-login', number: 2, state: 'done', seen: true, pull: first.id }),
      anAgent({ name: 'docs', number: 3, state: 'done', seen: true, pull: second.id }),
    ];
    const { rows } = list(clientView({ agents, pulls: { [first.id]: first, [second.id]: second } }, 'id-works'), glyphs);
    expect(rows[1]).toBe(stuck);
    expect(rows[3]).toBe(good);
  });

  it('draws a tree, what a parent waits for, and the node of who runs elsewhere', () => {
    const agents = [
      anAgent({ name: 'lead', number: 1, role: 'coordinator', state: 'idle', waitsForChildren: true }),
      anAgent({ name: 'login', number: 2, parent: 'id-lead', role: 'worker', node: 'gpu-1' }),
      anAgent({ name: 'schema', number: 3, parent: 'id-login', role: 'specialist' }),
      anAgent({ name: 'docs', number: 4, parent: 'id-lead', role: 'worker' }),
    ];
    const client = clientView({ agents }, 'id-login');
    expect(list(client).rows.slice(1, 5)).toMatchInlineSnapshot(`
      [
        "│ ○ 1 lead         waits for 2 children │",
        "│▸● 2 ├ login     @gpu-1            2 m │",
        "│ ● 3 │ └ schema  claude            2 m │",
        "│ ● 4 └ docs      claude            2 m │",
      ]
    `);
    expect(list(client, 'ascii').rows.slice(1, 5)).toMatchInlineSnapshot(`
      [
        "| o 1 lead         waits for 2 children |",
        "|>* 2 |-login     @gpu-1            2 m |",
        "| * 3 | \`-schema  claude            2 m |",
        "| * 4 \`-docs      claude            2 m |",
      ]
    `);
    client.worldIs({ size: { cols: 80, rows: 24 } });
    expect(list(client).rows.slice(0, 4)).toMatchInlineSnapshot(`
      [
        " ○ 1 lead        coordinator claude                        waits for 2 children",
        "▸● 2 ├ login     worker claude@gpu-1                                        2 m",
        " ● 3 │ └ schema  specialist claude                                          2 m",
        " ● 4 └ docs      worker claude                                              2 m",
      ]
    `);
  });

  it('gives a long name in a tree the room of its CLI', () => {
    const agents = [
      anAgent({ name: 'make-a-small-shop', number: 1, state: 'idle', waitsForChildren: true }),
      anAgent({ name: 'write-the-prices', number: 2, parent: 'id-make-a-small-shop', state: 'idle', waitsForChildren: true }),
      anAgent({ name: 'write-the-net', number: 3, parent: 'id-write-the-prices' }),
      anAgent({ name: 'write-the-tax', number: 4, parent: 'id-write-the-prices' }),
    ];
    expect(list(clientView({ agents }, 'id-write-the-net')).rows.slice(1, 5)).toMatchInlineSnapshot(`
      [
        "│ ○ 1 make-a-small-…  waits for 1 child │",
        "│ ○ 2 └ write-the-p…  waits for 2 chil… │",
        "│▸● 3   ├ write-the-net             2 m │",
        "│ ● 4   └ write-the-tax             2 m │",
      ]
    `);
  });

  it('says of a folded parent how many are below, and what one of them asks', () => {
    const inquiry = { id: 'm1', text: 'Which port?', options: [], with: 'person', at: '' } as const;
    const agents = [
      anAgent({ name: 'lead', number: 1 }),
      anAgent({ name: 'login', number: 2, parent: 'id-lead' }),
      anAgent({ name: 'docs', number: 3, parent: 'id-lead', inquiry }),
    ];
    const client = clientView({ agents }, 'id-lead');
    client.does('tree.fold');
    expect(list(client).rows.slice(1, 3)).toMatchInlineSnapshot(`
      [
        "│▸● 1 lead +2 ?       docs: Which port? │",
        "│                                       │",
      ]
    `);
    client.does('tree.unfold');
    expect(list(client).rows.slice(1, 4)).toMatchInlineSnapshot(`
      [
        "│▸● 1 lead      claude              2 m │",
        "│ ? 3 ├ docs    claude      Which port? │",
        "│ ● 2 └ login   claude              2 m │",
      ]
    `);
  });

  it('marks who changes the same lines as somebody else, quietly', () => {
    const agents = ['fix-login', 'add-tests', 'docs'].map((name, at) => anAgent({ name, number: at + 1 }));
    const ids = (...names: readonly string[]) => names.map((name) => `id-${name}`);
    const overlaps: readonly Overlap[] = [
      { agents: ids('fix-login', 'add-tests'), base: null, files: [{ path: 'login.ts', level: 'lines' }] },
      { agents: ids('docs'), base: 'main', files: [{ path: 'README.md', level: 'file' }] },
    ];
    const { rows } = list(clientView({ agents, overlaps }));
    expect(rows.slice(1, 4)).toEqual([
      '│▸● 1 fix-login  claude           ∩ 2 m │',
      '│ ● 2 add-tests  claude           ∩ 2 m │',
      '│ ● 3 docs       claude             2 m │',
    ]);
  });

  it('has no frame and all its width in the stacked layout, with processor and memory', () => {
    const client = clientView({ agents: sampleAgents(), size: { cols: 80, rows: 24 } }, 'id-fix-login');
    expect(list(client).rows.slice(0, 3)).toEqual([
      ' ? 2 add-tests    codex                        run `npm test -- --watch=false`?',
      ' ✗ 7 flaky-ci     claude                                   2 of 31 tests failed',
      '▸● 1 fix-login    claude                                       12 % 238 MB  2 m',
    ]);
  });

  it('gives a long name what the other columns do not need', () => {
    const agents = [anAgent({ name: 'write-hello-txt-with-hi-there', number: 1 })];
    const wide = list(clientView({ agents, size: { cols: 140, rows: 40 } })).rows[1];
    expect(wide).toBe('│▸● 1 write-hello-txt-wit…  claude  2 m │');
    const narrow = list(clientView({ agents, size: { cols: 100, rows: 30 } })).rows[1];
    expect(narrow).toBe('│▸● 1 write-hello-txt-with…  2 m │');
  });

  it('gives a long name the room of a harness that finds none beside the question', () => {
    const agents = [
      anAgent({
        name: 'write-hello-txt-with-hi-there',
        number: 1,
        state: 'waiting',
        question: { kind: 'permission', text: 'allow it?', options: [], digest: 'd' },
      }),
      anAgent({ name: 'write-more', number: 2, launch: { ...anAgent({ name: 'x' }).launch, harness: 'opencode' } }),
    ];
    const { rows } = list(clientView({ agents, size: { cols: 140, rows: 40 } }));
    expect(rows.slice(1, 3)).toEqual(['│▸? 1 write-hello-txt-with-…  allow it? │', '│ ● 2 write-more      opencode      2 m │']);
  });

  it('gives what is worth knowing the columns that a short name leaves beside a long one', () => {
    const agents = [
      anAgent({
        name: 'short',
        number: 1,
        state: 'done',
        result: { kind: 'branch', url: null, commit: 'c1', path: null },
      }),
      anAgent({ name: 'a-very-long-name-of-an-agent', number: 2 }),
    ];
    const { rows } = list(clientView({ agents, size: { cols: 100, rows: 30 } }, 'id-short'));
    expect(rows.slice(1, 3)).toEqual(['│▸✓ 1 short          branch kept │', '│ ● 2 a-very-long-name-of-…  2 m │']);
  });

  it('makes done work bold until it was seen, then dim', () => {
    const agents = [
      anAgent({ name: 'fresh', number: 1, state: 'done' }),
      anAgent({ name: 'old', number: 2, state: 'done', seen: true }),
      anAgent({ name: 'other', number: 3 }),
    ];
    const { styled } = list(clientView({ agents }, 'id-other'));
    expect(styled.find((row) => row.includes('fresh'))).toMatch(/\[1m[^m]*fresh/u);
    expect(styled.find((row) => row.includes('old'))).not.toMatch(/\[1m[^m]*old/u);
  });

  it('keeps its columns straight beside wide names', () => {
    const agents = [
      anAgent({ name: '期限切れ', number: 1 }),
      anAgent({ name: 'a🤖b', number: 2 }),
      anAgent({ name: 'plain-one', number: 10 }),
    ];
    const { rows } = list(clientView({ agents }, 'id-plain-one'));
    expect(rows.slice(1, 4)).toEqual([
      '│ ●  1 期限切れ   claude            2 m │',
      '│ ●  2 a🤖b       claude            2 m │',
      '│▸● 10 plain-one  claude            2 m │',
    ]);
  });

  it('keeps the chosen agent in sight and says how many there are', () => {
    const agents = Array.from({ length: 60 }, (_, at) => anAgent({ name: `agent-${at + 1}`, number: at + 1 }));
    const client = clientView({ agents });
    expect(list(client).rows[0]).toContain('1-34 of 60');
    client.does('selection.number', 40);
    const { rows } = list(client);
    expect(rows.filter((row) => row.includes('▸'))).toEqual([expect.stringContaining('agent-40')]);
    client.does('page.last');
    expect(list(client).rows[0]).toContain('27-60 of 60');
  });

  it.each([
    [{ cols: 80, rows: 24 }, '1-7 of 60', '54-60 of 60'],
    [{ cols: 60, rows: 15 }, '1-4 of 60', '57-60 of 60'],
    [{ cols: 40, rows: 10 }, '1-7 of 60', '54-60 of 60'],
  ])('says in the header how many there are, where the list has no frame: %o', (size, first, last) => {
    const agents = Array.from({ length: 60 }, (_, at) => anAgent({ name: `agent-${at + 1}`, number: at + 1 }));
    const client = clientView({ agents, size });
    const header = () => {
      const screen = aScreen({ view: client.view, world: client.world });
      const ink = renderInk(<Screen screen={screen} glyphs={glyphSet('unicode')} onField={() => undefined} />, size);
      ink.unmount();
      return ink.lastFrame().split('\n')[0];
    };
    expect(header()).toContain(first);
    client.does('page.last');
    expect(header()).toContain(last);
    client.worldIs({ agents: agents.slice(0, 3) });
    expect(header()).not.toContain(' of ');
  });

  it('begins with the orchestrator, and says what waits for you there', () => {
    const client = clientView({ agents: sampleAgents() }, 'id-fix-login');
    expect(list(client).all[1]).toBe('│ ◆ orchestrator                        │');
    expect(list(client, 'ascii').all[1]).toBe('| @ orchestrator                        |');
    client.worldIs({ goals: [aGoal()] });
    expect(list(client).all[1]).toBe('│ ◆ orchestrator   a plan waits for you │');
    const stuck = pullRequest({ agent: null, follow: 'paused', error: { kind: 'needs-person', tried: 't', said: 's', next: 'n' } });
    client.worldIs({ goals: [sampleGoal()], pulls: { [stuck.id]: stuck } });
    expect(list(client).all[1]).toBe('│ ◆ orchestrator         a PR needs you │');
    client.worldIs({ pulls: {} });
    client.worldIs({ goals: [sampleGoal({ state: 'stopped', pause: 'host-lost' })] });
    expect(list(client).all[1]).toBe('│ ◆ orchestrator     1 goal interrupted │');
    client.worldIs({ goals: [sampleGoal()], manager: { off: 'no key.' } });
    expect(list(client).all[1]).toBe('│ ◆ orchestrator                 1 goal │');
    client.does('page.first');
    client.does('selection.previous');
    expect(list(client).all[1]).toContain('▸◆ orchestrator');
  });

  it('has the plan of the chosen agent below it, where there is room', () => {
    const client = clientView({ agents: sampleAgents(), goals: [sampleGoal({ text: 'Login with tokens' })] }, 'id-fix-login');
    const { all } = list(client);
    const from = all.findIndex((row) => row.includes('Plan:'));
    expect(all[from]).toMatch(/^├─ Plan: Login with tokens ─+ 1\/5 ─?┤$/u);
    expect(all.slice(from + 1, from + 7)).toEqual([
      '│ ✓ 1 Design the tokens  designer       │',
      '│ ● 2 Verify and refres… coder       ←1 │',
      '│ ? 3 Schema             coder       ←1 │',
      '│ · 4 Tests              qa        ←2,3 │',
      '│ ✗ 5 Docs               writer      ←3 │',
      '╰───────────────────────────────────────╯',
    ]);
    client.worldIs({ size: { cols: 140, rows: 15 } });
    expect(list(client).all.join('\n')).not.toContain('Plan:');
    client.worldIs({ size: { cols: 140, rows: 40 }, agents: [anAgent({ name: 'fix-login', goal: 'other' })] });
    expect(list(client).all.join('\n')).not.toContain('Plan:');
  });

  it('says when a filter lets nothing through', () => {
    const client = clientView({ agents: sampleAgents() });
    client.act({ type: 'fieldChanged', field: 'filter', value: 'zebra' });
    expect(list(client).rows[1]).toContain('Nothing matches');
  });
});
