// The rooms and their doors, checked: legal imports, no cycles, no long files, no hidden escape sequences.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOMS } from '../helpers/rooms.js';

const root = fileURLToPath(new URL('../../src', import.meta.url));
const MAX_LINES = 300;

interface Source {
  readonly path: string;
  readonly lines: number;
  readonly text: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

function sources(): Source[] {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
  return files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
    const local = names
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, join(dirname(path), name)).replace(/\.js$/, ''));
    return {
      path: relative(root, path),
      lines: text.split('\n').length - 1,
      text,
      imports: local.map((name) =>
        files.some((file) => relative(root, join(file.parentPath, file.name)) === `${name}.tsx`) ? `${name}.tsx` : `${name}.ts`,
      ),
      packages: names.filter((name) => !name.startsWith('.')),
    };
  });
}

const all = sources();

function roomOf(path: string): string | undefined {
  return ROOMS.find(([prefix]) => path.startsWith(prefix))?.[0];
}

describe('the architecture', () => {
  it('has a room for every file', () => {
    expect(all.map((source) => source.path).filter((path) => roomOf(path) === undefined)).toEqual([]);
    expect(all.length).toBeGreaterThan(10);
  });

  it('keeps to the doors between the rooms', () => {
    const illegal = all.flatMap((source) => {
      const [room, allowed] = ROOMS.find(([prefix]) => source.path.startsWith(prefix)) ?? ['', []];
      if (allowed === 'everything') return [];
      return source.imports
        .filter((target) => !target.startsWith(room) && !allowed.some((prefix) => target.startsWith(prefix)))
        .map((target) => `${source.path} -> ${target}`);
    });
    expect(illegal).toEqual([]);
  });

  it('keeps React and Ink out of everything but the components', () => {
    const wrong = all.filter(
      (source) => !source.path.startsWith('components/') && source.packages.some((name) => /^(react|ink)/.test(name)),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('has no import cycle', () => {
    const byPath = new Map(all.map((source) => [source.path, source]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      if (done.has(path)) return;
      for (const target of byPath.get(path)?.imports ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const source of all) visit(source.path, []);
    expect(cycles).toEqual([]);
  });

  it(`has no file over ${MAX_LINES} lines`, () => {
    expect(all.filter((source) => source.lines > MAX_LINES).map((source) => `${source.path}: ${source.lines}`)).toEqual([]);
  });

  it('writes escape sequences out in one file only', () => {
    const wrong = all.filter((source) => source.path !== 'core/model/sequences.ts' && /\\x1b\[|\\u001b\[|\\033\[/.test(source.text));
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('opens every file with what it owns', () => {
    expect(all.filter((source) => !source.text.startsWith('//')).map((source) => source.path)).toEqual([]);
  });
});
