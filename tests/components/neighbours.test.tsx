// Agents of other machines as a person reads them: whose they are, that they are quiet, and what can be done.
import { expect, it } from 'vitest';
import { glyphSet } from '../../src/components/glyphs.js';
import { Screen } from '../../src/components/screen.js';
import type { ScreenProps } from '../../src/components/screen-props.js';
import type { Agent } from '../../src/core/model/agent.js';
import type { Glyphs } from '../../src/core/view/state-mark.js';
import { clientView } from '../helpers/client-view.js';
import { renderInk } from '../helpers/render-ink.js';
import { ago, aNeighbour, anAgent, aScreen, familyAtWorker, harness } from '../helpers/view-fixtures.js';

const NORMAL = { cols: 140, rows: 40 };
const SMALL = { cols: 80, rows: 24 };

const docs = aNeighbour({
  name: 'docs',
  ...harness('codex'),
  text: 'Write the documents',
  state: 'waiting',
  question: { kind: 'choice', text: 'which tone?', options: ['dry'], digest: 'd' },
});
const others: readonly Agent[] = [
  docs,
  aNeighbour({ name: 'parser', since: ago(900) }),
  aNeighbour({ name: 'bench', node: 'gpu-1', owner: 'boxb', parent: 'id-parser', isOpen: true }),
];
const all = [...familyAtWorker(), anAgent({ name: 'fix-login', number: 2 }), ...others];

interface Shown {
  readonly size?: typeof NORMAL;
  readonly glyphs?: Glyphs;
  readonly agents?: readonly Agent[];
  readonly over?: Partial<ScreenProps>;
}

function screen(selected: string | null, { size = NORMAL, glyphs = 'unicode', agents = all, over = {} }: Shown = {}) {
  const client = clientView({ agents, size }, selected);
  const props = aScreen({ view: client.view, world: client.world, ...over });
  const ink = renderInk(<Screen screen={props} glyphs={glyphSet(glyphs)} onField={() => undefined} />, size);
  ink.unmount();
  return { rows: ink.lastFrame().split('\n'), styled: ink.styledFrame().split('\n') };
}

it('stand below their parents with their node, those of others behind all, without a number', () => {
  const rows = screen('id-fix-login').rows.slice(2, 10);
  expect(rows.map((row) => row.slice(0, 41))).toEqual([
    '│ ◆ orchestrator                        │',
    '│ ● 1 train      @gpu-1             2 m │',
    '│ ?   └ data     @gpu-1     run `make`? │',
    '│ ●     └ plots  @gpu-1            40 s │',
    '│▸● 2 fix-login  claude             2 m │',
    '│ ?   docs       @boxb      which tone? │',
    '│ ●   parser     @boxb             15 m │',
    '│ ●   └ bench    @gpu-1             2 m │',
  ]);
});

it('name the node in the name where the list has no column for it, and read as well in ASCII', () => {
  const narrow = screen('id-fix-login', { size: { cols: 100, rows: 24 } }).rows.slice(4, 9);
  expect(narrow.map((row) => row.slice(0, 34))).toEqual([
    '│ ?   └ data@gpu-1   run `make`? │',
    '│ ●     └ plots@gpu-1       40 s │',
    '│▸● 2 fix-login              2 m │',
    '│ ?   docs@boxb      which tone? │',
    '│ ●   parser@boxb           15 m │',
  ]);
  const ascii = screen('id-fix-login', { size: SMALL, glyphs: 'ascii' }).rows.slice(3, 8);
  expect(ascii.map((row) => row.replace(/ {2,}/gu, '  ').trimEnd())).toEqual([
    ' ?  `-data  claude@gpu-1  run `make`?',
    ' *  `-plots  claude@gpu-1  40 s',
    '>* 2 fix-login  claude  2 m',
    ' ?  docs  codex@boxb  which tone?',
    ' *  parser  claude@boxb  15 m',
  ]);
});

it('keep their node behind the name where a question takes its column, as long as there is room for both', () => {
  const asked = (text: string) =>
    familyAtWorker().map((agent) => (agent.question === null ? agent : { ...agent, question: { ...agent.question, text } }));
  const row = (text: string) => screen(null, { agents: asked(text) }).rows[4]?.slice(0, 41);
  expect(row('run `make all`?')).toBe('│ ?   └ data@gpu-1      run `make all`? │');
  expect(row('run `make all` in the folder?')).toBe('│ ?   └ data  run `make all` in the fo… │');
});

it('those of others are dim, whatever they ask', () => {
  const row = screen('id-fix-login').styled.find((line) => line.includes('docs')) ?? '';
  const list = row.slice(0, row.indexOf('which tone?'));
  expect(list).not.toMatch(/\[1m|\[33m/u);
  expect(list).toMatch(/\[2m[^m]*docs/u);
});

it.each([
  [140, ' widget  main ↑2   ? 1  ● 3   3 elsewhere '],
  [80, ' widget  main ↑2   ? 1  ● 3   3 elsewhere '],
  [70, ' widget  main ↑2   ? 1  ● 3     '],
])('at %i columns the header counts own ones and those below them; of others it says how many', (cols, text) => {
  expect(screen(null, { size: { cols, rows: 30 } }).rows[0]?.slice(0, text.length)).toBe(text);
});

it('what has been spent today stays before who is elsewhere', () => {
  const money = { usd: 100.42, isEstimated: false, limitUsd: 500 };
  const more = (['failed', 'limited'] as const).map((state, at) => anAgent({ name: `own-${state}`, number: 3 + at, state }));
  const [header = ''] = screen(null, { size: SMALL, agents: [...familyAtWorker(), ...more, docs], over: { money } }).rows;
  expect(header).toContain('$100.42 of $500.00 today');
  expect(header).not.toContain('elsewhere');
});

it('the pane says whose it is, what is known, and where its screen is', () => {
  const { rows } = screen('id-docs', { size: SMALL });
  expect(rows.find((row) => row.startsWith('─ docs'))).toContain('docs · codex · @boxb · works for boxb · waiting 2 m');
  const words = rows.join(' ').replace(/\s+/gu, ' ');
  for (const part of [
    'It belongs to boxb and runs there. It has been waiting for 2 m.',
    'Its task: Write the documents',
    'It asks: which tone? 1. dry',
    'Its screen is on boxb: hosts do not open their agents to others. Open it on boxb, or write to it in the messages.',
  ])
    expect(words).toContain(part);
});

it('one that can be reached has its cells there, and its keys', () => {
  const waiting = screen('id-plots');
  expect(waiting.rows.join('\n')).toContain('Its screen comes from gpu-1.');
  expect(waiting.rows[1]).toContain('plots · claude · @gpu-1 · works for you · working 40 s');
  const { rows } = screen('id-plots', { over: { ptySize: { cols: 97, rows: 36 } } });
  expect(rows.join('\n')).not.toContain('Its screen comes');
  expect(rows.at(-1)).toContain('Enter attach');
  expect(rows.at(-1)).toContain('x stop');
  expect(rows.at(-1)).not.toContain('finish');
});

it('the line above the hints asks for this person, and never what others are asked', () => {
  expect(screen('id-fix-login').rows.at(-2)).toContain('data asks: run `make`?');
  expect(
    screen('id-docs', { agents: [anAgent({ name: 'own' }), ...others] })
      .rows.at(-2)
      ?.trim(),
  ).toBe('');
  expect(screen('id-docs').rows.at(-1)).not.toContain('attach');
});

it.each([
  NORMAL,
  SMALL,
  { cols: 58, rows: 20 },
])('where only others are at work the list shows them, and beside it what to press first: %o', (size) => {
  const { rows } = screen(null, { size, agents: others });
  const text = rows.join('\n');
  expect(text).toContain('No agents yet.');
  expect(text).toContain('shows every key');
  expect(text).not.toContain('orchestrator');
  for (const name of ['docs', 'parser', 'bench']) expect(rows.filter((row) => row.includes(name))).toHaveLength(1);
});
