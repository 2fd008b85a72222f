// The documents are true of the code, as far as a test can tell: their tables, links and file names, and no machine of a developer in them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, TABLES, withTables } from '../../scripts/document-tables.js';
import { AGENT_CLIS } from '../../src/core/harness/registry.js';
import { AGENT_STATES } from '../../src/core/model/agent.js';
import { root } from '../helpers/checkout.js';
import { ROOMS } from '../helpers/rooms.js';

const PLACES = ['src', 'tests', 'bench', 'scripts', 'docs', '.ci'];
const TEXT = /\.(?:md|m?[jt]sx?|json|sh|pl)$|\/\.ci\/run$|LICENSE$/;

const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** Paths of all texts that are ours, from the root. */
function texts(): readonly string[] {
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  const below = PLACES.filter((place) => existsSync(join(root, place))).flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
  );
  return [...top, ...below].map((entry) => join(entry.parentPath, entry.name)).filter((path) => TEXT.test(path));
}

const all = texts();
const markdown = all.filter((path) => path.endsWith('.md')).map((path) => relative(root, path));

/** Cells of every row of the tables below a heading, without the heads. */
function rowsBelow(name: string, heading: string): readonly (readonly string[])[] {
  const after = `\n${read(name)}`.split(`\n${heading}\n`)[1] ?? '';
  const section = after.split(/\n#+ /)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .filter((line, at) => !/^\|[ |:-]+\|$/.test(line) && !/^\|[ |:-]+\|$/.test(rows[at + 1] ?? ''))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

const coded = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);

describe('the tables', () => {
  it.each(DOCUMENTS)('of %s are those of the code; `npm run docs` writes them', (name) => {
    expect(withTables(read(name))).toBe(read(name));
  });

  it('all have their place in a document', () => {
    const placed = DOCUMENTS.flatMap((name) => [...read(name).matchAll(/<!-- table: (\w+) -->/g)].map((match) => match[1]));
    expect(placed.sort()).toEqual(Object.keys(TABLES).sort());
  });

  it('are put between their marks, and text around them stays', () => {
    const before = 'a\n<!-- table: keys -->\nSTALE\n<!-- end -->\nb\n';
    const after = withTables(before);
    expect(after.startsWith('a\n<!-- table: keys -->\n\n| key | does |')).toBe(true);
    expect(after.endsWith('\n\n<!-- end -->\nb\n')).toBe(true);
    expect(after).not.toContain('STALE');
    expect(() => withTables('<!-- table: nothing -->\n<!-- end -->')).toThrow('there is no table nothing');
  });
});

describe('docs/architecture.md', () => {
  it('names the rooms and doors that the architecture test enforces', () => {
    const told = rowsBelow('docs/architecture.md', '## Rooms').map(([room = '', , doors = '']) => [
      coded(room)[0],
      doors === 'everything' ? doors : coded(doors),
    ]);
    expect(told).toEqual(ROOMS.map(([room, doors]) => [room, doors]));
  });
});

describe('docs/agents.md', () => {
  const rows = rowsBelow('docs/agents.md', '# Agents');
  const rowOf = (name: string) => rows.find(([first = '']) => coded(first)[0] === name) ?? [];
  // `...` stands for anything; the text has two words, for one alone could be a subcommand and is kept from that.
  const pattern = (words: string) => new RegExp(`^${words.replace('TASK', TASK).split('...').map(escaped).join('.*')}$`);

  it.each(AGENT_CLIS.map((harness) => [harness.name, harness] as const))('tells how %s is started and resumed', (name, harness) => {
    const order = { prompt: TASK, model: null, args: [], conversation: 'ID' };
    const [, started = '', resumed = ''] = rowOf(name);
    expect(harness.start(order).argv.join(' ')).toMatch(pattern(coded(started)[0] ?? ''));
    expect(harness.resume({ ...order, prompt: '' })?.argv.join(' ')).toMatch(pattern(coded(resumed)[0] ?? ''));
  });

  it('explains every state', () => {
    const told = rowsBelow('docs/agents.md', '## States').flatMap(([states = '']) => coded(states));
    expect([...told].sort()).toEqual([...AGENT_STATES].sort());
  });
});

const TASK = 'the task';

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

describe('every document', () => {
  it('is found', () => {
    expect(markdown).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/architecture.md', 'docs/security.md']));
  });

  it.each(markdown)('%s links only to what is there', (name) => {
    const links = [...read(name).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] as string);
    const broken = links.filter((link) => !/^https?:/.test(link) && !leadsSomewhere(name, link));
    expect(broken).toEqual([]);
  });

  it.each(markdown)('%s names only files that are there', (name) => {
    const named = coded(read(name)).filter((word) => /^(?:src|tests|bench|scripts|docs)\/[\w./-]+$/.test(word) && !/[A-Z]{4}/.test(word));
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('tells what is unreleased first in the changelog', () => {
    expect(/^## (.*)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe('Unreleased');
  });
});

function leadsSomewhere(name: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? join(root, name) : join(root, dirname(name), path);
  if (!existsSync(target)) return false;
  if (heading === undefined || !statSync(target).isFile()) return heading === undefined;
  const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1] as string));
  return headings.includes(heading);
}

/** As forges make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** Put together here, so that this file names no such folder itself. */
function at(...parts: readonly string[]): string {
  return `/${parts.join('/')}`;
}

describe('all texts', () => {
  // Made-up people of tests live in /home/p, /home/me and /home/o'neil.
  const MACHINE = /(?<![\w.$}@/-])\/(?:root|work|Users\/\w+|home\/(?!p\b|me\b|o')\w+)(?:\/|\b)/;

  it('name no folder of a developer’s machine', () => {
    const others = all.filter((path) => path !== fileURLToPath(import.meta.url));
    const naming = others.filter((path) => MACHINE.test(readFileSync(path, 'utf8')));
    expect(naming.map((path) => relative(root, path))).toEqual([]);
  });

  it.each([
    ['a home', 'see /home/pat/orch-tui', true],
    ['a home elsewhere', "'/Users/pat/x'", true],
    ['the home of the superuser', `(${at('root', '.config')})`, true],
    ['a relative path', `src${at('root', 'x')}, .${at('work', 'y')}, a/home/pat`, false],
    ['an address', `https://example.org${at('work', 'x')}`, false],
  ])('%s is told', (_what, text, isTold) => {
    expect(MACHINE.test(text)).toBe(isTold);
  });
});
